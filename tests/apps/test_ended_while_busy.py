"""An app that is told to end ends, however many keys wait for it."""

from __future__ import annotations

import asyncio
import signal

import pytest
from rich.console import RenderableType

from composer.apps.safe_app import SafeApp

MORE_THAN_A_SOCKET_HOLDS = 5000
SAVED = -1


class Told(SafeApp):
    """An app that notes what it does."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[int] = []
        self.ended = asyncio.Event()

    def save_everything(self) -> None:
        self.done.append(SAVED)

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        super().exit(result, return_code, message)
        self.ended.set()


@pytest.mark.parametrize("number", SafeApp.ENDED_BY)
@pytest.mark.parametrize("waiting", [0, MORE_THAN_A_SOCKET_HOLDS])
def test_a_signal_is_heard_however_many_keys_wait(waiting: int, number: signal.Signals) -> None:
    async def told_to_end() -> Told:
        app, loop = Told(), asyncio.get_running_loop()
        app.listen_for_the_end()
        for key in range(waiting):
            loop.call_soon_threadsafe(app.done.append, key)  # as the thread does that reads the terminal
        signal.raise_signal(number)
        async with asyncio.timeout(60):
            await app.ended.wait()
        return app

    app = asyncio.run(told_to_end())
    assert app.return_value == 128 + number
    assert app.done == [*range(waiting), SAVED]
    assert signal.getsignal(number) == signal.SIG_DFL
