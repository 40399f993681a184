"""Waits for a blocking call without holding up the end of the process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
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
            settle = partial(future.set_result, function())
        except Exception as error:  # whatever it is, it belongs to the one who waits
            settle = partial(future.set_exception, error)
        with suppress(RuntimeError):  # the loop is closed: the program has ended meanwhile
            loop.call_soon_threadsafe(lambda: None if future.done() else settle())

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wait_for(future, seconds)
