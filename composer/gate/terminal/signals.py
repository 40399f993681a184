"""Signals as a program with a screen needs them, whatever the mail client has set, and given back afterwards."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)
"""The signals that ask a program to end."""
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
"""The signals that a screen depends on, which a client may have blocked or ignored."""
_INTERRUPTING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""What a client, a closed terminal or the end of a session sends, sometimes two of them at once."""
HELD = (*ENDING, signal.SIGINT)
"""The signals that would interrupt the start or the end of a screen, and leave the terminal half set."""


class EndedBySignalError(BaseException):
    """A signal asked this program to end; no handler of ordinary errors may swallow it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _Interrupted(KeyboardInterrupt):
    """Not KeyboardInterrupt itself: ``python -m`` remembers one that passed through ``exec`` and ends by SIGINT in
    spite of the exit status; s-nail takes what a signal has ended for sent."""


class _Noting:
    """Remembers when a program was asked to end; a class of its own, so that it is known for a handler of ours."""

    def __init__(self) -> None:
        self.asked_at: float | None = None

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked_at is None:
            self.asked_at = time.monotonic()


def note_ending() -> None:
    """Only note the signals of ``ENDING`` that have their default action, until ``interrupt_from_now``."""
    for number in _INTERRUPTING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _Noting())


def stop_noting() -> None:
    """Restore what those signals do, and end at once where one came since ``note_ending``."""
    was_asked = [number for number in _INTERRUPTING if _was_noted(signal.getsignal(number))]
    for number in _INTERRUPTING:
        if isinstance(signal.getsignal(number), _Noting):
            signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)
    for number in was_asked:
        signal.raise_signal(number)


def _was_noted(handler: object) -> bool:
    return isinstance(handler, _Noting) and handler.asked_at is not None


def was_asked_to_end(before: float | None = None) -> bool:
    """Whether such a signal was noted.

    With ``before``, whether it came before that moment (monotonic clock, seconds).
    """
    moments = [one.asked_at for one in _noting() if one.asked_at is not None]
    return bool(moments) and (before is None or min(moments) < before)


def interrupt_from_now() -> None:
    """Raise ``KeyboardInterrupt`` on such a signal, and at once where one was noted."""
    noting = _noting()
    _answer_with(_interrupt)
    if any(one.asked_at is not None for one in noting):
        ignore_ending()
        raise interrupted()


def interrupted() -> KeyboardInterrupt:
    """The ``KeyboardInterrupt`` that the handlers of this module raise."""
    return _Interrupted()


def _noting() -> list[_Noting]:
    handlers = map(signal.getsignal, _INTERRUPTING)
    return [one for one in handlers if isinstance(one, _Noting)]


def interrupt_on_ending() -> None:
    """Raise ``KeyboardInterrupt`` on signals that have their default action, so that a message is kept and not lost."""
    for number in _INTERRUPTING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _interrupt)


def break_off_on_ending(call: Callable[[], None]) -> None:
    """Call ``call`` on such a signal instead of interrupting, so that what is under way can end in order."""
    _answer_with(_Calling(call))


def interrupt_again_on_ending() -> None:
    """Raise ``KeyboardInterrupt`` on such a signal again, after ``break_off_on_ending``."""
    _answer_with(_interrupt)


def ignore_ending() -> None:
    """Ignore such signals: what the client is told about its message must be true."""
    _answer_with(_nothing)


def ignore_ending_for_good() -> None:
    """Ignore such signals until the process has ended: Python restores every other handler before."""
    _answer_with(signal.SIG_IGN)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    ignore_ending()  # a second signal would break into what keeps the message
    raise _Interrupted


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Not SIG_IGN: Python complains of a signal that came before that was set."""


class _Calling:
    """Not a plain function, so that it is known for a handler of ours."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self._call()


def _answer_with(handler: signal.Handlers | Callable[[int, FrameType | None], None]) -> None:
    for number in _INTERRUPTING:
        now = signal.getsignal(number)
        if now in (_interrupt, _nothing) or isinstance(now, _Calling | _Noting):
            signal.signal(number, handler)


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
    """Block the signals of ``HELD``; they come with ``let_through``, or after ``as_for_a_screen``."""
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD)


def let_through() -> None:
    """Deliver the signals that were held back, and those that come."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)


def _handler(number: signal.Signals) -> signal.Handlers | signal._HANDLER:
    if number in ENDING:
        return _end
    return signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise EndedBySignalError(number)
