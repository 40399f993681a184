from __future__ import annotations

import pytest
from msgspec.structs import replace

from composer.drafting.senders import new_composition, same_sender, senders, signed, with_other_signature
from composer.message.composition import Composition
from composer.services.member_settings import Identity, MemberSettings, Preferences
from policy.address import parse_address
from policy.organization import Organization
from policy.settings import Company, DomainRule, MailingList, Policy
from policy.verdict import PolicyInForce

KIM = Identity(parse_address("kim@hanbit.example"), "Kim", "Kim\nHanbit")
INFO = Identity(parse_address("info@hanbit.example"))
SETTINGS = MemberSettings((KIM, INFO), preferences=Preferences(individually=True))
LISTS = (
    MailingList(parse_address("sales@hanbit.example"), "Sales", (), ("kim@hanbit.example",)),
    MailingList(parse_address("board@hanbit.example"), "Board", (), ("lee@hanbit.example",)),
)


def in_force() -> PolicyInForce:
    policy = Policy(company=Company((DomainRule("hanbit.example"),)), lists=LISTS)
    return PolicyInForce(policy, Organization(policy), "test", "0" * 64)


def test_a_member_may_write_as_themselves_and_as_lists_that_name_them() -> None:
    assert senders(SETTINGS, in_force()) == [
        "Kim <kim@hanbit.example>",
        "info@hanbit.example",
        "Sales <sales@hanbit.example>",
    ]


def test_without_a_policy_only_own_addresses_are_offered() -> None:
    assert senders(SETTINGS, None) == ["Kim <kim@hanbit.example>", "info@hanbit.example"]


def test_a_new_message_has_sender_signature_and_preference() -> None:
    made = new_composition(SETTINGS, Composition(to="lee@hanbit.example"))
    assert made.sender == "Kim <kim@hanbit.example>"
    assert made.body == "\n\n\n-- \nKim\nHanbit"
    assert made.individually
    assert made.to == "lee@hanbit.example"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "\n\n\n-- \nKim"),
        ("Hello\n", "Hello\n\n\n-- \nKim"),
        ("Hello\n-- \nmine", "Hello\n-- \nmine"),
        ("-- \nmine", "-- \nmine"),
    ],
)
def test_a_signature_stands_two_blank_lines_below_unless_there_is_one(body: str, expected: str) -> None:
    assert signed(body, "Kim") == expected


def test_no_signature_leaves_the_body_alone() -> None:
    assert signed("Hello", "") == "Hello"


@pytest.mark.parametrize(
    ("body", "before", "after", "expected"),
    [
        ("Hi\n\n\n-- \nKim", "Kim", "Sales", "Hi\n\n\n-- \nSales"),
        ("Hi\n\n\n-- \nKim", "Kim", "", "Hi"),
        ("Hi\n\n\n-- \nKim (away)", "Kim", "Sales", "Hi\n\n\n-- \nKim (away)"),
        ("Hi", "Kim", "Sales", "Hi"),
        ("Hi", "", "Sales", "Hi\n\n\n-- \nSales"),
    ],
)
def test_another_sender_brings_another_signature_unless_it_was_edited(
    body: str, before: str, after: str, expected: str
) -> None:
    assert with_other_signature(body, before, after) == expected


def test_a_sender_is_recognized_by_the_address_alone() -> None:
    options = senders(SETTINGS, in_force())
    assert same_sender(options, "KIM@hanbit.example") == "Kim <kim@hanbit.example>"
    assert same_sender(options, "eve@hanbit.example") is None
    assert same_sender(options, "kim@hanbit.example, info@hanbit.example") is None


def test_a_sender_that_was_given_is_kept() -> None:
    made = new_composition(SETTINGS, Composition(sender="eve@hanbit.example"))
    assert made.sender == "eve@hanbit.example"
    assert new_composition(replace(SETTINGS, identities=()), Composition()).sender == ""
