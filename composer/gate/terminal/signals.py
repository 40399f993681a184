"""Signals as a program with a screen needs them, whatever the mail client has set, and given back afterwards."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
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
_INTERRUPTING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""What a client, a closed terminal or the end of a session sends, sometimes two of them at once."""
HELD = (*ENDING, signal.SIGINT)
"""What would break into the start or the end of a screen, and leave the terminal half set."""


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
    """What asks a program to end is only noted, where nobody decided otherwise, until ``interrupt_from_now``."""
    for number in _INTERRUPTING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _Noting())


def stop_noting() -> None:
    """What asks a program to end ends it again, and at once where it was asked for since ``note_ending``."""
    was_asked = [number for number in _INTERRUPTING if _was_noted(signal.getsignal(number))]
    for number in _INTERRUPTING:
        if isinstance(signal.getsignal(number), _Noting):
            signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)
    for number in was_asked:
        signal.raise_signal(number)


def _was_noted(handler: object) -> bool:
    return isinstance(handler, _Noting) and handler.asked_at is not None


def was_asked_to_end(before: float | None = None) -> bool:
    """Whether that has been noted, and where a moment of the monotonic clock is given, before it."""
    moments = [one.asked_at for one in _noting() if one.asked_at is not None]
    return bool(moments) and (before is None or min(moments) < before)


def interrupt_from_now() -> None:
    """As ``interrupt_on_ending``, and at once where it was asked for since ``note_ending``."""
    noting = _noting()
    _answer_with(_interrupt)
    if any(one.asked_at is not None for one in noting):
        ignore_ending()
        raise interrupted()


def interrupted() -> KeyboardInterrupt:
    """The ``KeyboardInterrupt`` that a handler of this module raises."""
    return _Interrupted()


def _noting() -> list[_Noting]:
    handlers = map(signal.getsignal, _INTERRUPTING)
    return [one for one in handlers if isinstance(one, _Noting)]


def interrupt_on_ending() -> None:
    """What asks a program to end interrupts it, where nobody decided otherwise: a message is kept then, not lost."""
    for number in _INTERRUPTING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _interrupt)


def break_off_on_ending(call: Callable[[], None]) -> None:
    """What asks a program to end calls this instead of interrupting: what is under way comes to an honest end."""
    _answer_with(_Calling(call))


def interrupt_again_on_ending() -> None:
    """What asks a program to end interrupts it once more, after ``break_off_on_ending``."""
    _answer_with(_interrupt)


def ignore_ending() -> None:
    """Nothing interrupts any more: what the client is told about a message must be true."""
    _answer_with(_nothing)


def ignore_ending_for_good() -> None:
    """The same to the very end: Python takes every handler but this away before it ends."""
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
