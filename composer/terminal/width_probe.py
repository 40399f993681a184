"""Asks the terminal how wide it draws box characters and the middle dot (Unicode's ambiguous width)."""

from __future__ import annotations

import os
import re
import termios
import tty

from composer.terminal.answers import read_answers

PROBE = "─·"
"""The characters that are drawn: two cells where ambiguous characters are narrow."""
PATIENCE = 0.15
"""Seconds that a terminal is given to answer; one that does not counts as narrow."""
LONGEST = 4_096
"""The most octets of answers that are read."""
_REPORT = re.compile(rb"\x1b\[(\d{1,5});(\d{1,5})R")
"""Of at most five digits: longer ones are no number of columns, and from some length on none that int() reads."""


def draws_wide(terminal: int, patience: float = PATIENCE) -> bool:
    """Whether the terminal at this descriptor draws ambiguous characters two cells wide; False where it is none."""
    try:
        before = termios.tcgetattr(terminal)
    except termios.error:
        return False
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        os.write(terminal, f"\r{PROBE}\x1b[6n".encode())
        column = _column(terminal, patience)
        os.write(terminal, b"\r\x1b[K")
        return column is not None and column > len(PROBE) + 1
    except OSError:
        return False
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


def _column(terminal: int, patience: float) -> int | None:
    """The column of the cursor, from 1, by the terminal's report; None where none came in time."""
    found = _REPORT.search(read_answers(terminal, _REPORT, patience, LONGEST))
    return int(found[2]) if found else None
