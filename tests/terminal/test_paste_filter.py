"""A paste can never press a key."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser

from composer.terminal.paste_filter import END, START, PasteFilter


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
