"""A box to tick whose state can be read without colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from composer.safe_text import clean


class Tick(Widget, can_focus=True):
    """Drawn ``[x] Label`` or ``[ ] Label``; the focus shows as ``>``."""

    DEFAULT_CSS = """
    Tick { width: auto; height: 1; }
    Tick:focus { text-style: reverse; }
    """
    BINDINGS = [Binding("enter,space", "toggle", show=False)]

    value: reactive[bool] = reactive(False)
    """Whether it is ticked."""
    label_text: reactive[str] = reactive("", layout=True)
    """What it says now."""

    @dataclass
    class Changed(Message):
        """The tick was set or taken away."""

        tick: Tick
        value: bool

        @property
        def control(self) -> Tick:
            """The tick."""
            return self.tick

    def __init__(self, label: Callable[[], str], value: bool = False, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._label = label
        self.set_reactive(Tick.value, value)
        self.set_reactive(Tick.label_text, clean(label()))

    def retranslate(self) -> None:
        """Set the label again."""
        self.label_text = clean(self._label())

    def render(self) -> Content:
        """The state and the label."""
        mark = "x" if self.value else " "
        return Content(f"[{mark}]{'>' if self.has_focus else ' '}{self.label_text}")

    def watch_value(self, value: bool) -> None:
        """Report every change."""
        self.post_message(self.Changed(self, value))

    def on_click(self) -> None:
        """A click toggles."""
        self.action_toggle()

    def action_toggle(self) -> None:
        """The other state."""
        self.value = not self.value
