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
        """Enter, Space or a click."""

        button: PushButton

    def __init__(self, label: Callable[[], str], *, id: str, variant: Variant = "default") -> None:
        super().__init__(id=id, classes=f"-{variant}", markup=False)
        self._label = label

    @property
    def label(self) -> str:
        """The label in the language now active."""
        return clean(self._label())

    def render(self) -> Content:
        """The label between its brackets."""
        if self.is_disabled:
            return Content(f"( {self.label} )")
        return Content(f"[>{self.label}<]" if self.has_focus else f"[ {self.label} ]")

    def retranslate(self) -> None:
        """Say the label again."""
        self.refresh(layout=True)

    def action_press(self) -> None:
        """What Enter does."""
        self.post_message(self.Pressed(self))

    def on_click(self, event: events.Click) -> None:
        """A click is a press."""
        event.stop()
        self.action_press()
