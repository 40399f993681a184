"""A button of one row whose focus and state are characters, so that they are seen without colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from composer.safe_text import clean

Variant = Literal["default", "primary", "danger"]
BUTTON_FRAME = 4
"""Cells around a label: brackets, and marks of the focus or spaces."""


class PushButton(Widget, can_focus=True):
    """``[ Label ]``, with the focus ``[>Label<]``, disabled ``( Label )``."""

    DEFAULT_CSS = """
    PushButton { width: auto; height: 1; }
    PushButton:hover { text-style: underline; }
    PushButton:focus { text-style: bold reverse; }
    PushButton.-primary { text-style: bold; }
    PushButton:disabled { text-style: none; color: $foreground 60%; }
    """
    BINDINGS = [Binding("enter,space", "press", show=False)]

    @dataclass
    class Pressed(Message):
        """The button was pressed, by Enter, Space or a click."""

        button: PushButton

    def __init__(
        self,
        label: Callable[[], str],
        *,
        id: str,
        variant: Variant = "default",
        act: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(id=id, classes=f"-{variant}", markup=False)
        self._label = label
        self.act = act
        """What pressing it is for; whoever hears of ``Pressed`` does it."""

    @property
    def label(self) -> str:
        """The label in the language now active."""
        return clean(self._label())

    def render(self) -> Content:
        """The label between brackets that show focus and state."""
        if self.is_disabled:
            return Content(f"( {self.label} )")
        return Content(f"[>{self.label}<]" if self.has_focus else f"[ {self.label} ]")

    def retranslate(self) -> None:
        """Show the label in the active language."""
        self.refresh(layout=True)

    def action_press(self) -> None:
        """Post ``Pressed``, as a key or a click asks for."""
        self.post_message(self.Pressed(self))

    def on_click(self, event: events.Click) -> None:
        """A click presses the button, and reaches nothing below it."""
        event.stop()
        self.action_press()
