"""Asks before files that are there already are replaced."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from composer.screens.dialogs.language_key import LANGUAGE_KEY
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.plain import Line
from composer.words import _, pgettext


class ReplaceScreen(ModalScreen[bool]):
    """Asks whether files may be replaced, and dismisses True or False; the focus starts on keeping them."""

    CSS_PATH = "replace.tcss"
    BINDINGS = [Binding("escape", "keep", "keep", id="replace.keep"), LANGUAGE_KEY]

    def __init__(self, paths: tuple[Path, ...]) -> None:
        super().__init__()
        self._paths = paths
        self._answer = FirstAnswer[bool](self)

    def compose(self) -> ComposeResult:
        """The files and two buttons."""
        with Vertical(id="replace-box"):
            yield Line(id="replace-text", lines=True)
            with ButtonRow(id="replace-buttons"):
                yield PushButton(lambda: pgettext("button", "Keep them"), id="replace-keep")
                yield PushButton(lambda: pgettext("button", "Replace them"), id="replace-replace")

    def on_mount(self) -> None:
        """The safe answer has the focus."""
        self.retranslate()
        self.query_one("#replace-keep").focus()

    def retranslate(self) -> None:
        """Say the question again in the language now active."""
        lines = [_("These files are there already:"), *(str(path) for path in self._paths)]
        self.query_one("#replace-text", Line).say("\n".join(lines))

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        """Dismiss True for the button that replaces, False for the other."""
        self._answer.give(message.button.id == "replace-replace")

    def action_keep(self) -> None:
        """Dismiss False."""
        self._answer.give(False)
