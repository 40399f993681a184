"""Address fields as people type and paste them, and as hostile mail writes them."""

from __future__ import annotations

import re
from unicodedata import normalize

import email_validator
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.address import (
    Address,
    Entry,
    Group,
    Mailbox,
    Malformed,
    MalformedAddressError,
    format_entry,
    format_field,
    parse_address,
    parse_field,
)
from policy.addresses.encoded_words import decode_words
from policy.addresses.fault import AddressFault
from policy.addresses.form import examined_parts, ordinary_parts
from policy.addresses.piece import clean_name, take_apart

A, B, C = (Mailbox(parse_address(f"{name}@x.example")) for name in "abc")
SYNTAX, NO_AT, EMPTY = AddressFault.SYNTAX, AddressFault.NO_AT, AddressFault.EMPTY
UNDECODABLE = AddressFault.UNDECODABLE


def box(address: str, name: str = "") -> Mailbox:
    """A mailbox by its parts."""
    return Mailbox(parse_address(address), name)


def bad(text: str, fault: AddressFault, start: int = 0) -> Malformed:
    """A malformed piece that begins at ``start``."""
    return Malformed(text, fault, start, start + len(text))


FIELDS: list[tuple[str, list[Entry]]] = [
    ("", []),
    (" \t\r\n ,, ; ", []),
    ("a@x.example", [A]),
    ("a@x.example,", [A]),
    ("a@x.example; b@x.example", [A, B]),
    ("a@x.example\nb@x.example\r\nc@x.example\n", [A, B, C]),
    ("a@x.example\n\tb@x.example\n   c@x.example", [A, B, C]),
    ("a@x.example\tb@x.example\t\tc@x.example", [A, B, C]),
    ("A <a@x.example>\tB <b@x.example>", [box("a@x.example", "A"), box("b@x.example", "B")]),
    ("a@x.example\u2028b@x.example", [A, B]),
    ("<a@x.example>", [A]),
    ("< a@x.example >", [A]),
    ("a @ x.example", [A]),
    ("Kim M. J. <a@x.example>", [box("a@x.example", "Kim M. J.")]),
    ("Kim  Min-ji\t<a@x.example>", [box("a@x.example", "Kim Min-ji")]),
    ("Kim<a@x.example>", [box("a@x.example", "Kim")]),
    ("O'Neil & Söhne <a@x.example>", [box("a@x.example", "O'Neil & Söhne")]),
    ("김　민지 <a@x.example>", [box("a@x.example", "김　민지")]),
    ('"Last, First" <a@x.example>', [box("a@x.example", "Last, First")]),
    ('"a \\"b\\" \\\\ c" <a@x.example>', [box("a@x.example", 'a "b" \\ c')]),
    ('"b@y.example" <a@x.example>', [box("a@x.example", "b@y.example")]),
    ('Kim "Mike" Lee <a@x.example>', [box("a@x.example", "Kim Mike Lee")]),
    ('"a b"@x.example', [box('"a b"@x.example')]),
    ('"a,b@c"@x.example, b@x.example', [box('"a,b@c"@x.example'), B]),
    ('Q <"a>b"@x.example>', [box('"a>b"@x.example', "Q")]),
    ("a@[IPv6:2001:db8::1], b@x.example", [box("a@[IPv6:2001:db8::1]"), B]),
    # comments
    ("a@x.example (Kim (Min) ji)", [box("a@x.example", "Kim (Min) ji")]),
    ("Kim (x, y; z) <a(his account)@x.example> (end)", [box("a@x.example", "Kim")]),
    ("(first) a@x.example, b@x.example", [box("a@x.example", "first"), B]),
    ("a@x.example (\\) still)", [box("a@x.example", "\\) still")]),
    ("a@x.example\t(Kim)", [box("a@x.example", "Kim")]),
    ("(only)", [bad("(only)", EMPTY)]),
    ("a@x.example (, b@x.example, ), c@x.example", [bad("a@x.example (, b@x.example, )", SYNTAX), C]),
    ("(, b@x.example, )", [bad("(, b@x.example, )", SYNTAX)]),
    ("(((( a@x.example, b@x.example", [bad("(((( a@x.example", SYNTAX), B]),
    ("( a@x.example\n) b@x.example", [bad("( a@x.example", SYNTAX), bad(") b@x.example", SYNTAX, 14)]),
    # encoded words
    ("=?utf-8?q?Kim=2C?= =?utf-8?b?TWlu?= <a@x.example>", [box("a@x.example", "Kim,Min")]),
    ("=?UTF-8?B?6rmA66+87KeA?= (x) <a@x.example>", [box("a@x.example", "김민지")]),
    ("=?utf-8?q?=22=2Cb=40y=2Eexample?= <a@x.example>", [box("a@x.example", '",b@y.example')]),
    ("=?utf-8?q?a=0D=0ABcc=3A_b?= <a@x.example>", [box("a@x.example", "a Bcc: b")]),
    ('"=?utf-8?q?Kim?=" <a@x.example>', [box("a@x.example", "=?utf-8?q?Kim?=")]),
    # groups
    ("Friends: a@x.example, B <b@x.example>;", [Group("Friends", (A, box("b@x.example", "B")))]),
    ("F: a@x.example;, c@x.example", [Group("F", (A,)), C]),
    ("F: a@x.example; c@x.example", [Group("F", (A,)), C]),
    ("undisclosed-recipients:;", [Group("undisclosed-recipients", ())]),
    ('"Last, First: x" : a@x.example;', [Group("Last, First: x", (A,))]),
    ('"": a@x.example;', [Group("", (A,))]),
    ("=?utf-8?q?F=3B?=: a@x.example\nb@x.example;", [Group("F;", (A, B))]),
    ("F: a@x.example, oops;", [Group("F", (A, bad("oops", NO_AT, 16)))]),
    ("F: G: a@x.example;;", [Group("F", (bad("G: a@x.example", SYNTAX, 3),))]),
    ("F: a@x.example, b@x.example", [bad("F: a@x.example", SYNTAX), B]),
    ('F: a@x.example, "b;" <b@x.example>', [bad("F: a@x.example", SYNTAX), box("b@x.example", "b;")]),
    (": a@x.example; b@x.example", [bad(": a@x.example", SYNTAX), B]),
    ("a@x.example: b@x.example; c@x.example", [bad("a@x.example: b@x.example", SYNTAX), C]),
    # groups with comments
    ("undisclosed:; (note)", [Group("undisclosed", ())]),
    ("undisclosed:;(one) (two (inner)), c@x.example", [Group("undisclosed", ()), C]),
    ("F:; (note); b@x.example", [Group("F", ()), B]),
    ("F: (nobody (that I know)) ;", [Group("F", ())]),
    ("Team (x): a@x.example;", [Group("Team", (A,))]),
    ("(x) Team (y)\t: a@x.example; (z)", [Group("Team", (A,))]),
    ("Team(x)Two: a@x.example;", [Group("Team Two", (A,))]),
    ('"Team (x)" (y): a@x.example;', [Group("Team (x)", (A,))]),
    ("F (a, b; c: d <e>): a@x.example;", [Group("F", (A,))]),
    ("F (\\) still): a@x.example;", [Group("F", (A,))]),
    ("F: (x) a@x.example, b@x.example (y);", [Group("F", (box("a@x.example", "x"), box("b@x.example", "y")))]),
    (
        "A Group(Some people):Chris Jones <c@(Chris's host.)x.example>, b@x.example; (the end of the group)",
        [Group("A Group", (box("c@x.example", "Chris Jones"), B))],
    ),
    ("(x): a@x.example;", [bad("(x): a@x.example", SYNTAX)]),
    ("F (x: a@x.example;", [bad("F (x: a@x.example", SYNTAX)]),
    ("F (b@x.example): a@x.example;", [bad("F (b@x.example): a@x.example", SYNTAX)]),
    ("F:; (b@x.example)", [Group("F", ()), bad("(b@x.example)", SYNTAX, 4)]),
    ("F: (b@x.example);", [Group("F", (bad("(b@x.example)", SYNTAX, 3),))]),
    ("F: (x), a@x.example;", [Group("F", (bad("(x)", EMPTY, 3), A))]),
    ("F:; (open", [Group("F", ()), bad("(open", SYNTAX, 4)]),
    ("F:; (x\ufdd0)", [Group("F", ()), bad("(x\ufdd0)", UNDECODABLE, 4)]),
    ("F:; (x) note", [Group("F", ()), bad("(x) note", NO_AT, 4)]),
    ("a@x.example; (note)", [A, bad("(note)", EMPTY, 13)]),
    # joiners that a script needs (RFC 5892, appendix A)
    ("F: Kim <a@\u0915\u094d\u200d\u0937.example>;", [Group("F", (box("a@xn--11b2ezcw70k.example", "Kim"),))]),
    ("a@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example (x)", [box("a@xn--mgba3gch31f060k.example", "x")]),
    # a name above its address
    ("Kim\r\n <a@x.example>", [box("a@x.example", "Kim")]),
    ("Kim Min-ji\n<a@x.example>\nLee\n<b@x.example>", [box("a@x.example", "Kim Min-ji"), box("b@x.example", "Lee")]),
    ("c@x.example\n<a@x.example>", [C, A]),
    ("Kim\na@x.example", [bad("Kim", NO_AT), box("a@x.example")]),
    # commas in names, where semicolons separate
    ("Kim, Min <a@x.example>; Lee, Su <b@x.example>", [box("a@x.example", "Kim, Min"), box("b@x.example", "Lee, Su")]),
    ("Kim, Min <a@x.example>", [bad("Kim", NO_AT), box("a@x.example", "Min")]),
    (
        "Kim, Min <a@x.example>, Lee; c@x.example",
        [bad("Kim", NO_AT), box("a@x.example", "Min"), bad("Lee", NO_AT, 24), C],
    ),
    ("F: Kim, Min <a@x.example>;", [Group("F", (bad("Kim", NO_AT, 3), box("a@x.example", "Min")))]),
    ("Kim, <a@x.example>; c@x.example", [bad("Kim", NO_AT), A, C]),
    # octets that are no text
    ("l\ufdd0e@x.example, b@x.example", [bad("l\ufdd0e@x.example", UNDECODABLE), B]),
    ("J\ufdd0rgen <a@x.example>", [bad("J\ufdd0rgen <a@x.example>", UNDECODABLE)]),
    ('"J\udcfcrgen" <a@x.example>', [bad('"J\udcfcrgen" <a@x.example>', UNDECODABLE)]),
    ("l\ufffde@x.example", [bad("l\ufffde@x.example", UNDECODABLE)]),
    ("J\ufffdrgen <a@x.example>", [box("a@x.example", "J\ufffdrgen")]),
    ("=?utf-8?q?J=FCrgen?= <a@x.example>", [box("a@x.example", "J\ufffdrgen")]),
    ("=?utf-8?q?J=EF=B7=90rgen?= <a@x.example>", [box("a@x.example", "J\ufffdrgen")]),
    ("F\ufdd0: a@x.example;", [Group("F\ufffd", (bad("F\ufdd0", UNDECODABLE), A))]),
    # what does not fit
    ("Kim", [bad("Kim", NO_AT)]),
    ("  Kim , a@x.example", [bad("Kim", NO_AT, 2), A]),
    ("<>", [bad("<>", EMPTY)]),
    ("Kim <>", [bad("Kim <>", EMPTY)]),
    ("Kim <a@x.example", [bad("Kim <a@x.example", SYNTAX)]),
    ("Kim <a@x.example, Lee <b@x.example>", [bad("Kim <a@x.example", SYNTAX), box("b@x.example", "Lee")]),
    ("Kim <a@x.example> Lee", [bad("Kim <a@x.example> Lee", SYNTAX)]),
    ("<a@x.example> <b@x.example>", [bad("<a@x.example> <b@x.example>", SYNTAX)]),
    ("<<a@x.example>>", [bad("<<a@x.example>>", SYNTAX)]),
    ("b@x.example <a@x.example>", [bad("b@x.example <a@x.example>", SYNTAX)]),
    ("a@x.example b@x.example", [bad("a@x.example b@x.example", SYNTAX)]),
    ("<@r.example,@s.example:a@x.example>", [bad("<@r.example,@s.example:a@x.example>", SYNTAX)]),
    ("<@r.example:a@x.example>", [bad("<@r.example:a@x.example>", SYNTAX)]),
    ("a@b@x.example", [bad("a@b@x.example", SYNTAX)]),
    ("[Team] <a@x.example>", [bad("[Team] <a@x.example>", SYNTAX)]),
    ('"Kim <a@x.example>, b@x.example', [bad('"Kim <a@x.example>', SYNTAX), B]),
    (
        '"Kim <a@x.example>\n"Lee <b@x.example>',
        [bad('"Kim <a@x.example>', SYNTAX), bad('"Lee <b@x.example>', SYNTAX, 19)],
    ),
    (
        '"Kim <c@x.example>, b@x.example, "Lee" <a@x.example>',
        [bad('"Kim <c@x.example>, b@x.example, "Lee" <a@x.example>', SYNTAX)],
    ),
    ("a\\@b@x.example", [bad("a\\@b@x.example", SYNTAX)]),
    ("a@x.example\u200b, b@x.example", [bad("a@x.example\u200b", AddressFault.INVISIBLE), B]),
    ("\u200b", [bad("\u200b", NO_AT)]),
    ("Kim <\u0338a@x.example>", [bad("Kim <\u0338a@x.example>", AddressFault.LOCAL_PART)]),
    ("Kim <a@x.example>\u0338", [bad("Kim <a@x.example>\u0338", SYNTAX)]),
]


