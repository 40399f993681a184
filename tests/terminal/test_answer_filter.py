"""Terminals that answer nonsense: no number is too long, no sequence is typed into a field, and the keyboard lives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from composer.terminal.answer_filter import MOST_CELLS, AnswerFilter
from tests.end_to_end.terminal import demonstration

DIGITS = "9" * 5_000
NONSENSE = {
    "place of the cursor": f"\x1b[{DIGITS};1R",
    "column of the cursor": f"\x1b[1;{DIGITS}R",
    "a mode": f"\x1b[?{DIGITS};1$y",
    "a key": f"\x1b[{DIGITS}u",
    "a character that is none": "\x1b[1114112u",
    "half a pair": "\x1b[55296u",
    "a kind of event": "\x1b[1:2u",
    "the mouse": f"\x1b[<0;{DIGITS};1M",
    "a window wider than a house": "\x1b[48;24;99999999;1;1t",
    "a window of nothing": "\x1b[48;0;0;0;0t",
    "what it is": f"\x1b[?{DIGITS}c",
}
SOUND = (
    "\x1b[A",
    "\x1b[1;5A",
    "\x1b[97;5u",
    "\x1b[97;2;65u",
    "\x1b[127u",
    "\x1b[12;40R",
    "\x1b[?2026;2$y",
    "\x1b[<35;80;24M",
    "\x1b[<64;80;24m",
    "\x1b[48;24;80;480;1280t",
    "\x1b[200~",
    "\x1b[3~",
    "\x1b[M !!",
    "\x1b[I",
    "\x1b",
    "\x1b\x1b[A",
    "abc\r",
)
numbers = st.one_of(st.integers(0, 2**24).map(str), st.sampled_from(["", ":", "1:2:3", "-5", "9" * 20, "55296", "48"]))
sequences = st.builds(
    lambda mark, parameters, between, end: f"\x1b[{mark}{between.join(parameters)}{end}",
    st.sampled_from(["", "?", "<", "=", ">"]),
    st.lists(numbers, max_size=6),
    st.sampled_from([";", ":"]),
    st.sampled_from(["u", "~", "A", "P", "R", "t", "$y", "M", "m", "c", "M!!!", "I"]),
)


def parsed(pieces: Sequence[str]) -> list[object]:
    """What the pinned Textual understands of pieces behind the filter, as the driver feeds them."""
    parser, answers = XTermParser(), AnswerFilter()
    found: list[object] = []
    for text in filter(None, [*map(answers.feed, pieces), answers.idle()]):
        try:
            found += parser.feed(text)
        except (ValueError, OverflowError):  # what came apart behind its first character
            parser = XTermParser()
    return found


@pytest.mark.parametrize("sequence", SOUND)
def test_what_terminals_send_passes(sequence: str) -> None:
    assert AnswerFilter().feed(sequence) == sequence


@pytest.mark.parametrize("cut", [0, 2, 3, 20, 4_096])
@pytest.mark.parametrize("sequence", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_left_out_as_a_whole_in_whatever_pieces_it_comes(sequence: str, cut: int) -> None:
    whole = f"a{sequence}b"
    answers = AnswerFilter()
    assert answers.feed(whole[: cut + 1]) + answers.feed(whole[cut + 1 :]) == "ab"


def test_what_was_held_back_comes_when_nothing_more_does() -> None:
    answers = AnswerFilter()
    assert (answers.feed("a\x1b["), answers.idle(), answers.idle()) == ("a", "\x1b[", "")


@given(st.lists(sequences, max_size=4), st.integers(1, 200))
def test_no_answer_ends_the_reading(answers: list[str], cut: int) -> None:
    text = "".join(answers)
    found = parsed([text[:cut], text[cut:]] if text[cut:] else [text])
    for event in found:
        if isinstance(event, events.Resize):
            assert event.size.width <= MOST_CELLS
            assert event.size.height <= MOST_CELLS
        if isinstance(event, events.Key):
            assert (event.character or "").encode() is not None


@pytest.mark.parametrize("sequence", NONSENSE.values(), ids=NONSENSE)
def test_the_composer_goes_on_after_nonsense(tmp_path: Path, sequence: str) -> None:
    with demonstration(tmp_path) as terminal:
        terminal.until("From", "f1 Help")
        terminal.focus("Subject", "tab")
        terminal.send(sequence)
        terminal.send("Offer")
        terminal.until("Subject   Offer")
