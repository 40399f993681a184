"""The tests' terminal draws as the emulator that it is made of."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st

from tests.end_to_end.emulated_screen import EmulatedScreen
from tests.end_to_end.terminal import cells_of

SIZE = (20, 4)
SEQUENCES = [
    *("\x1b[1;31m", "\x1b[7m", "\x1b[m", "\x1b[2;9H", "\x1b[4;20H", "\x1b[K", "\x1b[2J"),
    *("\x1b[4h", "\x1b[4l", "\x1b[?7l", "\x1b[?7h", "\x0e", "\x0f", "\r\n", "\t", "\b"),
]
PIECES = st.one_of(
    st.text(st.sampled_from("ab z~─│é\u0301한日"), min_size=1, max_size=25),
    st.sampled_from(SEQUENCES),
)


@given(st.lists(PIECES, max_size=30))
def test_what_is_drawn_in_one_go_is_what_is_drawn_cell_by_cell(pieces: list[str]) -> None:
    ours, plain = EmulatedScreen(*SIZE, lambda _answer: None), pyte.Screen(*SIZE)
    for screen in (ours, plain):
        stream = pyte.ByteStream(screen)
        for piece in pieces:
            stream.feed(piece.encode())
    assert cells_of(ours) == cells_of(plain)
    assert (ours.cursor.x, ours.cursor.y, ours.dirty) == (plain.cursor.x, plain.cursor.y, plain.dirty)
