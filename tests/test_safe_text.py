"""Nothing that acts on a terminal, reorders a line or hides passes the door for foreign text."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import words
from composer.language.paragraph import paragraph
from composer.safe_text import clean
from policy.foreign_text import LONGEST
from tests.hostile.corpus import CORPUS

VISIBLE_FORMATS = {*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
"""Signs that stand above numbers in Arabic, Syriac and Kaithi: format characters that draw something."""
JOINERS = {0x200C, 0x200D}
"""Without them Persian and Indic words are other words, and emoji fall apart."""
FILLERS = {0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F}
BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Format and control characters of the bidirectional algorithm (UAX 9)."""


def allowed(character: str) -> bool:
    """The allow-list: everything that draws something where it stands, and the space."""
    category = unicodedata.category(character)
    if ord(character) in FILLERS | BIDI or category in {"Cc", "Cs", "Zl", "Zp"}:
        return False
    return category != "Cf" or ord(character) in VISIBLE_FORMATS | JOINERS


def longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_hostile_text_is_harmless_in_one_line_and_in_many(text: str) -> None:
    line, lines = clean(text), clean(text, lines=True)
    assert not {character for character in line if not allowed(character)}
    assert not {character for character in lines.replace("\n", "") if not allowed(character)}
    for result in (line, lines):
        assert len(result) <= LONGEST
        assert unicodedata.is_normalized("NFC", result)
        assert longest_run_of_marks(result) <= 30
        result.encode("utf-8")


def test_no_mark_counts_as_a_letter_where_runs_of_marks_are_looked_for() -> None:
    marks = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))]
    assert [mark for mark in marks if re.match(r"\w", mark)] == []


@given(
    st.lists(st.tuples(st.sampled_from("a가é-_ 1\n"), st.integers(0, 70)), max_size=6),
    st.sampled_from("\u0301\u0323\u3099"),
)
def test_of_the_marks_in_a_row_thirty_are_kept(pieces: list[tuple[str, int]], mark: str) -> None:
    text = "".join(character + mark * count for character, count in pieces)
    kept = "".join(character + mark * min(count, 30) for character, count in pieces)
    once = unicodedata.normalize("NFC", kept)
    assert clean(text, lines=True) == once


@given(st.text(st.characters()), st.booleans())
def test_any_text_is_harmless_and_cleaning_twice_changes_nothing(text: str, lines: bool) -> None:
    once = clean(text, lines=lines)
    assert all(allowed(character) or (lines and character == "\n") for character in once)
    assert clean(once, lines=lines) == once


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="".join(map(chr, FILLERS)))))
def test_letters_digits_and_signs_all_pass(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@given(st.text(st.sampled_from("ab\r\n\v\f\x85\u2028\u2029")))
def test_line_breaks_of_every_kind_become_one_where_lines_are_kept(text: str) -> None:
    assert clean(text, lines=True) == re.sub("\r\n|[\r\n\v\f\x85\u2028\u2029]", "\n", text)
    assert "\n" not in clean(text)


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "क\u094d\u200dष", "👨\u200d👩\u200d👧\u200d👦", "⚠\ufe0f", "❤\ufe0f\u200d🔥"]
)
def test_joiners_and_variation_selectors_stay_on_the_screen(text: str) -> None:
    assert clean(text) == clean(text, lines=True) == text


def test_what_is_longer_than_anybody_reads_is_cut() -> None:
    assert len(clean("x" * (LONGEST + 5))) == LONGEST
    assert clean("abcdef", longest=3) == "abc"


def as_one_line(text: str) -> str:
    """A value of several lines as it stands in a sentence."""
    return clean(paragraph(text.split("\n")))


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_a_value_in_a_sentence_is_only_text(text: str) -> None:
    said = words._("{name} is empty.", name=text)
    assert said == f"{as_one_line(text)} is empty." or said == f"{clean(text)} is empty."


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_two_values_do_not_fill_each_other(text: str) -> None:
    said = words._("{first} and {second}", first="{second}", second=text)
    assert said == f"{{second}} and {as_one_line(text)}" or said == f"{{second}} and {clean(text)}"
