"""Work that takes a while where mailing lists are large: done in a thread, with a line that says what is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App, ComposeResult
from textual.screen import ModalScreen

from composer.threads.background import in_background
from composer.widgets.plain import Line
from composer.words import _

T = TypeVar("T")
SHOWN_AFTER = 0.3
"""Seconds after which the line is shown: a flash of it would only be noise."""


class WorkingScreen(ModalScreen[None]):
    """A line that says what is being done; it takes every key, so that nothing changes under the work."""

    DEFAULT_CSS = """
    WorkingScreen { align: center middle; background: transparent; }
    WorkingScreen #working {
        display: none; width: auto; max-width: 100%; padding: 0 2; background: $panel; color: $foreground;
    }
    """

    def __init__(self, words: Callable[[], str]) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """The line that says what is done."""
        yield Line(self._words(), id="working")

    def on_mount(self) -> None:
        """Show the line after ``SHOWN_AFTER`` seconds."""
        self.set_timer(SHOWN_AFTER, self._show)

    def retranslate(self) -> None:
        """Say it in the language now active."""
        self.query_one("#working", Line).say(self._words())

    def _show(self) -> None:
        self.query_one("#working").display = True


async def worked_out(app: App[Any], act: Callable[[], T], words: Callable[[], str]) -> T:
    """The result of ``act``, which runs in a thread and may raise; ``words`` say meanwhile what is done."""
    screen = WorkingScreen(words)
    await app.push_screen(screen)
    try:
        return await in_background(lambda _abort: act())
    finally:
        if screen in app.screen_stack[-1:]:
            await app.pop_screen()


def whole_policy_words() -> str:
    """What is done where everything that the policy says counts."""
    return _("One moment: the whole policy is being looked at.")
