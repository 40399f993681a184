"""Uuencoded files are measured as they were before they were encoded."""

from __future__ import annotations

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.reading.uuencoded import LONGEST_LINE, UuencodedSize
from tests.reading.reader import draft_in, leaves_in


def lines_of(octets: bytes, *, backtick: bool = True) -> bytes:
    pieces = (octets[at : at + 45] for at in range(0, len(octets), 45))
    return b"".join(binascii.b2a_uu(piece, backtick=backtick) for piece in pieces)


def encoded(octets: bytes, *, backtick: bool = True) -> bytes:
    return b"begin 644 plan.pdf\n" + lines_of(octets, backtick=backtick) + b"`\nend\n"


def measured(*pieces: bytes) -> int:
    size = UuencodedSize()
    for piece in pieces:
        size.add(piece)
    return size.finished()


DATA = bytes(number % 251 for number in range(1_000))
FILE = encoded(DATA)


@given(st.binary(max_size=3_000), st.booleans(), st.sampled_from([b"\n", b"\r\n"]), st.integers(1, 200))
def test_what_the_standard_library_encodes_has_the_size_it_had(
    octets: bytes, backtick: bool, end: bytes, piece: int
) -> None:
    text = encoded(octets, backtick=backtick).replace(b"\n", end)
    assert measured(*(text[at : at + piece] for at in range(0, len(text), piece))) == len(octets)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (FILE, 1_000),
        (b"\n\n" + FILE + b"\n\n", 1_000),
        (FILE + FILE, 2_000),
        (FILE.replace(b"begin 644", b"begin 0644"), 1_000),
        (FILE.removesuffix(b"`\nend\n"), 1_000),
        (b"begin 644 a\n\"  \n`\nend\n", 2),
        (b"begin 644 a\n\"\n`\nend\n", 2),
        (b"begin 644 a\n#86)Cxx\n`\nend\n", 3),
        (b"begin 644 a\n#86)Cxxx\n`\nend\n", 8),
        (FILE + b"a letter\n", 1_008),
        (b"a letter\n" + FILE, 1_008),
        (b"a letter\n", 8),
        (FILE + b"x" * (3 * LONGEST_LINE), 1_000 + 3 * LONGEST_LINE),
    ],
    ids=[
        "a file", "blank lines", "two files", "mode of four digits", "no end", "blanks at the end",
        "blanks that were lost", "checksums", "a line too long", "text behind", "text in front", "no file",
        "a long line",
    ],
)  # fmt: skip
def test_files_count_decoded_and_everything_else_as_it_stands(text: bytes, size: int) -> None:
    assert measured(text) == size


@pytest.mark.parametrize("name", ["x-uuencode", "uuencode", "x-uue", "uue", "X-UUencode"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_an_attached_file_in_this_encoding_is_measured_decoded(name: str, end: bytes) -> None:
    head = b"Content-Disposition: attachment; filename=plan.pdf\nContent-Transfer-Encoding: " + name.encode()
    part = b"--b\nContent-Type: application/pdf\n" + head + b"\n\n" + FILE
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + part + b"--b\n\nnext\n--b--\n"
    (first, _second) = leaves_in(raw.replace(b"\n", end))
    assert first.size == 1_000
    assert [(file.name, file.size) for file in draft_in(raw).files] == [("plan.pdf", 1_000)]


def test_a_part_that_only_says_it_is_encoded_counts_as_it_stands() -> None:
    (leaf,) = leaves_in(b"Content-Transfer-Encoding: x-uuencode\n\na letter\n")
    assert leaf.size == len(b"a letter\n")