@pytest.mark.parametrize(("text", "expected"), FIELDS, ids=[ascii(text)[:70] for text, _ in FIELDS])
def test_a_field_is_read_whole(text: str, expected: list[Entry]) -> None:
    assert parse_field(text) == tuple(expected)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Kim.Min-ji+tag@HANBIT.example", Address("Kim.Min-ji+tag", "hanbit.example")),
        (" kim@hanbit.example ", Address("kim", "hanbit.example")),
        ("Info@hanbit.example", Address("Info", "hanbit.example")),
        ('"kim"@hanbit.example', Address("kim", "hanbit.example")),
        ('"k\\im"@hanbit.example', Address("kim", "hanbit.example")),
        ('"k\\"m"@hanbit.example', Address('"k\\"m"', "hanbit.example")),
        ('"k..m"@hanbit.example', Address('"k..m"', "hanbit.example")),
        ('"a\u037eb"@hanbit.example', Address('"a\u037eb"', "hanbit.example")),
        ("김민지@hanbit.example", Address("김민지", "hanbit.example")),
        ("kim@faß.de", Address("kim", "xn--fa-hia.de")),
        (f"{'k' * 100}@hanbit.example", Address("k" * 100, "hanbit.example")),
    ],
)
def test_an_address_is_kept_as_written_without_needless_quotes(text: str, address: Address) -> None:
    assert parse_address(text) == address


