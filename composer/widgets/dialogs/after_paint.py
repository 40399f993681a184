"""Dialogs that hear nothing typed or clicked before they were painted: type-ahead never answers a question."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from composer.widgets.glyphs import NARROW, Glyphs

T = TypeVar("T")


class AfterPaintScreen(ModalScreen[T]):
    """A modal that drops input until its first paint, also what was typed before and is delivered after it."""

    AUTO_FOCUS = ""  # nothing has the focus before the paint, so that every key comes to the screen first
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]
    FIRST_FOCUS = ""
    """The widget that gets the focus after the paint, as a selector."""

    painted_at: float | None = None
    """The moment of the first paint on the clock that events carry; None before it."""

    def is_early(self, event: events.Event) -> bool:
        """Whether the event was made before the member could see the dialog."""
        return self.painted_at is None or event.time <= self.painted_at

    def painted(self) -> None:
        """Called after the first paint, and after the next one when the dialog is painted anew."""

    def paint_anew(self) -> None:
        """What is shown means something else now: everything typed before its paint is dropped, as at the first."""
        self.set_focus(None)
        self.painted_at = None
        self.refresh()

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes arrive here while nothing has the focus."""
        if isinstance(event, events.Mount):
            glyphs: Glyphs = getattr(self.app, "glyphs", NARROW)  # an app without the attribute asked no terminal
            self.set_class(glyphs.is_ascii, "-ascii")
        if not (is_input(event) and self.is_early(event)):
            await super().on_event(event)

    def _compositor_refresh(self) -> None:
        """The pinned Textual draws here and nowhere else, except while updates are held back as one batch."""
        super()._compositor_refresh()
        if self.painted_at is None and self.is_current and not self.app._batch_count and self._has_place():
            self.painted_at = Message().time
            self.call_next(self._first_paint)

    def _has_place(self) -> bool:
        """Whether the dialog was laid out when it was drawn."""
        return any(widget.region for widget in self.query(self.FIRST_FOCUS))

    def _first_paint(self) -> None:
        if self.is_attached:
            self.set_focus(self.query_one(self.FIRST_FOCUS))
            self.painted()

    def _forward_event(self, event: events.Event) -> None:
        """The pinned Textual hands a screen its mouse here, and makes a click of a press and a release."""
        if not (is_input(event) and self.is_early(event)):
            super()._forward_event(event)
        elif isinstance(event, events.MouseEvent):
            self.suppress_click()


def is_early(widget: Widget, event: events.Event) -> bool:
    """For whatever can have the focus in such a dialog: whether this is an early key, delivered late."""
    screen = widget.screen
    return is_input(event) and isinstance(screen, AfterPaintScreen) and screen.is_early(event)


def is_input(event: events.Event) -> bool:
    """Whether a person made the event: a key, the mouse, a paste."""
    return isinstance(event, events.InputEvent | events.Paste)
