"""The members of a list: parsed once, known by a digest, read only where they are needed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policy.address import Address, Group, Mailbox, Malformed, parse_field
from policy.addresses.form import LONGEST, is_ordinary_local, ordinary_parts
from policy.document import members_in
from policy.lists.members import (
    LazyMembers,
    MembersGoneError,
    ParsedMembers,
    PlainReader,
    digest_of,
    mailboxes,
    parse_members,
    parsed_members,
)
from tests.calls import calls
from tests.policy.support import CountingReader

TEXTS = ("kim@hanbit.example", "Lee <lee@hanbit.example>", "no address")


def lazy(texts: tuple[str, ...] | None, of: tuple[str, ...] = TEXTS) -> tuple[LazyMembers, CountingReader]:
    """Members known to be ``of``, of which ``texts`` can be read."""
    reader = CountingReader(texts)
    return LazyMembers(digest_of(of), reader), reader


# Lazily


def test_members_read_when_needed_are_the_same_sequence() -> None:
    members, _reader = lazy(TEXTS)
    assert list(members) == list(TEXTS)
    assert len(members) == 3
    assert members[0] == TEXTS[0]
    assert members[1:] == TEXTS[1:]
    assert TEXTS[2] in members
    assert hash(members) == hash(TEXTS)


def test_nothing_is_read_to_compare_or_print_them() -> None:
    members, reader = lazy(TEXTS)
    other, _ = lazy(TEXTS)
    different, _ = lazy(None, TEXTS[1:])
    assert members == TEXTS
    assert members == TEXTS
    assert members == other
    assert members != TEXTS[1:]
    assert members != different
    assert members != list(TEXTS)
    assert digest_of(members) == digest_of(TEXTS)
    assert members.digest[:12] in repr(members)
    assert reader.reads == 0


def test_members_that_can_no_longer_be_read_are_never_taken_for_none_at_all() -> None:
    members, _reader = lazy(None)
    for look in (list, len, hash):
        with pytest.raises(MembersGoneError):
            look(members)
    assert parsed_members(members) is None


@pytest.mark.parametrize("other", [(), TEXTS[:2], TEXTS[::-1], (*TEXTS, ""), ("".join(TEXTS),), ('["a","b"]',)])
def test_other_members_or_another_order_have_another_digest(other: tuple[str, ...]) -> None:
    assert digest_of(other) != digest_of(TEXTS)


# Parsed


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), ParsedMembers()),
        (("", "  "), ParsedMembers()),
        (("a@b.example",), ParsedMembers(("a@b.example",), ("a",), ("b.example",), ("",))),
        (("A@B.example",), ParsedMembers(("a@b.example",), ("A",), ("b.example",), ("",))),
        (("A <a@b.example>",), ParsedMembers(("a@b.example",), ("a",), ("b.example",), ("A",))),
        (("A <a@b.example>", "a@b.example"), ParsedMembers(("a@b.example",), ("a",), ("b.example",), ("A",))),
        (("a@b.example", "A <a@b.example>"), ParsedMembers(("a@b.example",), ("a",), ("b.example",), ("",))),
        (("oops",), ParsedMembers(has_fault=True)),
        (("oops", "a@b.example"), ParsedMembers(("a@b.example",), ("a",), ("b.example",), ("",), has_fault=True)),
        (
            ("F: a@b.example, oops;", "c@b.example, d@b.example"),
            ParsedMembers(
                ("a@b.example", "c@b.example", "d@b.example"),
                ("a", "c", "d"),
                ("b.example",) * 3,
                ("",) * 3,
                has_fault=True,
            ),
        ),
        (
            ("김@bücher.example",),
            ParsedMembers(("김@xn--bcher-kva.example",), ("김",), ("xn--bcher-kva.example",), ("",)),
        ),
    ],
)
def test_what_members_come_to(texts: tuple[str, ...], expected: ParsedMembers) -> None:
    assert parse_members(texts) == expected
    assert parsed_members(lazy(texts, texts)[0]) == expected


def test_a_part_keeps_the_columns_together() -> None:
    parsed = parse_members(("a@b.example", "C <c@d.example>", "oops", "e@f.example"))
    assert parsed.part(1, 2) == ParsedMembers(("c@d.example",), ("c",), ("d.example",), ("C",), has_fault=True)
    assert parsed.part(0, 3) == parsed


LOCALS = st.sampled_from(
    ["a", "A.b", "user1", "a..b", ".a", "a.", "x!#$%&'*+/=?^_`{|}~-", '"q"', "김", "a b", "", "(c)a"]
)
DOMAINS = st.sampled_from(
    [
        "b.example",
        "B.Example",
        "b",
        "1",
        "b.1",
        "-b",
        "b-.c",
        "xn--a",
        "ab--c",
        "b_c",
        "한빛.example",
        "[192.0.2.1]",
        "b.",
        "",
    ]
)
ADDRESSES = st.builds("{}@{}".format, LOCALS, DOMAINS)
NEAR = st.sampled_from(list(" ,;:<>()@.\"'\\\t\n\r\x00\u00ad\u2024\uff20aA1-"))
LINES = (
    ADDRESSES
    | st.builds("N <{}>".format, ADDRESSES)
    | st.builds("{}{}{}".format, NEAR, ADDRESSES, NEAR)
    | st.lists(ADDRESSES | NEAR, max_size=4).map("".join)
    | st.builds("{}@{}".format, st.text("ab.", max_size=260), st.sampled_from(["b.example", "b." * 100 + "c"]))
    | st.text(max_size=12)
)


@given(st.lists(LINES, max_size=5))
@example(["a@b.example"])
@example([f"{'a' * (LONGEST - 10)}@b.example", f"{'a' * (LONGEST - 9)}@b.example"])
def test_the_quick_way_to_read_a_member_finds_what_the_long_way_finds(lines: list[str]) -> None:
    plain_parts = PlainReader()
    for line in lines:
        parts = plain_parts(line)
        if parts is not None:
            (mailbox,) = parse_field(line)
            assert mailbox == Mailbox(Address(*parts))
            assert Address(*parts).key == line.lower()


@given(LINES)
def test_the_quick_way_is_open_to_every_plain_address(line: str) -> None:
    assert PlainReader()(line) == ordinary_parts(line)


@given(LOCALS | st.text(max_size=5))
def test_a_plain_local_part_is_one_of_a_plain_address(local: str) -> None:
    assert is_ordinary_local(local) == (ordinary_parts(f"{local}@b.example") is not None)


@given(st.lists(LINES, max_size=8))
def test_members_are_parsed_as_fields_one_after_another(lines: list[str]) -> None:
    entries = [entry for line in lines for entry in parse_field(line)]
    first: dict[str, Mailbox] = {}
    for mailbox in mailboxes(entries):
        first.setdefault(mailbox.address.key, mailbox)
    pieces = [piece for entry in entries for piece in (entry.members if isinstance(entry, Group) else (entry,))]
    parsed = parse_members(lines)
    assert parsed.keys == tuple(first)
    assert not any("\n" in key for key in parsed.keys)
    assert list(zip(parsed.locals, parsed.domains, parsed.names, strict=True)) == [
        (mailbox.address.local, mailbox.address.domain, mailbox.name) for mailbox in first.values()
    ]
    assert parsed.has_fault == any(isinstance(piece, Malformed) for piece in pieces)


# In a file


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a@b.example", ("a@b.example",)),
        ("\ta@b.example \u3000", ("a@b.example",)),
        ("", ()),
        (" \t", ()),
        ("#a@b.example", ()),
        ("  # a@b.example", ()),
        ("a@b.example # a", ("a@b.example",)),
        ("a#b@c.example", ("a#b@c.example",)),
        ("a#b@c.example #c", ("a#b@c.example",)),
        ("a@b.example\x85c@d.example", ("a@b.example", "c@d.example")),
    ],
)
def test_what_a_line_of_a_file_holds(line: str, expected: tuple[str, ...]) -> None:
    assert members_in(line) == expected
    assert members_in(f"\ufeffx@y.example\n{line}\r\nz@y.example") == ("x@y.example", *expected, "z@y.example")


def test_many_members_are_parsed_once() -> None:
    members = tuple(f"person{number}@hanbit.example" for number in range(2_000))
    first = parsed_members(members)
    assert calls(lambda: parsed_members(tuple(members))) < 10
    assert parsed_members(tuple(members)) is first
    assert parsed_members((*members[:-1], "x@hanbit.example")) != first
