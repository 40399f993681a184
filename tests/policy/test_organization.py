"""Lists opened to the people behind them, with provenance, and what remains unknown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.address import parse_address, parse_field
from policy.draft import Draft, Field
from policy.organization import DEEPEST, Organization, Recipient, RecipientClass, UnknownReason
from policy.settings import Company, DomainRule, MailingList, Policy
from tests.policy.support import in_force, mailing_list

IN, OUT, UNKNOWN = RecipientClass.INTERNAL, RecipientClass.EXTERNAL, RecipientClass.UNKNOWN


def organization(**lists: list[str] | None) -> Organization:
    """An organization with lists by local part; members without an @ are at the company."""
    return Organization(
        Policy(
            Company((DomainRule("hanbit.example"),)),
            lists=tuple(
                mailing_list(at(name), None if members is None else [at(member) for member in members])
                for name, members in lists.items()
            ),
        )
    )


def at(name: str) -> str:
    """The company's address for a plain word; anything else as it is."""
    return f"{name}@hanbit.example" if name.isalnum() else name


def leaves(company: Organization, to: str, cc: str = "", bcc: str = "") -> tuple[Recipient, ...]:
    """The recipients of a message."""
    return company.recipients(Draft(to=parse_field(to), cc=parse_field(cc), bcc=parse_field(bcc)))


def told(found: tuple[Recipient, ...]) -> list[str]:
    """Each leaf as ``local class < list < list``, outermost list last."""
    return [
        " < ".join([f"{leaf.address.local} {leaf.recipient_class.value}", *(via.local for via in reversed(leaf.via))])
        for leaf in found
    ]


def test_people_are_inside_or_outside_by_their_domain() -> None:
    assert told(leaves(organization(), "kim@hanbit.example, lee@other.example")) == ["kim internal", "lee external"]


def test_nested_lists_are_opened_and_the_way_is_kept() -> None:
    company = organization(sales=["kim", "team", "p@other.example"], team=["lee", "q@other.example"])
    assert told(leaves(company, "sales@hanbit.example")) == [
        "kim internal < sales",
        "lee internal < team < sales",
        "q external < team < sales",
        "p external < sales",
    ]


def test_a_group_is_opened_and_its_malformed_members_are_no_recipients() -> None:
    company = organization(sales=["kim"])
    assert told(leaves(company, "F: a@other.example, oops, sales@hanbit.example;")) == [
        "a external",
        "kim internal < sales",
    ]


def test_a_recipient_in_several_fields_is_counted_once_with_its_first_name_and_way() -> None:
    company = organization(sales=["Kim <kim@hanbit.example>"])
    found = leaves(company, "sales@hanbit.example", "Other <KIM@hanbit.example>", "kim@hanbit.example, lee@o.example")
    assert [(leaf.name, leaf.fields) for leaf in found] == [
        ("Kim", (Field.TO, Field.CC, Field.BCC)),
        ("", (Field.BCC,)),
    ]
    assert [via.local for via in found[0].via] == ["sales"]


def test_a_list_in_two_fields_gives_each_member_both() -> None:
    found = leaves(organization(sales=["kim", "lee"]), "", "kim@hanbit.example", "sales@hanbit.example")
    assert [(leaf.address.local, leaf.fields) for leaf in found] == [
        ("kim", (Field.CC, Field.BCC)),
        ("lee", (Field.BCC,)),
    ]


