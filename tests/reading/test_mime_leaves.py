"""The parts of a message, against the standard library's reader, which holds everything."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.reading.content_lines import CHUNK
from composer.reading.mime_leaves import DEEPEST, LONGEST_TEXT, Leaf, TooDeepError
from tests.reading.reader import leaves_in

LINES = st.sampled_from(
    [b"", b"text", b"--", b"--other", b"- --b0", b"a: b", b"\xea\xb0\x80", b"x" * 200, b"YWJj", b"="]
)
ENDS = st.sampled_from([b"\n", b"\r\n"])
HEADS = st.sampled_from(
    [
        b"Content-Type: text/plain",
        b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable",
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64",
        b"Content-Type: application/x; name=a\nContent-Transfer-Encoding: 8bit",
        b"X: folded\n more",
        b"",
    ]
)


@st.composite
def part(draw: st.DrawFn, depth: int = 0) -> bytes:
    """A part, a multipart below a depth of three."""
    if depth < 3 and draw(st.booleans()):
        mark = b"b%d" % depth
        kind = draw(st.sampled_from([b"mixed", b"alternative", b"signed", b"digest"]))
        children = draw(st.lists(part(depth + 1), max_size=3))
        preamble, epilogue = draw(st.sampled_from([b"", b"before\n"])), draw(st.sampled_from([b"", b"after\n"]))
        inner = b"".join(b"--" + mark + b"\n" + child + b"\n" for child in children)
        closing = draw(st.sampled_from([b"--" + mark + b"--\n", b"--" + mark + b"--  \n", b""]))
        return b"Content-Type: multipart/%s; boundary=%s\n\n" % (kind, mark) + preamble + inner + closing + epilogue
    return draw(HEADS) + b"\n\n" + b"\n".join(draw(st.lists(LINES, max_size=6)))


def by_the_standard_library(message: Message) -> Iterator[Message]:
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for child in message.get_payload():
            assert isinstance(child, Message)
            yield from by_the_standard_library(child)
    else:
        yield message


def size(message: Message) -> int | None:
    """Octets of the content; None where the standard library has no definite answer."""
    payload = message.get_payload(decode=True)
    encoding = str(message.get("content-transfer-encoding", ""))
    return len(payload) if isinstance(payload, bytes) and encoding in ("", "8bit") else None


@given(part(), ENDS)
def test_the_leaves_are_those_of_the_standard_library(raw: bytes, end: bytes) -> None:
    raw = (b"Subject: x\n" + raw).replace(b"\n", end)
    found = leaves_in(raw)
    expected = list(by_the_standard_library(message_from_bytes(raw)))
    kinds = [leaf.part.kind for leaf in found]
    assert kinds == [message.get_content_type() for message in expected]
    for leaf, message in zip(found, expected, strict=True):
        if leaf.part.main not in ("message", "multipart") and size(message) is not None:
            # Where a multipart never ends the standard library takes the last line end for a boundary's.
            assert size(message) in (leaf.size, leaf.size - len(end))


def only(raw: bytes) -> Leaf:
    (leaf,) = leaves_in(raw)
    return leaf


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 57, CHUNK - 1, CHUNK, 3 * CHUNK + 1])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_file_has_the_size_it_had_before_encoding(count: int, end: bytes) -> None:
    from base64 import encodebytes

    data = bytes(number % 251 for number in range(count))
    encoded = encodebytes(data).replace(b"\n", end)
    head = b"Content-Type: application/pdf\nContent-Transfer-Encoding: BASE64\n\n".replace(b"\n", end)
    leaf = only(head + encoded)
    assert (leaf.size, leaf.octets) == (count, b"")
    text = only(head.replace(b"application/pdf", b"text/plain") + encoded)
    assert (text.size, text.octets) == (count, data)


def test_quoted_printable_text_is_decoded() -> None:
    leaf = only(b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\na=C3=A9=\nb\n")
    assert (leaf.octets, leaf.size) == (b"a\xc3\xa9b\n", 5)


@pytest.mark.parametrize("line", [b"x" * 70 + b"\n", b"x", b"--\n", b"\n"])
def test_of_a_long_text_only_the_beginning_is_held(line: bytes) -> None:
    text = line * (2 * LONGEST_TEXT // len(line))
    leaf = only(b"Content-Type: text/plain\n\n" + text)
    assert leaf.size == len(text)
    assert leaf.octets == text[:LONGEST_TEXT]


def test_a_boundary_is_found_wherever_the_pieces_that_are_read_meet() -> None:
    for shift in range(12):
        filler = b"y" * (CHUNK - 60 - shift) + b"\n"
        raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + filler + b"--b\n\nsecond\n--b--\n"
        assert [leaf.size for leaf in leaves_in(raw)] == [len(filler) - 1, len(b"second")]


@pytest.mark.parametrize(("depth", "is_read"), [(DEEPEST, True), (DEEPEST + 1, False)])
def test_parts_are_followed_to_a_depth_and_no_further(depth: int, is_read: bool) -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    if is_read:
        assert len(leaves_in(raw + b"\nx\n")) == 1
    else:
        with pytest.raises(TooDeepError):
            leaves_in(raw + b"\nx\n")
