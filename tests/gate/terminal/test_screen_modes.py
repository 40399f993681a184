"""What a terminal answers about its modes, and what is written to set them again."""

from __future__ import annotations

import os
import pty
import select
import termios
import threading
from collections.abc import Iterator

import pytest

from composer.gate.terminal.screen_modes import ScreenModes, ask


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    outer, inner = pty.openpty()
    yield outer, inner
    os.close(inner)
    os.close(outer)


def answered(line: tuple[int, int], *answers: bytes, patience: float = 20) -> ScreenModes:
    """What is understood of a terminal that answers so, after all was asked."""
    outer, inner = line

    def answer() -> None:
        asked = b""
        while b"\x1b[6n" not in asked:
            asked += os.read(outer, 1000)
        for piece in answers:
            os.write(outer, piece)

    other = threading.Thread(target=answer)
    other.start()
    try:
        return ask(inner, patience)
    finally:
        other.join()


@pytest.mark.parametrize(
    ("state", "known"), [(b"0", None), (b"1", True), (b"2", False), (b"3", True), (b"4", False), (b"9", None)]
)
def test_each_state_of_a_mode_is_understood(line: tuple[int, int], state: bytes, known: bool | None) -> None:
    assert answered(line, b"\x1b[?1049;" + state + b"$y\x1b[3;4R").is_alternate is known


def test_the_place_of_the_cursor_ends_the_wait_and_pieces_are_put_together(line: tuple[int, int]) -> None:
    modes = answered(line, b"\x1b[?25;2", b"$y\x1b[?2004;1$y\x1b[12", b";7R")
    assert (modes.modes, modes.position) == ({25: False, 2004: True}, (12, 7))


@pytest.mark.parametrize("nonsense", [b"\x1b[?%b;1$y", b"\x1b[%b;1R", b"\x1b[1;%bR", b"\x1b[?1;%b$y"])
def test_an_answer_of_thousands_of_digits_is_none(line: tuple[int, int], nonsense: bytes) -> None:
    modes = answered(line, b"\x1b[?25;2$y", nonsense % (b"9" * 5_000), b"\x1b[3;4R")
    assert modes == ScreenModes({25: False}, (3, 4))


def test_a_terminal_that_never_stops_answering_is_not_listened_to_for_ever(line: tuple[int, int]) -> None:
    assert answered(line, *[b"9" * 4_000] * 17) == ScreenModes()


def test_nothing_of_answers_that_are_too_long_is_left_to_be_taken_for_keys(line: tuple[int, int]) -> None:
    outer, inner = line
    assert answered(line, *[b"\x1b[?%b;1$y" % (b"9" * 5_000)] * 15) == ScreenModes()
    os.write(outer, b"typed\n")
    assert os.read(inner, 100) == b"typed\n"


def test_a_terminal_that_answers_nothing_is_not_waited_for_for_long(line: tuple[int, int]) -> None:
    assert answered(line, patience=0.01) == ScreenModes()


def test_what_was_typed_before_is_dropped_and_the_line_settings_stay(line: tuple[int, int]) -> None:
    outer, inner = line
    before = termios.tcgetattr(inner)
    os.write(outer, b"\x1b[?1049;1$y\x1b[1;1R\n")
    assert select.select([inner], [], [], 20)[0], "what was typed never arrived"  # the kernel passes it on later
    assert answered(line, b"\x1b[?1049;2$y\x1b[2;2R") == ScreenModes({1049: False}, (2, 2))
    assert termios.tcgetattr(inner) == before


@pytest.mark.parametrize(
    ("modes", "keep_screen", "written"),
    [
        (ScreenModes(), False, b"\x1b[?7h\x1b[?25h"),
        (ScreenModes({25: False, 7: True}), False, b"\x1b[?7h\x1b[?25l"),
        (ScreenModes({1: True, 2004: True, 1000: False}), False, b"\x1b[?1h\x1b[?7h\x1b[?25h\x1b[?1000l\x1b[?2004h"),
        (ScreenModes({1049: True}, (5, 9)), True, b"\x1b[?7h\x1b[?25h\x1b[5;9H"),
        (ScreenModes({1049: False}, (5, 9)), False, b"\x1b[?7h\x1b[?25h"),
        (ScreenModes({1049: True}), True, b"\x1b[?7h\x1b[?25h"),
    ],
)
def test_every_mode_is_set_again_and_the_screen_itself_is_left_to_the_dialog(
    modes: ScreenModes, keep_screen: bool, written: bytes
) -> None:
    assert modes.restoring(keep_screen) == written
