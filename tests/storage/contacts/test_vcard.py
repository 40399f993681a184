"""Address books of every age and quality give their names and addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.disk.character_sets import decode_bytes
from composer.safe_text import clean
from composer.storage.contacts.vcard import LONGEST_NAME, Card, read_cards
from tests.hostile.corpus import CORPUS


def card(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode()


def legacy(line: str, charset: str) -> bytes:
    """A card of version 2.1 with one line in a charset of its own."""
    return b"BEGIN:VCARD\nVERSION:2.1\n" + line.encode(charset) + b"\nEMAIL;INTERNET:a@x.example\nEND:VCARD\n"


KIM = Card("Kim Min-ji", ("kim@hanbit.example",))
READINGS: dict[str, tuple[bytes, list[Card]]] = {
    "version 3": (card("VERSION:3.0", "FN:Kim Min-ji", "EMAIL;TYPE=INTERNET:kim@hanbit.example"), [KIM]),
    "folded, version 2.1": (
        card("VERSION:2.1", "FN:Kim", " Min-ji", "EMAIL;INTERNET:kim@han", " bit.example", "X-A:b"), [KIM]),
    "folded in Korean, version 2.1": (
        legacy("FN;CHARSET=EUC-KR:김\r\n 민지", "euc-kr"), [Card("김 민지", ("a@x.example",))]),
    "parameters folded, version 2.1": (
        legacy("FN;CHARSET=CP949;\r\n ENCODING=QUOTED-PRINTABLE:=B1=\r\n=E8", "ascii"), [Card("김", ("a@x.example",))]),
    "soft line ends with blanks behind them": (
        legacy("N;CHARSET=UTF-8;QUOTED-PRINTABLE:=EA=B9=80;= \r\n=EB=AF=BC=\t\r\n=EC=A7=80;;;", "utf-8"),
        [Card("김민지", ("a@x.example",))]),
    "soft line ends before an indented line, version 2.1": (
        legacy("FN;ENCODING=QUOTED-PRINTABLE:Kim=20=\r\n Min-ji", "utf-8"), [Card("Kim Min-ji", ("a@x.example",))]),
    "a fold of version 3 behind a card of version 2.1": (
        card("VERSION:2.1", "FN:A", " B", "EMAIL:b@x.example") + card("FN:Kim Mi", " n-ji", "EMAIL:kim@hanbit.example"),
        [Card("A B", ("b@x.example",)), KIM]),
    "version 4": (card("VERSION:4.0", "FN:Kim Min-ji", 'EMAIL;TYPE="work,home";X-A="b:c;d":kim@hanbit.example'), [KIM]),
    "version 2.1": (card("VERSION:2.1", "FN:Kim Min-ji", "EMAIL;INTERNET;PREF:kim@hanbit.example"), [KIM]),
    "lower case": (b"begin:vcard\nfn:Kim Min-ji\nemail:kim@hanbit.example\nend:vcard", [KIM]),
    "byte order mark": (b"\xef\xbb\xbf" + card("FN:Kim Min-ji", "EMAIL:kim@hanbit.example"), [KIM]),
    "group": (card("FN:Kim Min-ji", "item1.EMAIL;type=pref:kim@hanbit.example", "item1.X-ABLabel:work"), [KIM]),
    "folded": (card("FN:Kim Mi", " n-ji", "EMAIL:kim@han", "\tbit.example"), [KIM]),
    "folded within a letter": ("BEGIN:VCARD\nFN:김".encode() + "민".encode()[:1] + b"\n " + "민".encode()[1:]
                               + b"\nEMAIL:a@x.example\nEND:VCARD", [Card("김민", ("a@x.example",))]),
    "escapes": (card("FN:Kim\\, Min\\;ji\\\\ \\nHanbit", "EMAIL:a@x.example"),
                [Card("Kim, Min;ji\\ Hanbit", ("a@x.example",))]),
    "quoted-printable": (card("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=EA=B9=80=EB=AF=BC=", "=EC=A7=80",
                              "EMAIL:a@x.example"), [Card("김민지", ("a@x.example",))]),
    "quoted-printable in korean": (card("FN;CHARSET=EUC-KR;QUOTED-PRINTABLE:=B1=E8=B9=CE=C1=F6", "EMAIL:a@x.example"),
                                   [Card("김민지", ("a@x.example",))]),
    "quoted-printable in a set that is a program": (
        card("FN;CHARSET=unicode_escape;QUOTED-PRINTABLE:=5Cx1b=5Czz", "EMAIL:a@x.example"),
        [Card("x1bzz", ("a@x.example",))]),
    "quoted-printable at the end of the file": (
        b"BEGIN:VCARD\nEMAIL:a@x.example\nFN;QUOTED-PRINTABLE:Kim=", [Card("Kim", ("a@x.example",))]),
    "quoted-printable with indented lines": (
        card("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=EA=B9=80=EB=AF=BC=", " =EC=A7=80", "EMAIL:a@x.example"),
        [Card("김민지", ("a@x.example",))]),
    "quoted-printable in three lines": (
        card("N;CHARSET=UTF-8;QUOTED-PRINTABLE:=EA=B9=80;=", "=EB=AF=BC=", "=EC=A7=80;;;", "EMAIL:a@x.example"),
        [Card("김민지", ("a@x.example",))]),
    "quoted-printable without a charset": (
        card("FN;ENCODING=QUOTED-PRINTABLE:=EA=B9=80", "EMAIL:a@x.example"), [Card("김", ("a@x.example",))]),
    "an equals sign before a fold": (card("FN:a=", " b", "EMAIL:a@x.example"), [Card("a=b", ("a@x.example",))]),
    "a charset without an encoding": (legacy("FN;CHARSET=EUC-KR:김민지", "euc-kr"), [Card("김민지", ("a@x.example",))]),
    "a charset in quotes": (legacy('FN;CHARSET="euc-kr":김민지', "euc-kr"), [Card("김민지", ("a@x.example",))]),
    "a charset and 8bit": (
        legacy("FN;ENCODING=8BIT;CHARSET=windows-1252:Müller", "cp1252"), [Card("Müller", ("a@x.example",))]),
    "a charset whose letters hold syntax": (
        legacy("N;CHARSET=SHIFT_JIS:表;ソ;;;", "shift_jis"), [Card("表ソ", ("a@x.example",))]),
    "a charset of seven bits": (
        legacy("FN;CHARSET=ISO-2022-JP:田中;花子", "iso-2022-jp"), [Card("田中;花子", ("a@x.example",))]),
    "a charset nobody knows": (legacy("FN;CHARSET=x-none:김", "utf-8"), [Card("김", ("a@x.example",))]),
    "another charset in each line": (
        legacy("FN;CHARSET=EUC-KR:김", "euc-kr") + legacy("FN;CHARSET=GBK:田中", "gbk") + legacy("FN:ｶﾅ", "utf-8"),
        [Card("김", ("a@x.example",)), Card("田中", ("a@x.example",)), Card("ｶﾅ", ("a@x.example",))]),
    "no charset and no UTF-8": (legacy("FN:Müller", "latin-1"), [Card("M\ufffdller", ("a@x.example",))]),
    "UTF-16": (card("FN:김민지", "EMAIL:kim@hanbit.example").decode().encode("utf-16"),
               [Card("김민지", ("kim@hanbit.example",))]),
    "UTF-16, big end first": (b"\xfe\xff" + card("FN:김민", " 지", "EMAIL:a@x.example").decode().encode("utf-16-be"),
                              [Card("김민지", ("a@x.example",))]),
    "UTF-16 that is cut off": (card("FN:김", "EMAIL:a@x.example").decode().encode("utf-16")[:-1],
                               [Card("김", ("a@x.example",))]),
    "UTF-16 without a mark": (card("FN:김민지", "EMAIL:a@x.example").decode().encode("utf-16-le"),
                              [Card("김민지", ("a@x.example",))]),
    "UTF-16 without a mark, big end first": (
        card("FN:김민지", "EMAIL:a@x.example").lower().decode().encode("utf-16-be"),
        [Card("김민지", ("a@x.example",))]),
    "base64, version 2.1": (card("FN;CHARSET=UTF-8;ENCODING=BASE64:6rmA", " 66+87KeA", "EMAIL:a@x.example"),
                            [Card("김민지", ("a@x.example",))]),
    "base64 without a key": (card("FN;BASE64;CHARSET=EUC-KR:sei5zsH2", "EMAIL:a@x.example"),
                             [Card("김민지", ("a@x.example",))]),
    "base64, version 3.0": (card("FN:A", "EMAIL;ENCODING=b:YUB4LmV4YW1wbGU="), [Card("A", ("a@x.example",))]),
    "base64 that is none": (card("FN;ENCODING=B:Kim", "EMAIL:a@x.example"), [Card("Kim", ("a@x.example",))]),
    "no full name": (card("N:Lee;Anna;;;", "EMAIL:a@x.example"), [Card("Anna Lee", ("a@x.example",))]),
    "no full name, korean": (card("N:김;민지;;;", "EMAIL:a@x.example"), [Card("김민지", ("a@x.example",))]),
    "no full name, only family": (card("N:Lee", "EMAIL:a@x.example"), [Card("Lee", ("a@x.example",))]),
    "only an organization": (card("ORG:Hanbit\\, Inc.;Sales", "EMAIL:a@x.example"),
                             [Card("Hanbit, Inc.", ("a@x.example",))]),
    "no name at all": (card("EMAIL:a@x.example"), [Card("", ("a@x.example",))]),
    "preferred first": (
        card("FN:A", "EMAIL:b@x.example", "EMAIL;PREF=2:c@x.example", "EMAIL;PREF=1:a@x.example",
             "EMAIL;PREF=x:d@x.example"),
        [Card("A", ("a@x.example", "d@x.example", "c@x.example", "b@x.example"))]),
    "preferred by type": (card("FN:A", "EMAIL:b@x.example", "EMAIL;TYPE=INTERNET,PREF:a@x.example"),
                          [Card("A", ("a@x.example", "b@x.example"))]),
    "mailto in capitals": (card("FN:A", "EMAIL:MAILTO:a@x.example"), [Card("A", ("a@x.example",))]),
    "mailto within an address": (card("FN:A", "EMAIL:amailto:b@x.example"), [Card("A", ("amailto:b@x.example",))]),
    "mailto": (card("FN:A", "EMAIL:mailto:a@x.example"), [Card("A", ("a@x.example",))]),
    "without an address": (card("FN:A", "TEL:1") + card("FN:Kim Min-ji", "EMAIL:kim@hanbit.example"), [KIM]),
    "blank address": (card("FN:A", "EMAIL: "), []),
    "several": (card("FN:A", "EMAIL:a@x.example") + card("FN:B", "EMAIL:b@x.example"),
                [Card("A", ("a@x.example",)), Card("B", ("b@x.example",))]),
    "never ends": (b"BEGIN:VCARD\nFN:Kim Min-ji\nEMAIL:kim@hanbit.example", [KIM]),
    "outside of any card": (b"FN:A\nEMAIL:a@x.example\nEND:VCARD", []),
    "controls in the name": (card("FN:Kim\x1b[31m\u202e Min-ji", "EMAIL:a@x.example"),
                             [Card("Kim[31m Min-ji", ("a@x.example",))]),
    "photograph": (card("FN:Kim Min-ji", "PHOTO;ENCODING=b:" + "A" * 200_000, "EMAIL:kim@hanbit.example"), [KIM]),
    "empty": (b"", []),
    "bytes": (bytes(range(256)), []),
}  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), READINGS.values(), ids=READINGS.keys())
def test_a_file_of_cards_is_read_so(data: bytes, expected: list[Card]) -> None:
    assert read_cards(data) == expected


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_hostile_text_in_a_card_gives_short_harmless_names(text: str) -> None:
    data = card("FN:" + text, "N:" + text, "EMAIL:a@x.example").decode("utf-8", "replace") if text.isascii() else None
    cards = read_cards((data or f"BEGIN:VCARD\nEMAIL:a@x.example\nFN:{text}\n").encode("utf-8", "replace"))
    assert "a@x.example" in cards[0].addresses
    assert len(cards[0].name) <= LONGEST_NAME
    assert not {"\x1b", "\x9b", "\u202e", "\n", "\0"} & set(cards[0].name)


@given(st.binary())
def test_no_bytes_break_the_reader(data: bytes) -> None:
    read_cards(b"\xff\xfe" + data)
    cards = read_cards(b"BEGIN:VCARD\n" + data + b"\nEMAIL:a@x.example\nFN;QUOTED-PRINTABLE:" + data)
    assert all(found.addresses for found in cards)


@given(
    st.text(st.characters(codec="euc-kr", categories=["L", "N"], exclude_characters="\u3164"), min_size=1, max_size=60),
    st.sampled_from(["euc-kr", "utf-8"]),
)
def test_a_name_is_the_same_in_eight_bits_and_quoted(name: str, charset: str) -> None:
    octets = name.encode(charset)
    quoted = "".join(f"={octet:02X}" for octet in octets).encode()
    cut = b"=\r\n".join(quoted[at : at + 30] for at in range(0, len(quoted), 30))
    for value, encoding in ((octets, b"8BIT"), (quoted, b"QUOTED-PRINTABLE"), (cut, b"QUOTED-PRINTABLE")):
        line = b"FN;CHARSET=" + charset.encode() + b";ENCODING=" + encoding + b":" + value
        assert read_cards(b"BEGIN:VCARD\n" + line + b"\nEMAIL:a@x.example\nEND:VCARD") == [
            Card(clean(name), ("a@x.example",))
        ]


@given(st.binary(), st.sampled_from(["utf-7", "hz", "idna", "punycode", "rot13", "zip", "a\0b", "", "undefined"]))
def test_no_character_set_breaks_decoding(data: bytes, name: str) -> None:
    assert isinstance(decode_bytes(data, name), str)
