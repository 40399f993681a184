"""Parameters of header fields (RFC 2231), well written and not."""

from __future__ import annotations

from email import message_from_bytes
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from composer.delivery.wire.mime_file import file_head
from composer.reading.parameters import parameters_of
from composer.reading.part_head import LONGEST_VALUE, OCTETS, part_head

TABLE: dict[bytes, tuple[str, dict[str, list[str]]]] = {
    b"text/plain": ("text/plain", {}),
    b"Text/Plain; Charset=UTF-8": ("text/plain", {"charset": ["UTF-8"]}),
    b'attachment; filename="a;b.pdf"': ("attachment", {"filename": ["a;b.pdf"]}),
    b'attachment; filename="a \\"b\\".pdf"': ("attachment", {"filename": ['a "b".pdf']}),
    b"attachment; filename=two words.pdf": ("attachment", {"filename": ["two words.pdf"]}),
    b"attachment filename=a.pdf": ("attachment", {"filename": ["a.pdf"]}),
    b"attachment; filename*=utf-8''%ec%95%88.pdf": ("attachment", {"filename": ["안.pdf"]}),
    b"attachment; filename*=EUC-KR'ko'%be%c8.pdf": ("attachment", {"filename": ["안.pdf"]}),
    b"attachment; filename*=punycode''a%ff": ("attachment", {"filename": ["a\ufffd"]}),
    b"attachment; filename*=idna''%ff": ("attachment", {"filename": ["\ufffd"]}),
    b"attachment; filename*=a\0b''x": ("attachment", {"filename": ["x"]}),
    b"attachment; filename*=undefined''%61": ("attachment", {"filename": ["a"]}),
    b"attachment; filename*=a%20b": ("attachment", {"filename": ["a b"]}),
    b"attachment; filename*='": ("attachment", {"filename": ["'"]}),
    b"attachment; filename*0=a; filename*1=b": ("attachment", {"filename": ["ab"]}),
    b"attachment; filename*1=b; filename*0=a": ("attachment", {"filename": ["ab"]}),
    b"attachment; filename*0*=utf-8''%ec%95; filename*1*=%88; filename*2=.x": ("attachment", {"filename": ["안.x"]}),
    b"attachment; filename*=utf-8''a; filename*0=b": ("attachment", {"filename": ["a", "b"]}),
    b"attachment; filename=a; filename*=utf-8''b": ("attachment", {"filename": ["b", "a"]}),
    b"attachment; filename*99999999999999999999=a": ("attachment", {}),
    b"attachment; filename*999999999=a": ("attachment", {"filename": ["a"]}),
    b'text/plain; (; name="a.pdf"': ("text/plain", {"name": ["a.pdf"]}),
    b'text/plain; x="; name=a.pdf': ("text/plain", {"x": [""], "name": ["a.pdf"]}),
    b"text/plain (a comment); charset=utf-8": ("text/plain", {"charset": ["utf-8"]}),
    b"multipart/mixed; boundary=a; boundary=b": ("multipart/mixed", {"boundary": ["a", "b"]}),
    b"": ("", {}),
    b";;=;*=": ("", {}),
}


@pytest.mark.parametrize("value", TABLE)
def test_a_value_is_taken_apart(value: bytes) -> None:
    front, values = TABLE[value]
    found = parameters_of(value)
    assert found.front == front
    assert {name: [one.text for one in ones] for name, ones in found.values.items()} == values


PIECES = st.sampled_from(
    [b";", b"=", b'"', b"\\", b"*", b"*0", b"*1*", b"'", b"''", b"%", b"%ff", b"%41", b"(", b")", b" ", b"\t", b"name",
     b"filename", b"boundary", b"charset", b"utf-8", b"punycode", b"idna", b"undefined", b"attachment", b"\0", b"\xff",
     b"=?utf-8?b?%%?=", b"a/b", b"\r\n "]
)  # fmt: skip


@given(st.lists(PIECES).map(b"".join) | st.binary())
def test_nothing_raises_and_every_value_is_text(value: bytes) -> None:
    found = parameters_of(value)
    assert all(isinstance(one.text, str) for ones in found.values.values() for one in ones)
    assert all(found.values.values())


@given(st.lists(PIECES).map(b"".join))
def test_a_name_makes_a_file_whatever_stands_around_it(noise: bytes) -> None:
    assume = noise.replace(b'"', b"").replace(b"(", b"").replace(b"\\", b"")
    head = part_head(
        [b"Content-Disposition: " + assume + b'; filename="secret.pdf"\r\n', b"Content-Type: text/plain\r\n"]
    )
    assert head.name is not None


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=200))
def test_the_names_that_presend_writes_are_read_back(name: str) -> None:
    lines = file_head(name).splitlines(keepends=True)
    found = part_head(lines)
    assert found.is_attachment
    assert found.name
    if "%" not in quote(name, safe="") and name.strip("."):  # a name of dots only would lead out of a folder
        assert found.name == name


