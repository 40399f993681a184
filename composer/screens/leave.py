"""Leaving with a message on the screen: keep it as a draft, throw it away, or stay."""

from __future__ import annotations

from enum import Enum

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from composer.widgets.dialog_parts import ButtonRow
from composer.widgets.plain import Line
from composer.widgets.push_button import PushButton
from composer.words import _, pgettext


class Leaving(Enum):
    """The answer."""

    STAY = "leave-stay"
    KEEP = "leave-keep"
    THROW_AWAY = "leave-throw-away"


class LeaveScreen(ModalScreen[Leaving]):
    """Asks once."""

    DEFAULT_CSS = """
    LeaveScreen { align: center middle; }
    LeaveScreen > Vertical { width: 60; max-width: 96%; height: auto; border: round $primary; padding: 0 1; }
    """
    BINDINGS = [Binding("escape", "stay", "go_back", id="leave.stay")]
    AUTO_FOCUS = "#leave-keep"

    def compose(self) -> ComposeResult:
        """The question and three buttons."""
        with Vertical():
            yield Line(_("Keep this message as a draft?"), id="leave-text")
            with ButtonRow():
                yield PushButton(lambda: pgettext("button", "Keep"), id=Leaving.KEEP.value)
                yield PushButton(lambda: pgettext("button", "Throw away"), id=Leaving.THROW_AWAY.value)
                yield PushButton(lambda: pgettext("button", "Stay"), id=Leaving.STAY.value)

    def retranslate(self) -> None:
        """Ask again in the language now active."""
        self.query_one("#leave-text", Line).say(_("Keep this message as a draft?"))
        for button in self.query(PushButton):
            button.retranslate()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """One answer."""
        self._answer(Leaving(event.button.id))

    def action_stay(self) -> None:
        """Nothing happens."""
        self._answer(Leaving.STAY)

    def _answer(self, leaving: Leaving) -> None:
        if self.is_current:
            self.dismiss(leaving)
