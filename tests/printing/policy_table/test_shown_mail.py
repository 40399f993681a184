"""What people are shown of a policy: mail that there is, levels by their own names, and no rule that is not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from composer import words
from composer.demo.policy_source import shipped_policy
from composer.printing.policy_table.as_html import page
from composer.printing.policy_table.as_text import plain_text
from composer.printing.policy_table.table import Table, table_of
from composer.sentences.changes.policy import sentences
from composer.sentences.changes.truth_table import sender_label
from policy.address import parse_address
from policy.organization import Organization
from policy.settings import Apply, MailingList, Policy
from policy.truth_table.changes import difference
from policy.truth_table.matrix import SenderKind, sender_kinds
from policy.verdict import Outcome, PolicyInForce

SHIPPED = shipped_policy()
KIM, PARTNER = "kim@hanbit.example", "partner@other.example"
FORMS: list[Callable[[Table], str]] = [plain_text, page]
ALWAYS = (SenderKind.OWN, SenderKind.NOT_ALLOWED)
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], SenderKind | None]] = {
    "inside": ((KIM,), (KIM,), SenderKind.LIST_INSIDE),
    "outside": ((KIM, PARTNER), (KIM,), SenderKind.LIST_OUTSIDE),
    "empty": ((), (KIM,), SenderKind.LIST_UNKNOWN),
    "inside, nobody may send": ((KIM,), (), None),
    "outside, nobody may send": ((PARTNER,), (), None),
    "empty, nobody may send": ((), (), None),
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


def with_lists(*lists: tuple[tuple[str, ...], tuple[str, ...]]) -> Policy:
    """The demonstration's policy with other lists: members and senders of each."""
    made = (
        MailingList(parse_address(f"list{at}@hanbit.example"), "", members, senders)
        for at, (members, senders) in enumerate(lists)
    )
    return replace(SHIPPED, lists=tuple(made))


def table(policy: Policy) -> Table:
    return table_of(PolicyInForce(policy, Organization(policy), "policy.toml", "0" * 64))


@pytest.mark.parametrize(("members", "senders", "kind"), KINDS.values(), ids=KINDS)
def test_a_list_is_a_kind_of_sender_where_somebody_may_send_as_it(
    members: tuple[str, ...], senders: tuple[str, ...], kind: SenderKind | None
) -> None:
    found = sender_kinds(with_lists((members, senders)))
    assert set(found) == {*ALWAYS, *([kind] if kind else [])}
    assert list(found) == [one for one in SenderKind if one in found]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("members", "senders", "kind"), KINDS.values(), ids=KINDS)
def test_senders_that_the_policy_does_not_have_are_not_printed(
    form: Callable[[Table], str], members: tuple[str, ...], senders: tuple[str, ...], kind: SenderKind | None
) -> None:
    printed = form(table(with_lists((members, senders))))
    for one in (SenderKind.LIST_INSIDE, SenderKind.LIST_OUTSIDE, SenderKind.LIST_UNKNOWN):
        assert (sender_label(one) in printed) is (one is kind)
    assert "without known outsiders" not in printed or kind in (SenderKind.LIST_INSIDE, SenderKind.LIST_UNKNOWN)


@pytest.mark.parametrize("apply", Apply)
def test_what_is_refused_has_its_reasons_and_no_rule(apply: Apply) -> None:
    policy = replace(SHIPPED, warning=replace(SHIPPED.warning, apply=apply))
    shown = table(policy)
    refused = [decision for decision, _regions in shown.regions() if decision.outcome is Outcome.REFUSE]
    assert len({decision.refusals for decision in refused}) == len(refused) > 0
    for block in plain_text(shown).partition("Every case")[0].split("\n\n"):
        assert ("Rule for the warning" in block) is ("Sent without" in block or "is shown\n" in block)


@pytest.mark.parametrize("form", FORMS)
def test_levels_go_by_the_names_that_the_administrator_gave_them(form: Callable[[Table], str]) -> None:
    policy = replace(SHIPPED, restricted=replace(SHIPPED.restricted, name="Team <b>only</b>"))
    printed = " ".join(form(table(policy)).replace("&lt;", "<").replace("&gt;", ">").split())
    assert "at the level Team <b>only</b> or Board only" in printed


@pytest.mark.parametrize("form", FORMS)
def test_limits_domains_and_lists_are_printed(form: Callable[[Table], str]) -> None:
    printed = " ".join(form(table(SHIPPED)).split())
    for text in (
        "Attachment size limit: 1 MB",
        "External recipients of one mail, at most: 20",
        "*.hanbit.example",
        "all@hanbit.example: 6 members (kim@hanbit.example, tanaka@hanbit.example, smith@hanbit.example"
        " and 3 more people)",
        "archive@hanbit.example: no members",
    ):
        assert text in printed


def test_without_lists_the_table_says_so() -> None:
    assert "There are no mailing lists." in plain_text(table(with_lists()))


def said(before: Policy, after: Policy) -> str:
    return "\n".join(sentences(difference(before, after, ("en", None)), exact=True))


def test_a_difference_names_levels_as_the_newer_policy_does() -> None:
    unused = replace(SHIPPED, confidential=replace(SHIPPED.confidential, use=False))
    lines = said(unused, replace(SHIPPED, confidential=replace(SHIPPED.confidential, name="Board & council")))
    assert "at the level Board & council can now be sent" in lines
    assert "at the level Confidential" not in lines


@pytest.mark.parametrize(("members", "senders", "kind"), KINDS.values(), ids=KINDS)
def test_a_difference_is_about_senders_that_one_of_the_policies_has(
    members: tuple[str, ...], senders: tuple[str, ...], kind: SenderKind | None
) -> None:
    before = with_lists((members, senders))
    lines = said(before, replace(before, restricted=replace(before.restricted, use=False)))
    assert "can no longer be sent" in lines or "still cannot be sent" in lines
    for one in (SenderKind.LIST_INSIDE, SenderKind.LIST_OUTSIDE, SenderKind.LIST_UNKNOWN):
        assert sender_label(one) not in lines or one is kind


@pytest.mark.parametrize(("before", "after"), [(one, other) for one in Apply for other in Apply if one is not other])
def test_a_difference_gives_no_rule_for_what_is_refused(before: Apply, after: Apply) -> None:
    one, other = (replace(SHIPPED, warning=replace(SHIPPED.warning, apply=apply)) for apply in (before, after))
    rules = [line for line in said(one, other).splitlines() if "the rule is now" in line]
    assert len(rules) == 1
    assert "at the level General" in rules[0]
    assert sender_label(SenderKind.NOT_ALLOWED) not in rules[0]


MEMBERS = tuple(f"m{at}@hanbit.example" for at in range(5))
LISTS = [
    (with_lists(), with_lists((MEMBERS, ())), "New mailing list list0@hanbit.example: 5 members (m0@hanbit.example, "),
    (with_lists((MEMBERS, ())), with_lists(), "The mailing list list0@hanbit.example is gone: 5 members (m0@"),
    (with_lists((MEMBERS[:1], ())), with_lists((MEMBERS, ())), "members: 4 added: m1@hanbit.example, m2@"),
    (with_lists((MEMBERS, ())), with_lists((MEMBERS[:4], ())), "members: 1 taken out: m4@hanbit.example."),
    (with_lists((MEMBERS, ())), with_lists((MEMBERS[::-1], ())), "members: the same ones in another order."),
]


@pytest.mark.parametrize(("before", "after", "sentence"), LISTS)
def test_lists_are_told_by_count_and_name(before: Policy, after: Policy, sentence: str) -> None:
    assert sentence in said(before, after)
