"""Tells the member what presend waits for where that takes long, and lets them end the wait by a key."""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from composer.gate.services import Process
from composer.gate.terminal.place import FoundTerminal, Place
from composer.gate.waiting_words import waiting_words
from composer.services.outbox import Progress
from composer.terminal.processes import CONTROLLING, process


@contextmanager
def waiting(progress: Progress, process: Process, stop: Callable[[], None]) -> Iterator[None]:
    """Say what is waited for: on the client's terminal, or without one on standard error.

    ``stop`` is called by Ctrl+C.
    """
    words, terminal = waiting_words(progress), process.terminal()
    if terminal is None or terminal.place is not Place.HERE or _is_seen_and_heard(terminal):
        process.say(words)
        yield
        return
    from composer.gate.terminal.waiting_page import waiting_page

    with waiting_page(terminal, words, stop):
        yield


def _is_seen_and_heard(terminal: FoundTerminal) -> bool:
    """Whether standard error is a line on that terminal, and Ctrl+C there is a signal to this process."""
    own = process(os.getpid())
    if own is None or terminal.is_full_screen or (own.terminal, own.group) != (terminal.device, own.foreground):
        return False
    try:
        is_there = os.fstat(2).st_rdev in (terminal.device, CONTROLLING)
        return is_there and bool(termios.tcgetattr(2)[3] & termios.ISIG) and _is_interruptible()
    except (OSError, termios.error):
        return False


def _is_interruptible() -> bool:
    is_blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    return not is_blocked and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
