"""Files that are written within a text."""

from __future__ import annotations

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.reading.text_files import MOST_FILES, files_in_text


def uuencoded(name: bytes, octets: bytes, *, backtick: bool) -> bytes:
    lines = [binascii.b2a_uu(octets[at : at + 45], backtick=backtick) for at in range(0, len(octets), 45)]
    return b"".join([b"begin 644 ", name, b"\n", *lines, b"`\nend\n"])


@given(st.binary(min_size=1, max_size=5_000), st.booleans(), st.sampled_from([b"\n", b"\r\n"]))
def test_what_the_standard_library_encodes_is_found_with_about_its_size(
    octets: bytes, backtick: bool, end: bytes
) -> None:
    text = b"see here:\n" + uuencoded(b"a b.pdf", octets, backtick=backtick).replace(b"\n", end)
    (file,) = files_in_text(text, len(text))
    assert file.name == "a b.pdf"
    assert len(octets) <= file.size <= len(octets) * 1.1 + 60


def test_every_one_of_several_is_found_and_the_last_one_reaches_beyond_what_is_held() -> None:
    text = uuencoded(b"a", b"x" * 450, backtick=True) + b"and\n" + uuencoded(b"b", b"x", backtick=True)
    first, second = files_in_text(text, 4_000)
    assert [first.name, second.name] == ["a", "b"]
    assert (first.size < 700, second.size > 2_000) == (True, True)


def test_of_very_many_the_last_one_stands_for_the_rest() -> None:
    text = uuencoded(b"a", b"x", backtick=True) * 5_000
    found = list(files_in_text(text, len(text)))
    assert (len(found), sum(file.size for file in found) > len(text) * 0.7) == (MOST_FILES, True)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"begin 644 times and again\nwith a line like this\n",
        b"begin 644 a.pdf\n",
        b"begin 644 a.pdf\nHELLO\n",
        b"We begin 644 a.pdf\n#86)C\n",
        b"begin  with two spaces\n#86)C\n",
        b"=ybegin line=128\n",
    ],
)
def test_prose_is_no_file(text: bytes) -> None:
    assert list(files_in_text(text, len(text))) == []