def test_a_malformed_address_says_where_it_stands() -> None:
    with pytest.raises(MalformedAddressError) as caught:
        parse_address("  kim ")
    assert caught.value.malformed == bad("kim", NO_AT, 2)


@pytest.mark.parametrize(
    ("text", "culprit"),
    [
        ("le\u180be@x.example", 2),
        ("lee@x\u00ad.example", 5),
        ("lee@x\u2024example", 5),
        ("Kim \u200d <le\u180be@x.example>", 9),
        ("Kim <le(c)e\u180b@x.example>", 11),
        ("\u200b", 0),
        ("le\u200be", 2),
        ("l\ufffde@x.example", 1),
        ("J\ufdd0 <l\ufdd0e@x.example>", 1),
        ("lee@@x.example", None),
        ("Kim \u200d <lee>", None),
    ],
)
def test_what_nobody_sees_in_an_address_is_found_at_its_place(text: str, culprit: int | None) -> None:
    (found,) = parse_field(text)
    assert isinstance(found, Malformed)
    assert found.culprit == culprit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim@Hanbit.Example", "kim@hanbit.example"),
        ('"kim"@hanbit.example', "kim@hanbit.example"),
        ("\u1100\u1175\u11b7@hanbit.example", "김@hanbit.example"),
        ("STRASSE@hanbit.example", "straße@hanbit.example"),
        ("kim@[IPv6:2001:DB8::1]", "kim@[ipv6:2001:db8::1]"),
    ],
)
def test_two_spellings_of_one_mailbox_share_a_key(one: str, other: str) -> None:
    assert parse_address(one).key == parse_address(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kim@hanbit.example", "kim@hanbit-shop.example"),
        ("k.im@hanbit.example", "kim@hanbit.example"),
        ("kim+a@hanbit.example", "kim@hanbit.example"),
        ('"kim "@hanbit.example', "kim@hanbit.example"),
        ("k\u0456m@hanbit.example", "kim@hanbit.example"),
    ],
)
def test_different_mailboxes_have_different_keys(one: str, other: str) -> None:
    assert parse_address(one).key != parse_address(other).key