def test_the_same_recipient_twice_in_one_field_stands_in_one_field() -> None:
    (leaf,) = leaves(organization(), "kim@hanbit.example, Kim <kim@hanbit.example>")
    assert leaf.fields == (Field.TO,)


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ({"a": None}, [("a", UNKNOWN, UnknownReason.NOT_READABLE)]),
        ({"a": []}, [("a", UNKNOWN, UnknownReason.NO_MEMBERS)]),
        ({"a": [" ", ""]}, [("a", UNKNOWN, UnknownReason.NO_MEMBERS)]),
        ({"a": ["a"]}, [("a", UNKNOWN, UnknownReason.NO_MEMBERS)]),
        ({"a": ["b"], "b": ["a"]}, [("a", UNKNOWN, UnknownReason.NO_MEMBERS)]),
        ({"a": ["b"], "b": []}, [("b", UNKNOWN, UnknownReason.NO_MEMBERS)]),
        ({"a": ["b", "kim"], "b": None}, [("b", UNKNOWN, UnknownReason.NOT_READABLE), ("kim", IN, None)]),
        ({"a": ["b", "kim"], "b": ["a", "lee"]}, [("lee", IN, None), ("kim", IN, None)]),
        ({"a": ["no address", "kim"]}, [("kim", IN, None), ("a", UNKNOWN, UnknownReason.MEMBER_MALFORMED)]),
        ({"a": ["no address", "nor this"]}, [("a", UNKNOWN, UnknownReason.MEMBER_MALFORMED)]),
        ({"a": ["F: kim@hanbit.example, oops;"]}, [("kim", IN, None), ("a", UNKNOWN, UnknownReason.MEMBER_MALFORMED)]),
        ({"a": ["kim@hanbit.example, p@o.example"]}, [("kim", IN, None), ("p", OUT, None)]),
        ({"a": ["b", "b", "kim", "KIM"], "b": ["kim"]}, [("kim", IN, None)]),
    ],
)
def test_what_a_list_comes_to(
    lists: dict[str, list[str] | None], expected: list[tuple[str, RecipientClass, UnknownReason | None]]
) -> None:
    found = leaves(organization(**lists), "a@hanbit.example")
    assert [(leaf.address.local, leaf.recipient_class, leaf.unknown_reason) for leaf in found] == expected


def chain(length: int) -> Organization:
    """Lists l1 to l<length>, each holding the next, the last one a person."""
    lists: dict[str, list[str] | None] = {f"l{place}": [f"l{place + 1}"] for place in range(1, length)}
    return organization(**lists, **{f"l{length}": ["kim"]})


def test_thirty_two_nested_lists_are_opened() -> None:
    (leaf,) = leaves(chain(DEEPEST), "l1@hanbit.example")
    assert (leaf.recipient_class, len(leaf.via)) == (IN, 32)


def test_the_list_below_thirty_two_others_is_unknown() -> None:
    (leaf,) = leaves(chain(DEEPEST + 1), "l1@hanbit.example")
    assert (leaf.address.local, leaf.unknown_reason, len(leaf.via)) == ("l33", UnknownReason.TOO_DEEP, 32)


def test_ten_thousand_nested_lists_end_like_thirty_three() -> None:
    (leaf,) = leaves(chain(10_000), "l1@hanbit.example")
    assert leaf.unknown_reason is UnknownReason.TOO_DEEP


def test_a_list_is_found_by_any_spelling_of_its_address() -> None:
    company = organization(sales=["kim"])
    assert told(leaves(company, 'Sales <"SALES"@ｈanbit.example>')) == ["kim internal < sales"]
    entry = company.list_at(parse_address("Sales@Hanbit.example"))
    assert entry is not None
    assert str(entry.address) == "sales@hanbit.example"
    assert company.list_at(parse_address("kim@hanbit.example")) is None


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (["kim"], IN),
        (["kim", "p@o.example"], OUT),
        ([], UNKNOWN),
        (None, UNKNOWN),
        (["kim", "empty"], UNKNOWN),
    ],
)
def test_the_class_of_a_list_follows_its_members(members: list[str] | None, expected: RecipientClass) -> None:
    company = organization(a=members, empty=[])
    assert company.classify(parse_address("a@hanbit.example")) is expected


@pytest.mark.parametrize(
    ("members", "exempts"),
    [
        (["kim"], False),
        (["p@o.example"], True),
        (["inner"], True),
        (["empty"], False),
        (["kim", "empty", "unread"], False),
        (["empty", "p@o.example"], True),
        (["broken"], False),
        ([], False),
        (None, False),
    ],
)
def test_only_a_list_with_a_known_outsider_exempts(members: list[str] | None, exempts: bool) -> None:
    company = organization(a=members, inner=["kim", "p@o.example"], empty=[], unread=None, broken=["p at o.example"])
    assert company.exempts(parse_address("a@hanbit.example")) is exempts


def test_a_person_never_exempts() -> None:
    company = organization(a=["p@o.example"])
    assert not company.exempts(parse_address("kim@hanbit.example"))
    assert not company.exempts(parse_address("p@o.example"))


