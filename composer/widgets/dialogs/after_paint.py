"""A base for dialogs that hear nothing typed or clicked before their first paint: type-ahead answers no question."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from composer.terminal.typed_in_order import is_input
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.glyphs import glyphs_of

T = TypeVar("T")


class AfterPaintScreen(ModalScreen[T]):
    """A modal screen that drops all input made before its first paint, also what is delivered later."""

    AUTO_FOCUS = ""  # nothing has the focus before the paint, so that every key comes to the screen first
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]
    FIRST_FOCUS = ""
    """The selector of the widget that gets the focus after the first paint."""

    painted_at: float | None = None
    """The moment of the first paint on the clock that events carry; None before it."""

    def __init__(self) -> None:
        super().__init__()
        self._first_answer = FirstAnswer[T](self)

    @property
    def is_answered(self) -> bool:
        """Whether the dialog has its answer."""
        return self._first_answer.is_given

    def answer(self, answer: T) -> None:
        """Close with an answer; only the first counts."""
        self._first_answer.give(answer)

    def is_early(self, event: events.Event) -> bool:
        """Whether the event was made before the member could see the dialog."""
        return self.painted_at is None or event.time <= self.painted_at

    def painted(self) -> None:
        """Hook: called after the first paint, and again after that of a dialog painted anew."""

    def drawn(self) -> None:
        """Hook: called each time the dialog was drawn."""

    def paint_anew(self) -> None:
        """Drop everything typed before the next paint, since what is shown means something else now."""
        self.set_focus(None)
        self.painted_at = None
        self.refresh()

    async def on_event(self, event: events.Event) -> None:
        """Drop input from before the paint; keys and pastes arrive here while nothing has the focus."""
        if isinstance(event, events.Mount):
            self.set_class(glyphs_of(self.app).is_ascii, "-ascii")
        if not (is_input(event) and self.is_early(event)):
            await super().on_event(event)

    def _compositor_refresh(self) -> None:
        """Note the first paint: the pinned Textual draws here and nowhere else, except while it batches updates."""
        super()._compositor_refresh()
        if not self.is_current or self.app._batch_count or not self._has_place():
            return
        if self.painted_at is None:
            self.painted_at = Message().time
            self.call_next(self._first_paint)
        self.drawn()

    def _has_place(self) -> bool:
        """Whether the dialog was laid out when it was drawn."""
        return any(widget.region for widget in self.query(self.FIRST_FOCUS))

    def _first_paint(self) -> None:
        if self.is_attached:
            self.set_focus(self.query_one(self.FIRST_FOCUS))
            self.painted()

    def _forward_event(self, event: events.Event) -> None:
        """Drop mouse events from before the paint, and the clicks that Textual would make of them."""
        if not (is_input(event) and self.is_early(event)):
            super()._forward_event(event)
        elif isinstance(event, events.MouseEvent):
            self.suppress_click()


def is_early(widget: Widget, event: events.Event) -> bool:
    """Whether a widget gets an input event made before its dialog's first paint."""
    screen = widget.screen
    return is_input(event) and isinstance(screen, AfterPaintScreen) and screen.is_early(event)
