"""A button one row high whose focus can be seen without colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from composer.safe_text import clean


class PushButton(Widget, can_focus=True):
    """Drawn ``[ Label ]``, with the focus ``[>Label<]``, disabled ``( Label )``."""

    DEFAULT_CSS = """
    PushButton { width: auto; height: 1; }
    PushButton:focus { text-style: reverse; }
    PushButton.-primary { text-style: bold; }
    PushButton.-primary:focus { text-style: bold reverse; }
    PushButton:disabled { text-style: dim; }
    """
    BINDINGS = [Binding("enter,space", "press", show=False)]

    label_text: reactive[str] = reactive("", layout=True)
    """What the button says now."""

    @dataclass
    class Pressed(Message):
        """The button was pressed."""

        button: PushButton

        @property
        def control(self) -> PushButton:
            """The button."""
            return self.button

    def __init__(
        self,
        label: Callable[[], str],
        *,
        id: str,  # noqa: A002  # Textual's name
        variant: str = "default",
    ) -> None:
        super().__init__(id=id, classes=f"-{variant}")
        self._label = label
        self.set_reactive(PushButton.label_text, clean(label()))

    def retranslate(self) -> None:
        """Set the label again."""
        self.label_text = clean(self._label())

    def render(self) -> Content:
        """The label between brackets."""
        if self.is_disabled:
            return Content(f"( {self.label_text} )")
        return Content(f"[>{self.label_text}<]" if self.has_focus else f"[ {self.label_text} ]")

    def on_click(self) -> None:
        """A click presses."""
        self.action_press()

    def action_press(self) -> None:
        """Report, unless disabled."""
        if not self.is_disabled:
            self.post_message(self.Pressed(self))
