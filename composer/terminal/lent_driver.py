"""Drivers for a terminal that a mail client has lent: it may draw on the alternate screen, and it may go away."""

from __future__ import annotations

from contextlib import suppress

from composer.terminal.driver import SafeDriver

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
"""The alternate screen, as the pinned Textual enters and leaves it."""
CLEAR = "\x1b[m\x1b[H\x1b[2J"


class LentDriver(SafeDriver):
    """A terminal that is closed ends the reading without noise; the app sees by itself that it is gone."""

    def run_input_thread(self) -> None:
        """Wait for input until the app ends or the terminal does."""
        with suppress(OSError):
            super().run_input_thread()


class DrawnOverDriver(LentDriver):
    """Draws over the client's screen: to leave the alternate screen would show what lies under the client."""

    def write(self, data: str) -> None:
        """Everything is written but the change of the screen."""
        super().write(CLEAR if data in (ENTER, LEAVE) else data)
