"""Lists opened to the people behind them, with provenance, and what remains unknown."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policy.address import Mailbox, parse_address, parse_field
from policy.draft import Draft, Field
from policy.lists.expansion import DEEPEST, FEW, UnknownReason
from policy.lists.members import LazyMembers, digest_of
from policy.organization import Organization, Recipient, RecipientClass
from policy.settings import Company, DomainRule, MailingList, Policy
from tests.policy.support import CountingReader, in_force, mailing_list

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
        (
            {"a": ["kim", "lee%o.example@hanbit.example", "q%o.example@o.example"]},
            [("kim", IN, None), ("lee%o.example", UNKNOWN, UnknownReason.ROUTED), ("q%o.example", OUT, None)],
        ),
        ({"a": ["b"], "b": ['"p@o.example"@hanbit.example']}, [('"p@o.example"', UNKNOWN, UnknownReason.ROUTED)]),
    ],
)
def test_what_a_list_comes_to(
    lists: dict[str, list[str] | None], expected: list[tuple[str, RecipientClass, UnknownReason | None]]
) -> None:
    found = leaves(organization(**lists), "a@hanbit.example")
    assert [(leaf.address.local, leaf.recipient_class, leaf.unknown_reason) for leaf in found] == expected


ROUTED = ["lee%o.example", "o.example!lee", '"lee@o.example"', '"@o.example:lee"']


@pytest.mark.parametrize("local", ROUTED)
def test_an_address_of_the_company_that_may_travel_on_is_not_known(local: str) -> None:
    address = f"{local}@hanbit.example"
    company = organization(sales=["kim", address], outer=["sales"], outsiders=[address, "p@o.example"])
    (leaf,) = leaves(company, address)
    assert (leaf.recipient_class, leaf.unknown_reason, leaf.outside) == (UNKNOWN, UnknownReason.ROUTED, True)
    for name in ("sales", "outer", "outsiders"):
        assert company.classify(parse_address(at(name))) is UNKNOWN
    assert not company.is_list_with_outsiders(parse_address(at("sales")))
    assert not company.is_list_with_outsiders(parse_address(at("outer")))
    assert company.is_list_with_outsiders(parse_address(at("outsiders")))


@pytest.mark.parametrize("local", ROUTED)
def test_an_address_of_others_is_outside_whatever_its_local_part_holds(local: str) -> None:
    (leaf,) = leaves(organization(), f"{local}@other.example")
    assert (leaf.recipient_class, leaf.unknown_reason) == (OUT, None)


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
    assert company.is_list_with_outsiders(parse_address("a@hanbit.example")) is exempts


def test_a_person_never_exempts() -> None:
    company = organization(a=["p@o.example"])
    assert not company.is_list_with_outsiders(parse_address("kim@hanbit.example"))
    assert not company.is_list_with_outsiders(parse_address("p@o.example"))


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
MEMBERS = st.sampled_from([*LOCALS, "kim", "lee", "p@o.example", "q@o.example", "no address", "", "o!p@hanbit.example"])
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
    assert not organization(**inside).is_list_with_outsiders(parse_address(at(sender)))


# Large lists are looked at when somebody writes to them, and once


def lazily(members: list[str] | None) -> tuple[Organization, CountingReader]:
    """A company whose list ``big`` has members that are read when needed; ``outer`` holds it."""
    texts = None if members is None else tuple(at(member) for member in members)
    reader = CountingReader(texts)
    lists = (
        MailingList(parse_address("big@hanbit.example"), "Big", LazyMembers(digest_of(texts or ()), reader)),
        mailing_list("outer@hanbit.example", ["big@hanbit.example", "park@hanbit.example"]),
        mailing_list("small@hanbit.example", ["kim@hanbit.example"]),
    )
    return Organization(Policy(Company((DomainRule("hanbit.example"),)), lists=lists)), reader


def test_a_message_to_others_does_not_look_into_a_large_list() -> None:
    company, reader = lazily(["kim", "p@o.example"])
    leaves(company, "lee@hanbit.example, small@hanbit.example", "x@o.example")
    assert company.classify(parse_address("small@hanbit.example")) is IN
    assert company.may_send_as(parse_address("small@hanbit.example"), (parse_address("kim@hanbit.example"),))
    assert not company.is_list_with_outsiders(parse_address("small@hanbit.example"))
    assert company.list_at(parse_address("big@hanbit.example")) is not None
    assert reader.reads == 0


def test_a_large_list_is_looked_into_once_however_it_is_reached() -> None:
    company, reader = lazily(["kim", "p@o.example"])
    assert told(leaves(company, "big@hanbit.example")) == ["kim internal < big", "p external < big"]
    assert told(leaves(company, "", "outer@hanbit.example")) == [
        "kim internal < big < outer",
        "p external < big < outer",
        "park internal < outer",
    ]
    assert company.classify(parse_address("outer@hanbit.example")) is OUT
    assert company.is_list_with_outsiders(parse_address("big@hanbit.example"))
    assert company.count_of(parse_address("outer@hanbit.example")) == 3
    assert reader.reads == 1


def test_a_large_list_that_can_no_longer_be_read_is_unknown() -> None:
    company, _reader = lazily(None)
    (big,) = leaves(company, "big@hanbit.example")
    assert (big.recipient_class, big.unknown_reason) == (UNKNOWN, UnknownReason.NOT_READABLE)
    assert company.classify(parse_address("outer@hanbit.example")) is UNKNOWN
    assert not company.is_list_with_outsiders(parse_address("big@hanbit.example"))
    assert company.count_of(parse_address("big@hanbit.example")) is None


def outlined(graph: dict[str, list[str] | None], more: int = 0) -> tuple[Organization, list[CountingReader]]:
    """The organization of a graph whose members are all read when needed and tell an outline before; and more lists."""
    texts = {name: None if members is None else tuple(map(at, members)) for name, members in graph.items()}
    readers = {name: CountingReader(members, has_outline=True) for name, members in texts.items()}
    lists = [
        MailingList(parse_address(at(name)), "", LazyMembers(digest_of(texts[name] or ()), reader))
        for name, reader in readers.items()
    ]
    others = [mailing_list(f"other{place}@hanbit.example", ["kim@hanbit.example"]) for place in range(more)]
    company = Company((DomainRule("hanbit.example"),))
    return Organization(Policy(company, lists=(*lists, *others))), list(readers.values())


@pytest.mark.parametrize(
    ("members", "more", "reads"),
    [
        (["kim", "p@o.example"], 0, 0),
        (["kim", "kim", "KIM"], 0, 0),
        (["kim", "p@o.example"], FEW - 1, 0),
        (["kim", "p@o.example"], FEW, 1),
        (["kim", "other0"], 1, 1),
        (["kim", "a"], 0, 1),
        (["kim", "no address"], 0, 1),
        (["kim", "o.example!p@hanbit.example"], 0, 1),
        ([], 0, 1),
        (None, 0, 1),
    ],
)
def test_a_list_is_parsed_for_its_count_and_class_only_where_its_outline_does_not_tell(
    members: list[str] | None, more: int, reads: int
) -> None:
    company, (reader,) = outlined({"a": members}, more)
    address = parse_address("a@hanbit.example")
    found = company.count_of(address), company.classify(address), company.is_list_with_outsiders(address)
    assert reader.reads == reads
    plain = organization(a=members, **{f"other{place}": ["kim"] for place in range(more)})
    assert found == (plain.count_of(address), plain.classify(address), plain.is_list_with_outsiders(address))


@given(GRAPHS)
def test_an_outline_tells_what_the_expansion_tells(graph: dict[str, list[str] | None]) -> None:
    plain, (company, _readers) = organization(**graph), outlined(graph)
    for name in graph:
        address = parse_address(at(name))
        assert company.count_of(address) == plain.count_of(address)
        assert company.classify(address) is plain.classify(address)
        assert company.is_list_with_outsiders(address) is plain.is_list_with_outsiders(address)
        assert company.members_of(address) == plain.members_of(address)


def test_a_message_whose_recipients_stay_is_expanded_once() -> None:
    company = organization(sales=["kim", "p@o.example"])
    draft = Draft(to=parse_field("sales@hanbit.example"), subject="a")
    first = company.reached(draft)
    assert company.reached(replace(draft, subject="b", body="c")) is first
    assert first.outside == tuple(leaf for leaf in first.recipients if leaf.outside)
    assert first.outside_texts == ("p@o.example",)


def test_each_message_gets_its_own_answer_whatever_another_thread_asks_meanwhile() -> None:
    company = organization()
    kim, other = parse_address("kim@hanbit.example"), Draft(to=parse_field("p@o.example"))

    class Interrupted(Mailbox, frozen=True):
        """Comparing it takes so long that somebody else asks in between."""

        def __eq__(self, entry: object) -> bool:
            if isinstance(entry, Interrupted):
                company.recipients(other)
                return True
            return False

        __hash__ = None  # type: ignore[assignment]  # it is compared only

    company.recipients(Draft(to=(Interrupted(kim),)))
    (found,) = company.recipients(Draft(to=(Interrupted(kim),)))
    assert found.address == kim


@pytest.mark.parametrize("field", Field)
def test_other_recipients_are_expanded_anew(field: Field) -> None:
    company = organization(sales=["kim"])
    draft = Draft(to=parse_field("lee@hanbit.example"), cc=parse_field("lee@hanbit.example"))
    before = company.recipients(draft)
    after = company.recipients(draft.with_entries(field, parse_field("sales@hanbit.example")))
    assert "kim" in {leaf.address.local for leaf in after}
    assert company.recipients(draft) == before


@pytest.mark.parametrize("other", ["Other <kim@hanbit.example>", "KIM@hanbit.example"])
def test_another_spelling_of_the_same_recipient_is_another_question(other: str) -> None:
    company = organization()
    first = leaves(company, "kim@hanbit.example")
    assert leaves(company, other) != first


@given(GRAPHS)
def test_the_count_of_a_list_is_that_of_its_leaves(graph: dict[str, list[str] | None]) -> None:
    company = organization(**graph)
    for name in graph:
        address = parse_address(at(name))
        members = company.members_of(address)
        is_unknown = any(leaf.address == address for leaf in members)
        assert company.count_of(address) == (None if is_unknown else len(members))
    assert company.count_of(parse_address("kim@hanbit.example")) is None


ENTRIES = st.lists(st.sampled_from([*LOCALS, "kim", "lee", "p@o.example", "KIM@hanbit.example"]), max_size=4)


@given(GRAPHS, ENTRIES, ENTRIES, ENTRIES)
def test_the_leaves_of_a_message_are_those_of_its_lists_and_people_one_by_one(
    graph: dict[str, list[str] | None], to: list[str], cc: list[str], bcc: list[str]
) -> None:
    company = organization(**graph)
    fields = {Field.TO: to, Field.CC: cc, Field.BCC: bcc}
    expected: dict[str, Recipient] = {}
    for field, names in fields.items():
        for name in names:
            address = parse_address(at(name))
            person = Recipient(address, company.classify(address))
            for leaf in company.members_of(address) or (person,):
                there = expected.get(leaf.address.key, leaf)
                added = () if field in there.fields else (field,)
                expected[leaf.address.key] = msgspec.structs.replace(there, fields=there.fields + added)
    found = leaves(company, *(", ".join(map(at, names)) for names in fields.values()))
    assert found == tuple(expected.values())
    assert company.reached(Draft(to=parse_field(", ".join(map(at, to))))).outside == tuple(
        leaf for leaf in leaves(company, ", ".join(map(at, to))) if leaf.outside
    )


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