def test_a_needlessly_quoted_address_has_the_key_of_the_plain_one() -> None:
    assert Address('"Kim"', "hanbit.example").key == "kim@hanbit.example"


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("=?euc-kr?B?sei5zsH2?=", "김민지"),
        ("=?iso-2022-jp?B?GyRCOzNFRBsoQg==?=", "山田"),
        ("=?utf-8?q?=EA=B9?= =?utf-8?q?=80?=", "김"),
        ("=?utf-8*ko?Q?a_b?= c", "a b c"),
        ("=?utf-8?b?TWlu", "=?utf-8?b?TWlu"),
        ("=?utf-8?b?T?=", "=?utf-8?b?T?="),
        ("=?punycode?q?a-b?=", "=?punycode?q?a-b?="),
        ("=?no-such?q?a?=", "=?no-such?q?a?="),
        ("=?iso-2022-zz?q?a?=", "=?iso-2022-zz?q?a?="),
        ("=?utf-8?q?김?=", "=?utf-8?q?김?="),
        ("=?utf-8?q?=FF?=", "\ufffd"),
    ],
)
def test_encoded_words_are_decoded_or_left_alone(text: str, decoded: str) -> None:
    assert decode_words(text) == decoded


ENDLESS = {
    "one line of a megabyte": "a" * 1_000_000,
    "commas": "," * 100_000,
    "comments in comments": "(" * 10_000 + ")" * 10_000,
    "comments that stay open": "(" * 100_000,
    "comments half of which stay open": "(()" * 50_000,
    "one quote too many": '"' * 100_001,
    "escaped quotes": '"\\' * 50_000,
    "open brackets": "<" * 100_000,
    "quotes between brackets": '<"' * 50_001,
    "brackets in literals": '<["]' * 50_000,
    "literals": "[" * 100_000,
    "colons": "a:" * 50_000,
    "groups": "a:" * 50_000 + ";",
    "comments in the name of a group": "(a)" * 50_000 + "a: b;",
    "comments behind a group": "a:;" + "(a);" * 50_000,
    "comments in a group": "a:" + "(a)," * 50_000 + ";",
    "tabs": "a\t" * 100_000,
    "names above nothing": "a\n" * 50_000 + "<",
    "at signs": "@" * 100_000,
    "dots": "a." * 100_000 + "@",
    "encoded words": "=?a?q?" * 50_000 + "<a@x.example>",
    "a long domain": "a@" + "xn--a" * 50_000,
    "marks": "a" + "\u0300" * 100_000 + " <a@x.example>",
    "white space": " \t\n" * 100_000 + "<",
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_hostile_fields_are_read_to_their_end(text: str) -> None:
    assert_nothing_is_lost(text)


def test_a_hundred_thousand_addresses_are_all_there() -> None:
    assert len(parse_field("a@x.example," * 100_000)) == 100_000


def assert_nothing_is_lost(text: str) -> None:
    """Every malformed piece stands where it says, and no @ outside quotes and comments is left over."""
    entries = parse_field(text)
    pieces = [entry for entry in flat(entries) if isinstance(entry, Malformed)]
    assert all(text[piece.start : piece.end] == piece.text == piece.text.strip() != "" for piece in pieces)
    assert [piece.start for piece in pieces] == sorted({piece.start for piece in pieces})
    if re.sub(r"[\s,;]", "", text):
        assert entries


def flat(entries: tuple[Entry, ...]) -> list[Mailbox | Malformed]:
    """The entries with groups dissolved."""
    return [one for entry in entries for one in (entry.members if isinstance(entry, Group) else (entry,))]


FRAGMENTS = st.sampled_from(
    ["a@x.example", "b", "Kim", '"', "\\", "(", ")", "<", ">", "@", ",", ";", ":", "[", "]", " ", "\t", "\n", "\r\n",
     ".", "=?utf-8?q?k?=", "\u200b", "\u200d", "김", "\u0338", "\ud800", "\ufdd0", "\ufffd", '"q, q"', "<c@x.example>"]
)  # fmt: skip
ANY_FIELD = st.lists(FRAGMENTS, max_size=14).map("".join) | st.text(max_size=30)


@given(ANY_FIELD)
def test_nothing_is_lost_of_any_text(text: str) -> None:
    assert_nothing_is_lost(text)


@given(st.lists(FRAGMENTS, max_size=14).map("".join))
def test_every_written_address_is_read_named_or_in_the_way(text: str) -> None:
    read = " ".join(
        f"{one.name} {one.address}" if isinstance(one, Mailbox) else one.text for one in flat(parse_field(text))
    )
    assert read.count("a@x.") >= text.count("a@x.")


@given(ANY_FIELD)
def test_reading_what_was_formatted_finds_the_same_recipients(text: str) -> None:
    entries = parse_field(text)
    if not any(isinstance(one, Malformed) for one in flat(entries)):
        assert parse_field(format_field(entries)) == entries


NAMES = st.text(max_size=20).map(clean_name) | st.lists(FRAGMENTS, max_size=6).map("".join).map(clean_name)
ADDRESSES = st.sampled_from(
    ["a@x.example", "b.c+d@Y.example", '"a b"@x.example', '"a\\"@,<>:;(b"@x.example', "김@한빛.example",
     "a@[192.0.2.1]", "a@[IPv6:2001:db8::1]", "a@localhost"]
).map(parse_address)  # fmt: skip
MAILBOXES = st.builds(Mailbox, ADDRESSES, NAMES)
ENTRIES = MAILBOXES | st.builds(Group, NAMES, st.lists(MAILBOXES, max_size=3).map(tuple))


@given(st.lists(ENTRIES, max_size=5).map(tuple))
def test_formatting_and_reading_give_the_same_entries(entries: tuple[Entry, ...]) -> None:
    assert parse_field(format_field(entries)) == entries


@given(st.text(max_size=30) | st.lists(FRAGMENTS, max_size=8).map("".join))
def test_no_name_makes_another_recipient(name: str) -> None:
    mailbox = Mailbox(A.address, name)
    assert parse_field(format_entry(mailbox)) == (Mailbox(A.address, clean_name(name)),)


def test_a_malformed_piece_is_formatted_as_it_was_typed() -> None:
    entries = parse_field("a@x.example, Kim <, F: oops;")
    assert format_field(entries) == "a@x.example, Kim <, F: oops;"


ALPHABET = "aB9.-_+@x!'"
PLAIN = st.text(alphabet=ALPHABET, max_size=12).map(lambda text: f"{text}@a.example") | st.text(
    alphabet=ALPHABET, max_size=12
).map(lambda text: f"a@{text}")


@given(PLAIN)
def test_the_short_way_accepts_only_what_the_long_way_accepts(text: str) -> None:
    short = ordinary_parts(text)
    assert short is None or short == examined_parts(text)


@given(PLAIN, st.text(alphabet=" aB.'-김", max_size=6))
def test_a_plain_piece_is_read_as_the_long_way_reads_it(address: str, name: str) -> None:
    parts = take_apart(f"{name}<{address}>".strip())
    assert parts is not None
    try:
        expected: Entry = Mailbox(parse_address(parts.address), parts.name)
    except MalformedAddressError as error:
        text = f"{name}<{address}>"
        stripped = text.strip()
        expected = Malformed(stripped, error.malformed.fault, text.index(stripped), len(text))
    piece = SYNTAX if "@" in name else expected
    assert parse_field(f"{name}<{address}>") == (piece,)


@given(st.text(alphabet="ab.\u00df한\u0301\u212a\u037e'\"", min_size=1, max_size=8))
def test_every_address_that_is_read_is_one_for_email_validator_too(local: str) -> None:
    found = examined_parts(f"{local}@a.example")
    if not isinstance(found, AddressFault):
        again = email_validator.validate_email(
            "@".join(found), check_deliverability=False, allow_quoted_local=True, globally_deliverable=False
        )
        assert again.local_part == normalize("NFC", found[0])


@given(ANY_FIELD)
def test_what_stood_in_the_way_still_does_after_formatting(text: str) -> None:
    entries = parse_field(text)
    again = flat(parse_field(format_field(entries)))
    if any(isinstance(one, Malformed) for one in flat(entries)):
        assert any(isinstance(one, Malformed) for one in again)


@given(ANY_FIELD)
def test_a_culprit_is_a_character_of_its_piece(text: str) -> None:
    for one in flat(parse_field(text)):
        if isinstance(one, Malformed) and one.fault in (AddressFault.INVISIBLE, UNDECODABLE):
            assert one.culprit is not None
            assert 0 <= one.culprit < len(one.text)
