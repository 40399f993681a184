"""Signals as a program with a screen needs them, whatever the mail client has set, and given back afterwards."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)
"""What asks a program to end."""
USED = (
    *ENDING,
    signal.SIGINT,
    signal.SIGTSTP,
    signal.SIGCONT,
    signal.SIGTTIN,
    signal.SIGTTOU,
    signal.SIGWINCH,
    signal.SIGCHLD,
    signal.SIGALRM,
    signal.SIGUSR1,
    signal.SIGUSR2,
)
"""Whatever a client may have blocked or ignored that a screen depends on."""


HELD = (*ENDING, signal.SIGINT)
"""What would break into the start or the end of a screen, and leave the terminal half set."""


class EndedBySignalError(BaseException):
    """A signal asked this program to end; no handler of ordinary errors may swallow it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def as_for_a_screen() -> Iterator[None]:
    """Unblock and reset what a screen depends on; a request to end raises ``EndedBySignalError``.

    Only the main thread may set handlers.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, USED)
    handlers = {number: signal.getsignal(number) for number in USED}
    try:
        for number in USED:
            signal.signal(number, _handler(number))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, USED)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, USED)  # what comes now is answered when everything is as it was
        for number, handler in handlers.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def hold_back() -> None:
    """Let no request to end this program through; it comes with ``let_through``, or after ``as_for_a_screen``."""
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD)


def let_through() -> None:
    """Whoever listens hears of what was held back, and of what comes."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)


def _handler(number: signal.Signals) -> signal.Handlers | signal._HANDLER:
    if number in ENDING:
        return _end
    return signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise EndedBySignalError(number)
