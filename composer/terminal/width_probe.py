"""Asks the terminal how wide it draws box characters and the middle dot (Unicode's ambiguous width)."""

from __future__ import annotations

import os
import re
import select
import termios
import time
import tty

PROBE = "─·"
"""What is drawn; two cells where ambiguous characters are narrow."""
PATIENCE = 0.15
"""Seconds a terminal has for its answer; one that never answers counts as narrow."""
_REPORT = re.compile(rb"\x1b\[(\d+);(\d+)R")


def draws_wide(terminal: int, patience: float = PATIENCE) -> bool:
    """Whether the terminal at this descriptor takes more than one cell for such a character."""
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
    received = b""
    until = time.monotonic() + patience
    while (left := until - time.monotonic()) > 0 and select.select([terminal], [], [], left)[0]:
        received += os.read(terminal, 64)
        found = _REPORT.search(received)
        if found:
            return int(found[2])
    return None
