"""A terminal taken from the mail client for the time of a dialog, and given back exactly as it was."""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress

from msgspec import Struct

from composer.errors import NoTerminalError
from composer.gate.terminal.descriptors import open_above, standing_in
from composer.gate.terminal.place import FoundTerminal
from composer.gate.terminal.screen_modes import ScreenModes, ask
from composer.gate.terminal.signals import as_for_a_screen, hold_back
from composer.words import _

SIZES = ("COLUMNS", "LINES")
"""Variables that would be believed before the terminal."""


class Borrowed(Struct, frozen=True):
    """The terminal while it is presend's."""

    modes: ScreenModes
    """What the client had set."""
    keeps_screen: bool
    """Whether the client already draws on the alternate screen, which must then be neither entered nor left."""


@contextmanager
def borrowed_as_stdio(terminal: FoundTerminal, environ: MutableMapping[str, str] = os.environ) -> Iterator[Borrowed]:
    """Standard input, output and error are the terminal; afterwards it and they are as before, whatever happens.

    What the member typed for the client before is dropped. Raises ``NoTerminalError`` where the terminal is gone,
    and ``EndedBySignalError`` (after giving everything back) when this program is asked to end before it has the
    terminal. After that such a request waits for ``composer.gate.terminal.signals.let_through``, or for the end.
    """
    sizes = {name: environ.pop(name) for name in SIZES if name in environ}
    try:
        with as_for_a_screen(), borrowed(terminal) as (descriptor, taken), standing_in(descriptor):
            hold_back()
            yield taken
    finally:
        environ.update(sizes)


@contextmanager
def borrowed(terminal: FoundTerminal) -> Iterator[tuple[int, Borrowed]]:
    """A descriptor of the terminal, which is as before afterwards; signals and standard streams stay as they are.

    What the member typed for the client before is dropped. Raises ``NoTerminalError`` where the terminal is gone.
    """
    descriptor = _opened(terminal.path)
    try:
        with _in_front(descriptor), _as_it_was(descriptor, terminal) as taken:
            yield descriptor, taken
    finally:
        os.close(descriptor)


def _opened(path: str) -> int:
    try:
        return open_above(path)
    except OSError:
        raise _gone() from None


def _gone() -> NoTerminalError:
    return NoTerminalError(_("The terminal is gone, so that nobody could be asked. Nothing was sent."))


@contextmanager
def _in_front(descriptor: int) -> Iterator[None]:
    """The process group that may read this terminal is ours, where it is the controlling terminal at all."""
    try:
        before = os.tcgetpgrp(descriptor)
    except OSError:  # another session's terminal: whoever opens it may read it
        yield
        return
    ours = os.getpgrp()
    if before != ours:
        _put_in_front(descriptor, ours)
    try:
        yield
    finally:
        if before != ours:
            _put_in_front(descriptor, before)


def _put_in_front(descriptor: int, group: int) -> None:
    """Whoever is in the background is stopped for this (SIGTTOU), unless the signal is blocked."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTTOU])
    try:
        with suppress(OSError):  # a group that has ended meanwhile
            os.tcsetpgrp(descriptor, group)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@contextmanager
def _as_it_was(descriptor: int, terminal: FoundTerminal) -> Iterator[Borrowed]:
    """The line settings, the modes of the screen, the cursor; a client that was drawn over is asked to draw anew."""
    try:
        settings = termios.tcgetattr(descriptor)
        modes = ask(descriptor)
    except (OSError, termios.error):
        raise _gone() from None
    alternate = modes.is_alternate
    taken = Borrowed(modes, terminal.is_full_screen if alternate is None else alternate)
    try:
        yield taken
    finally:
        with suppress(OSError, termios.error):  # the terminal was closed: nothing is left to be restored
            os.write(descriptor, modes.restoring(taken.keeps_screen))
            termios.tcsetattr(descriptor, termios.TCSADRAIN, settings)
            termios.tcflush(descriptor, termios.TCIFLUSH)  # late answers of the terminal are no keys for the client
        if taken.keeps_screen:
            _draw_anew(terminal.drawing)


def _draw_anew(drawing: tuple[int, ...]) -> None:
    """What a terminal has lost nobody but the client can draw again: it is told as after a change of the size.

    Who does not care ignores the signal by itself.
    """
    for pid in drawing:
        with suppress(OSError):
            os.kill(pid, signal.SIGWINCH)
