"""What a screen asks of a disk or of the outbox: in threads, which answer by messages only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from composer.errors import PresendError
from composer.sentences.reasons import in_words
from composer.threads.abort import Abort
from composer.threads.background import in_background


class SlowCalls:
    """Calls the disk or the outbox for one screen, in threads; each call ends in one message to the screen."""

    @dataclass
    class Broke(Message):
        """What was asked for could not be done; ``words`` say why, in the language active when they are called."""

        words: Callable[[], str]

    class Over(Message):
        """An attempt to deliver has ended; posted to the app, also after its screen was left."""

    def __init__(self, screen: Screen[Any], group: str) -> None:
        self._screen = screen
        self._group = group

    def begin(self, call: Callable[[], Message]) -> Worker[None]:
        """Call in a thread that presend waits for at its end; post the message that the call returns, or ``Broke``."""
        return self._screen.run_worker(lambda: self.tell(_answer(call)), thread=True, group=self._group)

    def attempt(self, call: Callable[[Abort], Message]) -> None:
        """Call in a thread that presend does not wait for, since a server may never answer; post as ``begin`` does."""

        def run(abort: Abort) -> None:
            self.tell(_answer(lambda: call(abort)))
            with suppress(RuntimeError):  # the app has ended
                self._screen.app.post_message(self.Over())

        self._screen.run_worker(in_background(run), group=self._group)

    def tell(self, message: Message) -> None:
        """Post a message to the screen from such a thread."""
        with suppress(RuntimeError):  # the app has ended
            self._screen.post_message(message)


def _answer(call: Callable[[], Message]) -> Message:
    try:
        return call()
    except PresendError as error:
        return SlowCalls.Broke(in_words(error))
