"""A box to tick, drawn so that it is read without colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from composer.safe_text import clean


class Tick(Widget, can_focus=True):
    """A box to tick: ``[x] Label`` or ``[ ] Label``."""

    DEFAULT_CSS = """
    Tick { width: auto; height: auto; }
    Tick:hover { text-style: underline; }
    Tick:focus { text-style: reverse; }
    """
    BINDINGS = [Binding("enter,space", "turn", show=False)]

    value: reactive[bool] = reactive(False)
    """Whether it is ticked; setting it posts nothing."""

    @dataclass
    class Changed(Message):
        """The member ticked or unticked it."""

        tick: Tick
        value: bool

    def __init__(self, label: Callable[[], str], value: bool = False, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._label = label
        self.set_reactive(Tick.value, value)

    def render(self) -> Content:
        """The box and the label."""
        return Content(f"[{'x' if self.value else ' '}] {clean(self._label())}")

    def retranslate(self) -> None:
        """Show the label in the active language."""
        self.refresh(layout=True)

    def action_turn(self) -> None:
        """Tick or untick, and post ``Changed``."""
        self.value = not self.value
        self.post_message(self.Changed(self, self.value))

    def on_click(self, event: events.Click) -> None:
        """A click ticks the box or takes the tick away."""
        event.stop()
        self.action_turn()
