"""A plain notice that stays until it is read."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from composer.widgets.plain import Line
from composer.widgets.push_button import PushButton
from composer.words import pgettext


class NoticeScreen(ModalScreen[None]):
    """One text and a button."""

    DEFAULT_CSS = """
    NoticeScreen { align: center middle; }
    NoticeScreen > Vertical { width: 64; max-width: 96%; height: auto; max-height: 80%;
        border: round $primary; padding: 0 1; }
    NoticeScreen VerticalScroll { height: auto; max-height: 12; }
    """
    BINDINGS = [Binding("escape", "close", "close", id="notice.close")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        """What is said."""

    def compose(self) -> ComposeResult:
        """The text, which scrolls, and the way back."""
        with Vertical():
            with VerticalScroll(can_focus=False):
                yield Line(self.text, lines=True, id="notice-text")
            yield PushButton(lambda: pgettext("button", "Close"), id="notice-close")

    def retranslate(self) -> None:
        """The button only: the text was said in the language of its moment."""
        self.query_one(PushButton).retranslate()

    def on_push_button_pressed(self) -> None:
        """Close."""
        self.action_close()

    def action_close(self) -> None:
        """Back to the composer."""
        if self.is_current:
            self.dismiss(None)
