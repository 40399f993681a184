"""A paste can never press a key."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.terminal.paste_filter import END, START, PasteFilter


@pytest.mark.parametrize(
    ("data", "passed"),
    [
        ("abc", "abc"),
        ("\x1b[A\x13", "\x1b[A\x13"),
        (f"{START}one\ntwo{END}x", f"{START}one\ntwo{END}x"),
        (f"{START}a\x1bb{END}\x1b[A", f"{START}ab{END}\x1b[A"),
        (f"{START}\x1b[20\x13{END}", f"{START}[20\x13{END}"),
        (f"{START}\x1b\x1b[200~{END}", f"{START}[200~{END}"),
        (f"{START}{END}{START}\x1b{END}", f"{START}{END}{START}{END}"),
    ],
)
def test_escapes_inside_a_paste_are_dropped_and_nothing_else(data: str, passed: str) -> None:
    assert PasteFilter().feed(data) == passed


@given(
    content=st.text(alphabet="ab\x1b[201~\n", max_size=30).filter(lambda text: END not in text),
    before=st.sampled_from(["", "x", "\x1b[A", "\x1b[20"]),
    cuts=st.lists(st.integers(0, 60), max_size=8),
)
def test_the_pieces_in_which_it_arrives_make_no_difference(content: str, before: str, cuts: list[int]) -> None:
    data = f"{before}{START}{content}{END}after"
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[start:end] for start, end in itertools.pairwise(edges)]
    split = PasteFilter()
    assert "".join(split.feed(piece) for piece in pieces) == PasteFilter().feed(data)


@given(content=st.text(max_size=50).filter(lambda text: END not in text))
def test_what_was_pasted_arrives_whole_but_for_the_escapes(content: str) -> None:
    inside = PasteFilter().feed(f"{START}{content}{END}")[len(START) : -len(END)]
    assert inside == content.replace("\x1b", "")
