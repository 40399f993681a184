"""Opening a window of warning texts over the demonstration's policy, and reading what it says."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.pilot import Pilot

from composer import words
from composer.administration.session import AdminSession
from composer.screens.admin.texts import TextSettingsScreen
from composer.terminal.typed_in_order import TypedInOrder, is_input
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.plain import Line
from policy.settings import Surface
from tests.administration.shipped_session import edited_session
from tests.screens.dialog_support import DialogApp

PC, NARROW, WIDE = (80, 24), (40, 20), (130, 30)


class WindowApp(DialogApp[bool]):
    """One window over an empty page."""

    def __init__(self, session: AdminSession, surface: Surface) -> None:
        super().__init__(lambda: TextSettingsScreen(session, surface))
        self.session = session
        self._typed = TypedInOrder(self)

    async def on_event(self, event: events.Event) -> None:
        """Keys have their turn one after another, as in the app of the program."""
        if not is_input(event) or event.is_forwarded:
            await super().on_event(event)
        elif self._typed.admits(event):
            await super().on_event(event)
            self._typed.handed_out(event)

    def switch_language(self, tag: str) -> None:
        """Say everything again, as the app of the program does."""
        words.use(tag)
        for node in (*self.window.walk_children(), self.window):
            retranslate = getattr(node, "retranslate", None)
            if retranslate is not None:
                retranslate()
        self.window.refresh_bindings()

    @property
    def window(self) -> TextSettingsScreen:
        """The window, also under a question."""
        return next(screen for screen in self.screen_stack if isinstance(screen, TextSettingsScreen))


def window(surface: Surface = Surface.PC, session: AdminSession | None = None) -> WindowApp:
    """The window, in English before it says a word."""
    words.use("en")
    return WindowApp(session or edited_session(), surface)


def line(app: WindowApp, selector: str) -> str:
    """The words of one line."""
    return app.window.query_one(selector, Line).text


def box(app: WindowApp, selector: str) -> str:
    """The words of one box."""
    return app.window.query_one(selector, ForeignBox).text


async def shown(pilot: Pilot[Any]) -> None:
    """Wait until what was typed is drawn."""
    await pilot.pause()
    await pilot.pause()
