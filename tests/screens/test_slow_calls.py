"""A screen hears of each slow call once, and the app of each attempt to deliver."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from textual.message import Message
from textual.screen import Screen

from composer.errors import PresendError, StorageError
from composer.screens.slow_calls import SlowCalls
from composer.threads.abort import Abort
from tests.pilots import until
from tests.screens.outbox_double import Host


@dataclass
class Done(Message):
    """What a call made."""

    where: threading.Thread


class Asking(Screen[None]):
    """Keeps what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = SlowCalls(self, "test")
        self.heard: list[str] = []

    def on_done(self, message: Done) -> None:
        self.heard.append("done" if message.where is not threading.current_thread() else "done in the way")

    def on_slow_calls_broke(self, message: SlowCalls.Broke) -> None:
        self.heard.append(message.words())


class Listening(Host):
    """Counts the attempts that are over."""

    over = 0

    def on_slow_calls_over(self) -> None:
        self.over += 1


def does() -> Message:
    return Done(threading.current_thread())


def breaks() -> Message:
    raise StorageError("No space left on device.")


def cannot_be() -> Message:
    raise PresendError("That cannot be.")


OUTCOMES = [(does, "done"), (breaks, "No space left on device."), (cannot_be, "That cannot be.")]


@pytest.mark.parametrize(("call", "heard"), OUTCOMES)
async def test_a_call_is_answered_once_from_a_thread(call: Callable[[], Message], heard: str) -> None:
    screen = Asking()
    app = Listening(screen)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.screen is screen)
        work = screen.calls.begin(call)
        await until(pilot, lambda: work.is_finished and screen.heard)
        assert (screen.heard, app.over) == ([heard], 0)


@pytest.mark.parametrize(("call", "heard"), OUTCOMES)
async def test_of_an_attempt_the_app_hears_too(call: Callable[[], Message], heard: str) -> None:
    screen = Asking()
    app = Listening(screen)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.screen is screen)
        screen.calls.attempt(lambda _abort: call())
        await until(pilot, lambda: app.over)
        assert (screen.heard, app.over) == ([heard], 1)


async def test_an_attempt_that_outlives_its_screen_is_still_told_to_the_app() -> None:
    screen, gate = Asking(), threading.Event()
    app = Listening(screen)

    def waits(_abort: Abort) -> Message:
        assert gate.wait(30), "the test never let the attempt go on"
        return does()

    async with app.run_test() as pilot:
        await until(pilot, lambda: app.screen is screen)
        screen.calls.attempt(waits)
        screen.dismiss()
        await until(pilot, lambda: app.screen is not screen)
        gate.set()
        await until(pilot, lambda: app.over)
        assert app.over == 1
