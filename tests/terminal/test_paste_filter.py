"""A paste can never press a key."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser

from composer.terminal.paste_filter import END, PAUSE, QUIET, START, PasteFilter


@pytest.mark.parametrize(
    ("data", "passed", "pasted"),
    [
        ("abc", "abc", []),
        ("\x1b[A\x13", "\x1b[A\x13", []),
        (f"{START}one\ntwo{END}x", f"{START}{END}x", ["one\ntwo"]),
        (f"{START}a\x1bb{END}\x1b[A", f"{START}{END}\x1b[A", ["ab"]),
        (f"{START}\x1b[20\x13{END}", f"{START}{END}", ["[20\x13"]),
        (f"{START}\x1b\x1b[200~{END}", f"{START}{END}", ["[200~"]),
        (f"{START}{END}{START}\x1b{END}", f"{START}{END}{START}{END}", ["", ""]),
        (f"{START}a\x00b{END}", f"{START}{END}", ["ab"]),
        (f"x{START}not at its end", f"x{START}", []),
    ],
)
def test_pastes_are_taken_out_without_their_escapes_and_nothing_else(data: str, passed: str, pasted: list[str]) -> None:
    pastes = PasteFilter()
    assert pastes.feed(data) == passed
    assert list(pastes.pasted) == pasted


class Silence:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def unfinished(silence: float, *then: str) -> tuple[str, list[str]]:
    """What passes and is pasted where a paste is begun, nothing comes for a while, and then this, piece by piece."""
    clock = Silence()
    pastes = PasteFilter(clock)
    passed = pastes.feed(f"{START}one\x1b[20")
    clock.now += silence
    passed += pastes.idle()
    passed += "".join(map(pastes.feed, then))
    return passed, list(pastes.pasted)


@pytest.mark.parametrize(
    ("silence", "then", "passed", "pasted"),
    [
        (PAUSE, (), f"{START}{END}", ["one[20"]),
        (PAUSE, ("x\x13",), f"{START}{END}x\x13", ["one[20"]),
        (PAUSE - 0.1, ("x\x13",), START, []),
        (PAUSE - 0.1, ("1~\x13",), f"{START}{END}\x13", ["one"]),
        (PAUSE, (f"two\x13{END}\x13",), f"{START}{END}{START}{END}\x13", ["one[20", "two\x13"]),
        (PAUSE, (f"x{START}two{END}",), f"{START}{END}x{START}{END}", ["one[20", "two"]),
        (QUIET, ("\x1b", "x"), f"{START}{END}x", ["one[20"]),
        (QUIET, ("\x03", "x"), f"{START}{END}x", ["one[20"]),
        (QUIET, ("\x1b[27u", "x"), f"{START}{END}x", ["one[20"]),
        (QUIET, ("\x1b[99;5u", "x"), f"{START}{END}x", ["one[20"]),
        (QUIET, ("\x1bx",), START, []),
        (QUIET, ("\x13",), START, []),
        (0.0, ("\x1b", "\x03", f"x{END}"), f"{START}{END}", ["one[20\x03x"]),
    ],
)
def test_a_paste_without_end_is_over_after_a_pause_or_by_a_key_alone_and_nothing_is_lost(
    silence: float, then: tuple[str, ...], passed: str, pasted: list[str]
) -> None:
    assert unfinished(silence, *then) == (passed, pasted)


def test_a_pause_while_nothing_is_pasted_changes_nothing() -> None:
    clock = Silence()
    pastes = PasteFilter(clock)
    assert pastes.feed("x") == "x"
    clock.now += PAUSE
    assert pastes.idle() == ""
    assert pastes.feed(f"y{START}") == f"y{START}"
    assert list(pastes.pasted) == []


def test_the_parser_tells_of_an_unfinished_paste_and_of_the_keys_behind_it() -> None:
    clock = Silence()
    pastes, parser = PasteFilter(clock), XTermParser()
    told = [*parser.feed(pastes.feed(f"{START}one"))]
    clock.now += PAUSE
    told += parser.feed(pastes.idle())
    told += parser.feed(pastes.feed("x"))
    assert [type(message).__name__ for message in told] == ["Paste", "Key"]
    assert list(pastes.pasted) == ["one"]


@given(
    content=st.text(alphabet="ab\x1b[201~\n", max_size=30).filter(lambda text: END not in text),
    before=st.sampled_from(["", "x", "\x1b[A", "\x1b[20"]),
    cuts=st.lists(st.integers(0, 60), max_size=8),
)
def test_the_pieces_in_which_it_arrives_make_no_difference(content: str, before: str, cuts: list[int]) -> None:
    data = f"{before}{START}{content}{END}after{START}again{END}"
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    split = PasteFilter()
    passed = "".join(split.feed(data[start:end]) for start, end in itertools.pairwise(edges))
    assert passed == f"{before}{START}{END}after{START}{END}"
    assert list(split.pasted) == [content.replace("\x1b", ""), "again"]


@given(content=st.text(max_size=50).filter(lambda text: END not in text))
def test_what_was_pasted_arrives_whole_but_for_escapes_and_nul(content: str) -> None:
    pastes = PasteFilter()
    pastes.feed(f"{START}{content}{END}")
    assert pastes.pasted.popleft() == content.replace("\x1b", "").replace("\x00", "")


@given(contents=st.lists(st.text(alphabet="ab\x13\x1b[201~\n", max_size=9).filter(lambda text: END not in text)))
def test_the_parser_tells_of_each_paste_once_and_of_no_key_in_it(contents: list[str]) -> None:
    pastes, parser = PasteFilter(), XTermParser()
    data = "".join(f"{START}{content}{END}x" for content in contents)
    told = list(parser.feed(pastes.feed(data)))
    assert [type(message).__name__ for message in told] == ["Paste", "Key"] * len(contents)
    assert len(pastes.pasted) == len(contents)
