"""Waits for a blocking call without holding up the end of the process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(function: Callable[[], T], seconds: float) -> T:
    """The result of ``function``, run in a thread of its own; raises ``TimeoutError`` after ``seconds``.

    When nobody waits any longer the thread runs on unheeded, and unlike an executor's it does not delay the exit.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = function()
        except Exception as error:
            _settle(loop, future, lambda: future.set_exception(error))
        else:
            _settle(loop, future, lambda: future.set_result(result))

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wait_for(future, seconds)


def _settle(loop: asyncio.AbstractEventLoop, future: asyncio.Future[T], set_outcome: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the loop is closed: the program has ended meanwhile
        loop.call_soon_threadsafe(lambda: None if future.done() else set_outcome())
