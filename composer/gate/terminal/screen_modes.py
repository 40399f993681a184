"""What the mail client has set on its terminal: asked of the terminal itself, and set again after the dialog."""

from __future__ import annotations

import os
import re
import termios
import tty

from msgspec import Struct, field

from composer.terminal.answers import read_answers

PATIENCE = 0.3
"""Seconds a terminal has for its answers; one that never answers counts as one with nothing unusual set."""
ALTERNATE = 1049
"""The alternate screen with its cursor (xterm)."""
CURSOR = 25
"""The cursor is visible (DECTCEM)."""
WRAP = 7
"""A full line continues in the next (DECAWM)."""
ASKED = (ALTERNATE, 1, WRAP, CURSOR, 66, 1000, 1002, 1003, 1004, 1006, 1015, 1016, 2004, 2048)
"""Private modes (DECRQM): screen, cursor keys, wrapping, cursor, keypad, mouse, focus, paste, reports of the size."""
ON_BY_DEFAULT = frozenset({CURSOR, WRAP})
_SET, _PERMANENTLY_SET, _RESET, _PERMANENTLY_RESET = 1, 3, 2, 4
LONGEST = 65_536
"""Octets of answers that are read; all that is asked for has a thousandth of it."""
_MODE = re.compile(rb"\x1b\[\?(\d{1,5});(\d)\$y")
_POSITION = re.compile(rb"\x1b\[(\d{1,5});(\d{1,5})R")
"""Of at most five digits: what a broken terminal sends is no number that Python would read (int() has a limit)."""


class ScreenModes(Struct, frozen=True):
    """What the terminal answered to questions about its modes."""

    modes: dict[int, bool] = field(default_factory=dict)
    """Private modes that it knows -> whether they are set."""
    position: tuple[int, int] | None = None
    """Row and column of the cursor, from 1; None where it did not say."""

    @property
    def is_alternate(self) -> bool | None:
        """Whether the alternate screen is in use; None where the terminal does not tell."""
        return self.modes.get(ALTERNATE)

    def restoring(self, keep_screen: bool) -> bytes:
        """What sets everything again that a dialog may have changed.

        ``keep_screen``: the dialog was drawn over the client's own screen, so that the cursor has to be put back.
        """
        written = [
            f"\x1b[?{mode}{'h' if self.modes.get(mode, mode in ON_BY_DEFAULT) else 'l'}"
            for mode in ASKED
            if mode in self.modes or mode in ON_BY_DEFAULT
            if mode != ALTERNATE
        ]
        if keep_screen and self.position is not None:
            written.append("\x1b[{};{}H".format(*self.position))
        return "".join(written).encode()


def ask(terminal: int, patience: float = PATIENCE) -> ScreenModes:
    """Ask the terminal for all modes and for the cursor's position, whose answer comes last and ends the wait.

    What was typed before is dropped: it was meant for the client. Raises ``OSError`` where the terminal is gone.
    """
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSAFLUSH)
        questions = "".join(f"\x1b[?{mode}$p" for mode in ASKED)
        os.write(terminal, f"{questions}\x1b[6n".encode())
        return _understood(read_answers(terminal, _POSITION, patience, LONGEST))
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


def _understood(received: bytes) -> ScreenModes:
    modes: dict[int, bool] = {}
    for number, state in _MODE.findall(received):
        if int(state) in (_SET, _PERMANENTLY_SET, _RESET, _PERMANENTLY_RESET):
            modes[int(number)] = int(state) in (_SET, _PERMANENTLY_SET)
    position = _POSITION.search(received)
    return ScreenModes(modes, (int(position[1]), int(position[2])) if position else None)
