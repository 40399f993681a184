"""Aborting work: one side asks for it, from a signal or another thread, and whoever waits for a server or lock ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from composer.errors import PresendError
from composer.words import _

SLICE = 0.1
"""The most seconds of one wait before it is checked again whether to stop."""
T = TypeVar("T")


class AbortedError(PresendError):
    """What was going on was aborted because somebody asked for it."""

    def __init__(self) -> None:
        super().__init__(broken_off_words())


def broken_off_words() -> str:
    """The sentence about a delivery that ``Abort`` ended."""
    return _("Sending was broken off.")


class Abort:
    """Ends ``Outbox.deliver`` and ``flush`` within a second, whatever a server does.

    It is used once: what was broken off by it stays broken off. Setting it takes no lock, so a signal handler may.
    """

    def __init__(self) -> None:
        self._is_set = False

    @property
    def is_set(self) -> bool:
        """Whether somebody has asked to stop."""
        return self._is_set

    def set(self) -> None:
        """Ask to stop, from any thread or a signal handler; returns at once."""
        self._is_set = True

    def check(self) -> None:
        """Raise ``AbortedError`` where somebody has asked to stop."""
        if self._is_set:
            raise AbortedError

    def slices(self, deadline: float) -> float:
        """Seconds to wait now, at most until ``deadline`` (``time.monotonic``), before looking again.

        Raises ``AbortedError`` when to stop, ``TimeoutError`` when the deadline is over.
        """
        self.check()
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, SLICE)

    def call(self, function: Callable[[], T], seconds: float) -> T:
        """The function's result; it runs in a thread, which is left alone when the wait for it ends early.

        Raises what the function does, ``AbortedError`` and ``TimeoutError`` (after ``seconds``).
        """
        import threading

        results: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                results.append(function())
            except BaseException as error:
                errors.append(error)

        thread = threading.Thread(target=run, daemon=True)  # the interpreter does not wait for it at its end
        thread.start()
        deadline = time.monotonic() + seconds
        while thread.is_alive():
            thread.join(self.slices(deadline))
        if errors:
            raise errors[0]
        return results[0]