@pytest.mark.parametrize(
    ("sender", "may"),
    [
        ("kim@hanbit.example", True),
        ("KIM@Hanbit.example", True),
        ("lee@hanbit.example", False),
        ("sales@hanbit.example", True),
        ("named@hanbit.example", True),
        ("others@hanbit.example", False),
        ("broken@hanbit.example", False),
        ("kim@evil.example", False),
    ],
)
def test_a_member_sends_as_themselves_or_as_a_list_that_names_them(sender: str, may: bool) -> None:
    lists = (
        mailing_list("sales@hanbit.example", ["kim@hanbit.example"], ["lee@hanbit.example", "Kim@HANBIT.example"]),
        mailing_list("named@hanbit.example", ["kim@hanbit.example"], ["Kim <kim@hanbit.example>"]),
        mailing_list("others@hanbit.example", ["kim@hanbit.example"], ["lee@hanbit.example"]),
        mailing_list("broken@hanbit.example", ["kim@hanbit.example"], ["kim", "", "sales@hanbit.example"]),
    )
    company = Organization(Policy(Company((DomainRule("hanbit.example"),)), lists=lists))
    assert company.may_send_as(parse_address(sender), (parse_address("kim@hanbit.example"),)) is may


def test_members_of_what_is_no_list_are_none() -> None:
    assert organization().members_of(parse_address("kim@hanbit.example")) == ()


def test_expanding_one_field_names_that_field() -> None:
    company = organization(sales=["kim"])
    (leaf,) = company.expand(parse_field("sales@hanbit.example, kim@hanbit.example"), Field.BCC)
    assert leaf.fields == (Field.BCC,)


LOCALS = "abcde"
MEMBERS = st.sampled_from([*LOCALS, "kim", "lee", "p@o.example", "q@o.example", "no address", ""])
GRAPHS = st.dictionaries(st.sampled_from(LOCALS), st.none() | st.lists(MEMBERS, max_size=5))


@given(GRAPHS)
def test_expansion_ends_and_gives_each_leaf_once_with_a_way_that_exists(graph: dict[str, list[str] | None]) -> None:
    company = organization(**graph)
    found = leaves(company, ", ".join(at(name) for name in LOCALS))
    assert len({leaf.address.key for leaf in found}) == len(found) >= 1
    for leaf in found:
        assert len(set(leaf.via)) == len(leaf.via)
        way = [*(via.local for via in leaf.via), leaf.address.local]
        for outer, inner in pairwise(way):
            assert inner in {member.partition("@")[0] for member in graph[outer] or ()}
        assert (leaf.recipient_class is UNKNOWN) == (leaf.unknown_reason is not None)


@given(GRAPHS)
def test_every_list_comes_to_at_least_one_leaf(graph: dict[str, list[str] | None]) -> None:
    company = organization(**graph)
    for name in graph:
        assert company.members_of(parse_address(at(name)))


@given(GRAPHS, st.sampled_from(LOCALS), st.sampled_from(["unread", "hollow", "broken"]))
def test_an_unknown_list_is_never_less_strict_than_an_outsider(
    graph: dict[str, list[str] | None], to: str, instead: str
) -> None:
    def with_member(member: str) -> Organization:
        swapped = {
            name: members and [member if one == "p@o.example" else one for one in members]
            for name, members in graph.items()
        }
        return organization(**swapped, unread=None, hollow=[], broken=["no address"])

    before = leaves(with_member("p@o.example"), at(to))
    after = leaves(with_member(instead), at(to))
    assert any(leaf.outside for leaf in after) or not any(leaf.outside for leaf in before)
    assert sum(leaf.outside for leaf in after) >= sum(leaf.outside for leaf in before)


@given(GRAPHS, st.sampled_from(LOCALS))
def test_an_unknown_list_never_exempts_where_no_outsider_does(graph: dict[str, list[str] | None], sender: str) -> None:
    inside = {name: members and [one for one in members if "@" not in one] for name, members in graph.items()}
    assert not organization(**inside).exempts(parse_address(at(sender)))


def test_lists_are_policy_values_that_stay_as_they_are() -> None:
    entry = MailingList(parse_address("sales@hanbit.example"), members=("kim@hanbit.example",))
    company = Organization(Policy(Company((DomainRule("hanbit.example"),)), lists=(entry,)))
    assert company.list_at(entry.address) is entry
    first = leaves(company, "sales@hanbit.example")
    leaves(company, "", "sales@hanbit.example")
    assert leaves(company, "sales@hanbit.example") == first


def test_the_lists_within_a_list_are_named_by_their_keys_and_those_of_a_person_are_none() -> None:
    organization = in_force().organization
    assert organization.lists_within(parse_address("Nested@hanbit.example")) == (
        "team@hanbit.example", "partners@hanbit.example",
    )  # fmt: skip
    assert organization.lists_within(parse_address("unreadable@hanbit.example")) == ()
    assert organization.lists_within(parse_address("kim@hanbit.example")) == ()
