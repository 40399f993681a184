"""A sentence on the client's terminal while presend waits, and the key that ends the wait."""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from composer.errors import NoTerminalError
from composer.gate.terminal.borrowed_terminal import borrowed
from composer.gate.terminal.place import FoundTerminal
from composer.gate.terminal.signals import USED
from composer.language.wrapping import wrap
from composer.safe_text import clean
from composer.terminal.alternate_screen import CLEAR, ENTER, LEAVE
from composer.terminal.processes import has_younger_holder

STOP = b"\x03"
"""Ctrl+C as a character: as a signal it would go to the client, which does not stop its sendmail."""
LOOK_EVERY = 0.5
"""Seconds between two looks at the size of the terminal and at who else reads it."""
LONGEST = 4096


@contextmanager
def waiting_page(terminal: FoundTerminal, words: str, stop: Callable[[], None]) -> Iterator[None]:
    """Show ``words`` there until the end, and call ``stop`` when Ctrl+C is pressed; the terminal is as before then.

    A terminal that is closed meanwhile ends the wait too; one that is gone from the first shows nothing.
    """
    over, end = os.pipe()
    thread = threading.Thread(target=_Page(terminal, words, stop, over).stand, daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.close(end)
        thread.join()
        os.close(over)


class _Page:
    """Lives in a thread of its own: the main one waits."""

    def __init__(self, terminal: FoundTerminal, words: str, stop: Callable[[], None], over: int) -> None:
        self._terminal = terminal
        self._words = f"presend: {clean(words)}"
        self._stop = stop
        self._over = over
        """Can be read from when it is time to go."""

    def stand(self) -> None:
        """Until it is over; a program that asks for a passphrase there has the terminal for itself meanwhile."""
        signal.pthread_sigmask(signal.SIG_BLOCK, USED)  # the main thread is to wake up by them
        with suppress(NoTerminalError, OSError, termios.error):
            while self._is_needed_by_another():
                if self._ready():
                    return
            with borrowed(self._terminal) as (descriptor, taken), _screen(descriptor, taken.keeps_screen):
                self._show(descriptor)

    def _show(self, descriptor: int) -> None:
        drawn: os.terminal_size | None = None
        while True:
            size = None if self._is_needed_by_another() else os.get_terminal_size(descriptor)
            if size is not None and size != drawn:
                self._draw(descriptor, size.columns)
            drawn = size
            ready = self._ready(*([] if size is None else [descriptor]))
            if self._over in ready or (ready and not self._hears(descriptor)):
                return

    def _draw(self, descriptor: int, columns: int) -> None:
        tty.setraw(descriptor, termios.TCSANOW)
        os.write(descriptor, (CLEAR + "\r\n".join(wrap(self._words, columns - 1)) + "\r\n").encode("utf-8", "replace"))

    def _hears(self, descriptor: int) -> bool:
        """Read keys; False where the terminal was closed, which ends the wait like the key."""
        try:
            keys = os.read(descriptor, LONGEST)
        except OSError:
            keys = b""
        if STOP in keys or not keys:
            self._stop()
        return bool(keys)

    def _ready(self, *descriptors: int) -> list[int]:
        return select.select([self._over, *descriptors], [], [], LOOK_EVERY)[0]

    def _is_needed_by_another(self) -> bool:
        return has_younger_holder(self._terminal.device)


@contextmanager
def _screen(descriptor: int, keeps_screen: bool) -> Iterator[None]:
    """The alternate screen, which a client that uses it itself draws anew; every other one has its own again."""
    if keeps_screen:
        yield
        return
    os.write(descriptor, ENTER.encode())
    try:
        yield
    finally:
        with suppress(OSError):  # it was closed
            os.write(descriptor, LEAVE.encode())
