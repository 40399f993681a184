"""The terminal is asked how wide it draws, on a real pty."""

from __future__ import annotations

import os
import pty
import threading

import pytest

from composer.terminal.width_probe import draws_wide


def answer(terminal: int, report: bytes) -> None:
    """Play the terminal: wait for the question, then answer it."""
    asked = b""
    while b"\x1b[6n" not in asked:
        asked += os.read(terminal, 100)
    os.write(terminal, report)


@pytest.mark.parametrize(
    ("report", "wide"),
    [
        (b"\x1b[1;3R", False),
        (b"\x1b[1;5R", True),
        (b"x\x1b[7;4R", True),
        (b"\x1b[1;%bR\x1b[1;5R" % (b"9" * 3_000), True),
        (b"\x1b[1;%bR" % (b"9" * 5_000), False),
    ],
)
def test_the_report_of_the_cursor_decides(report: bytes, wide: bool) -> None:
    terminal, program = pty.openpty()
    thread = threading.Thread(target=answer, args=(terminal, report))
    thread.start()
    assert draws_wide(program, patience=10) is wide
    thread.join()
    os.close(terminal)
    os.close(program)


def test_nothing_of_an_answer_that_is_too_long_is_left_to_be_taken_for_keys() -> None:
    terminal, program = pty.openpty()
    thread = threading.Thread(target=answer, args=(terminal, b"\x1b[1;%bR" % (b"9" * 12_000)))
    thread.start()
    assert draws_wide(program, patience=10) is False
    thread.join()
    os.write(terminal, b"typed\n")
    assert os.read(program, 100) == b"typed\n"
    os.close(terminal)
    os.close(program)


def test_a_terminal_that_does_not_answer_counts_as_narrow() -> None:
    terminal, program = pty.openpty()
    assert draws_wide(program, patience=0.01) is False
    os.close(terminal)
    os.close(program)


def test_what_is_no_terminal_counts_as_narrow(tmp_path: os.PathLike[str]) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    assert draws_wide(descriptor) is False
    os.close(descriptor)
