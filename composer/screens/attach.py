"""Which files to attach: a path with completion, several at once, with ``~`` and globs."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from composer.services import Files
from composer.widgets.dialog_parts import ButtonRow
from composer.widgets.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.widgets.push_button import PushButton
from composer.words import _, pgettext

OFFERED = 6
"""Paths shown below the line."""


class PathInput(Input):
    """A line of paths; Tab completes, a paste keeps all its lines."""

    BINDINGS = [Binding("tab", "complete", show=False), Binding("down", "next", show=False)]

    def on_paste(self, event: events.Paste) -> None:
        """Several dropped files come as several lines or words."""
        event.stop()
        event.prevent_default()
        self.replace(" ".join(event.text.split("\n")).strip(), *self.selection)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tab completes only where there is something to complete."""
        if action == "complete":
            return bool(self.screen.query_one(PickList).rows)
        return super().check_action(action, parameters)

    def action_complete(self) -> None:
        """Take the first path on offer."""
        offered = self.screen.query_one(PickList).rows
        self.value = offered[0].value
        self.cursor_position = len(self.value)

    def action_next(self) -> None:
        """Go to the list."""
        self.screen.query_one(PickList).focus()


class AttachScreen(ModalScreen[str | None]):
    """Returns what was typed; the caller expands and attaches it."""

    DEFAULT_CSS = """
    AttachScreen { align: center middle; }
    AttachScreen > Vertical { width: 72; max-width: 96%; height: auto; border: round $primary; padding: 0 1; }
    AttachScreen PickList { max-height: 6; }
    """
    BINDINGS = [Binding("escape", "cancel", "cancel", id="attach.cancel")]
    AUTO_FOCUS = "PathInput"

    def __init__(self, files: Files) -> None:
        super().__init__()
        self._files = files

    def compose(self) -> ComposeResult:
        """A line, what it may mean, two buttons."""
        with Vertical():
            yield Line(id="attach-title")
            yield PathInput(id="attach-path", compact=True)
            yield PickList[str](id="attach-offers")
            with ButtonRow():
                yield PushButton(lambda: pgettext("button", "Attach"), id="attach-ok")
                yield PushButton(lambda: pgettext("button", "Cancel"), id="attach-cancel")

    def on_mount(self) -> None:
        """Say what to do."""
        self.retranslate()

    def retranslate(self) -> None:
        """Every word again."""
        self.query_one("#attach-title", Line).say(_("Files to attach (several with spaces between; ~ and * work):"))
        for button in self.query(PushButton):
            button.retranslate()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what begins like this."""
        offers = self._files.complete(event.value, OFFERED) if event.value else ()
        self.query_one(PickList).fill([Row(path, path) for path in offers])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Attach."""
        self._answer(event.value)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """Put the path into the line."""
        field = self.query_one(PathInput)
        field.value = event.pick_list.marked or field.value
        field.cursor_position = len(field.value)
        field.focus()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Attach or not."""
        self._answer(self.query_one(PathInput).value if event.button.id == "attach-ok" else None)

    def action_cancel(self) -> None:
        """Attach nothing."""
        self._answer(None)

    def _answer(self, text: str | None) -> None:
        if self.is_current:
            self.dismiss(text)
