"""Threads that the program does not wait for at its end: a server that does not answer must keep nobody."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from composer.threads.abort import Abort

T = TypeVar("T")


class BackgroundThread(threading.Thread):
    """A daemon thread with the ``Abort`` that stops its work."""

    def __init__(self, act: Callable[[Abort], None]) -> None:
        super().__init__(daemon=True)
        self.abort = Abort()
        self._act = act
        self._context = contextvars.copy_context()

    def run(self) -> None:
        """Do the work in the context (language included) of the thread that made this one."""
        self._context.run(self._act, self.abort)


async def in_background(act: Callable[[Abort], T]) -> T:
    """The result of ``act``, run in such a thread; a caller that is cancelled leaves the thread running."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def tell(say: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(lambda: None if future.done() else say())

    def run(abort: Abort) -> None:
        try:
            result = act(abort)
        except Exception as error:
            fault = error
            tell(lambda: future.set_exception(fault))
        else:
            tell(lambda: future.set_result(result))

    begin(run)
    return await future


def begin(act: Callable[[Abort], None]) -> BackgroundThread:
    """Run ``act`` in such a thread, and return the thread."""
    thread = BackgroundThread(act)
    thread.start()
    return thread


def is_busy() -> bool:
    """Whether any such thread is at work."""
    return bool(_all())


def end_all(patience: float, last_moment: float) -> None:
    """Wait ``patience`` seconds for all such threads, abort the rest, and wait ``last_moment`` seconds more."""
    _wait(patience)
    for thread in _all():
        thread.abort.set()
    _wait(last_moment)


def _wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    for thread in _all():
        thread.join(max(0.0, end - time.monotonic()))


def _all() -> list[BackgroundThread]:
    return [thread for thread in threading.enumerate() if isinstance(thread, BackgroundThread)]
