"""Drivers for a terminal that is borrowed from a mail client, and that may go away."""

from __future__ import annotations

from contextlib import suppress

from composer.terminal.alternate_screen import CLEAR, ENTER, LEAVE
from composer.terminal.driver import SafeDriver


class BorrowedDriver(SafeDriver):
    """A driver that ends its reading silently when the terminal is closed; the app notices that by itself."""

    def run_input_thread(self) -> None:
        """Read input until the app ends or the terminal is gone."""
        with suppress(OSError):
            super().run_input_thread()


class OverlayDriver(BorrowedDriver):
    """Draws over the client's screen: leaving the alternate screen would show what is below the client."""

    def write(self, data: str) -> None:
        """Write to the terminal, clearing the screen instead of changing to another."""
        super().write(CLEAR if data in (ENTER, LEAVE) else data)