@pytest.mark.parametrize("name", [".", "..", "...", " . "])
def test_a_name_of_dots_only_is_sent_as_file(name: str) -> None:
    assert part_head(file_head(name).splitlines(keepends=True)).name == "file"


def file_by_the_standard_library(raw: bytes) -> bool:
    """Whether the standard library finds a name or the wish to be an attachment; what makes it raise says nothing."""
    part = message_from_bytes(raw + b"\n\n")
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except (ValueError, LookupError, TypeError, AttributeError):
        return False


@given(st.lists(PIECES).map(b"".join), st.lists(PIECES).map(b"".join), st.booleans())
@example(b"", b"x; name=a", False)
@example(b"attachment; filename*=utf-8''a; filename*0=b", b"", True)
def test_what_is_a_file_for_the_standard_library_is_one_here(disposition: bytes, kind: bytes, swapped: bool) -> None:
    lines = [b"Content-Disposition: " + disposition + b"\n", b"Content-Type: text/plain;" + kind + b"\n"]
    raw = b"".join(reversed(lines) if swapped else lines)
    found = part_head(raw.splitlines(keepends=True))
    if b"\r" not in raw and file_by_the_standard_library(raw):
        assert found.is_attachment or found.name is not None or found.kind == OCTETS


CHARSETS = ["idna", "undefined", "punycode", "unicode_escape", "rot13", "zlib", "hex", "utf-7", "a\0b", "", "x" * 1_000]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("name", ["charset", "name", "boundary", "filename"])
def test_what_is_no_charset_of_mail_counts_as_octets(charset: str, name: str) -> None:
    value = f"text/plain; {name}*={charset}''%ff%41".encode()
    (found,) = parameters_of(value).values[name]
    assert (found.octets, found.text) == (b"\xffA", "\ufffdA")


KINDS: dict[str, tuple[list[bytes], str, str | None, bool]] = {
    "nothing": ([], "text/plain", None, False),
    "an old word": ([b"Content-Type: text\n"], "text/plain", None, False),
    "a kind that is none": ([b"Content-Type: a/\n"], OCTETS, None, False),
    "a kind in pieces": ([b"Content-Type: application /pdf\n"], OCTETS, None, False),
    "a kind in quotes": ([b'Content-Type: "application/pdf"\n'], OCTETS, None, False),
    "a word and a slash further on": ([b"Content-Type: text; x=a/b\n"], "text/plain", None, False),
    "a kind without its semicolon": ([b"Content-Type: text/html charset=utf-8\n"], "text/html", None, False),
    "two kinds": ([b"Content-Type: text/plain\n", b"Content-Type: text/html\n"], OCTETS, None, False),
    "the same kind twice": ([b"Content-Type: text/html\n", b"content-type: text/html\n"], "text/html", None, False),
    "a name in either field": ([b"Content-Type: text/plain; name=a\n"], "text/plain", "a", False),
    "an empty name": ([b"Content-Disposition: inline; filename=\n"], "text/plain", "", False),
    "a second disposition": (
        [b"Content-Disposition: inline\n", b"Content-Disposition: attachment\n"], "text/plain", None, True
    ),
    "an unknown disposition": ([b"Content-Disposition: x-hidden\n"], "text/plain", None, True),
    "a form's disposition": ([b"Content-Disposition: form-data; name=a\n"], "text/plain", "a", True),
    "inline": ([b"Content-Disposition: INLINE\n"], "text/plain", None, False),
    "a space before the colon": ([b"Content-Disposition : attachment\n"], "text/plain", None, True),
    "folded": ([b"Content-Type: text/plain;\r\n", b"\tname=a.txt\r\n"], "text/plain", "a.txt", False),
    "an encoded word": ([b"Content-Type: text/plain; name=\"=?utf-8?b?7JWI?=\"\n"], "text/plain", "안", False),
    "more than is read": ([b"Content-Type: text/plain; x=" + b"y" * LONGEST_VALUE + b"; name=a\n"], OCTETS, None, True),
}  # fmt: skip


@pytest.mark.parametrize("case", KINDS)
def test_in_doubt_a_part_is_a_file(case: str) -> None:
    lines, kind, name, is_attachment = KINDS[case]
    found = part_head(lines)
    assert (found.kind, found.name, found.is_attachment) == (kind, name, is_attachment)


@pytest.mark.parametrize("value", [b"boundary=a; boundary=b", b"boundary*=utf-8''a; boundary*0=b", b'boundary=""', b""])
def test_a_multipart_whose_boundary_is_not_clear_is_a_file(value: bytes) -> None:
    found = part_head([b"Content-Type: multipart/mixed; " + value + b"\n"])
    assert (found.kind, found.boundary) == ("multipart/mixed", None)
