"""Attach files: a path with completion, ``~``, wildcards and several at once; faults are named and nothing is lost."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from composer.errors import AttachError
from composer.message.composition import AttachedFile
from composer.services.files import Files
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.lists.hung_text import HANG
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.words import _, pgettext

OFFERED = 8
"""Completions shown at once."""
MOST_FILES = 200
"""Files that one pattern may bring; more are surely a mistake."""


class AttachScreen(ModalScreen[tuple[AttachedFile, ...]]):
    """Asks for paths and dismisses the files to attach, none after Escape.

    It stays open as long as one of them cannot be attached.
    """

    CSS_PATH = "attach.tcss"
    BINDINGS = [
        Binding("tab", "complete", show=False),
        Binding("escape", "cancel", "cancel", id="attach.cancel"),
    ]

    def __init__(self, files: Files) -> None:
        super().__init__()
        self._files = files
        self._answer = FirstAnswer[tuple[AttachedFile, ...]](self)

    def compose(self) -> ComposeResult:
        """The path, what it may become, what is wrong with it."""
        with Vertical(id="attach"):
            yield Line(id="attach-title")
            yield OneLineInput(id="attach-path")
            yield PickList[str](id="attach-offers")
            yield Line(id="attach-fault", lines=True)
            yield Line(id="attach-hint", lines=True)
            with ButtonRow(id="attach-buttons"):
                yield PushButton(lambda: pgettext("button", "Attach"), id="attach-ok")
                yield PushButton(lambda: pgettext("button", "Cancel"), id="attach-cancel")

    def on_mount(self) -> None:
        """Start with an empty path."""
        self._offer("")
        self.retranslate()
        self._path.focus()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self.query_one("#attach-title", Line).say(pgettext("title", "Attach files"))
        hint = _("Tab completes. ~ and * work. Several names are parted by spaces; put one with spaces in quotes.")
        self.query_one("#attach-hint", Line).say(hint)
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer the files whose paths begin with what is typed."""
        event.stop()
        self._blame("")
        self._offer(event.value)

    def on_key(self, event: events.Key) -> None:
        """Move the mark of the list by the arrows; the focus stays in the field."""
        step = {"down": 1, "up": -1}.get(event.key)
        if step is not None and self.focused is self._path and self._offers.rows:
            event.stop()
            self._offers.mark(self._offers.cursor + step)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Attach what the typed text names."""
        event.stop()
        self._attach_typed()

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """Complete the path with the chosen line."""
        event.stop()
        self.action_complete()

    def on_click(self, event: events.Click) -> None:
        """Complete the path with the clicked line."""
        if event.widget is self._offers:
            self.action_complete()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """One button attaches what is typed, the other cancels."""
        event.stop()
        if event.button.id == "attach-ok":
            self._attach_typed()
        else:
            self.action_cancel()

    def action_complete(self) -> None:
        """Complete the path with the marked line; without one, or with the focus on a button, go to the next field."""
        marked = self._offers.marked
        if self.focused not in (self._path, self._offers) or marked is None or marked == self._path.value:
            self.focus_next()
            return
        self._path.value = marked
        self._path.cursor_position = len(marked)
        self._path.focus()

    def action_cancel(self) -> None:
        """Dismiss no files."""
        self._answer.give(())

    @property
    def _path(self) -> Input:
        return self.query_one("#attach-path", Input)

    @property
    def _offers(self) -> PickList[str]:
        found: PickList[str] = self.query_one("#attach-offers", PickList)
        return found

    def _offer(self, typed: str) -> None:
        found = self._files.complete(typed, OFFERED)
        self._offers.fill([Row(path, path, hang=HANG) for path in found])
        self._offers.display = bool(found)

    def _attach_typed(self) -> None:
        """All files or none, so that what is typed can be corrected."""
        files, faults = attach_all(self._files, self._path.value)
        if faults:
            self._blame("\n".join(faults))
        elif files:
            self._answer.give(files)
        else:
            self._blame(_("Type the path of a file first."))

    def _blame(self, text: str) -> None:
        line = self.query_one("#attach-fault", Line)
        line.say(text)
        line.display = bool(text)


def attach_all(files: Files, text: str) -> tuple[tuple[AttachedFile, ...], list[str]]:
    """The files that a text names, one path, a pattern or several, and a sentence for each that cannot be attached."""
    attached: list[AttachedFile] = []
    faults: list[str] = []
    paths = files.expand(text)
    if len(paths) > MOST_FILES:
        return (), [_("These are {count} files; attach at most {most} at once.", count=len(paths), most=MOST_FILES)]
    for path in paths:
        try:
            attached.append(files.attach(path))
        except AttachError as error:
            faults.append(str(error))
    return tuple(attached), faults


class Joined(NamedTuple):
    """The files of a message after more were attached."""

    files: tuple[AttachedFile, ...]
    taken: tuple[AttachedFile, ...]
    again: tuple[AttachedFile, ...]
    """The files that the message had already, by whatever path, each under the name it was given now."""


def joined(there: tuple[AttachedFile, ...], more: tuple[AttachedFile, ...]) -> Joined:
    """The files of a message with more behind them.

    One that is there already keeps its place and its name; its size and its ``stat`` are those of now.
    """
    before = {file.path for file in there}
    taken: dict[str, AttachedFile] = {}
    again: list[AttachedFile] = []
    for file in more:
        if file.path in before or file.path in taken:
            again.append(file)
        else:
            taken[file.path] = file
    read = {file.path: file for file in again}
    kept = (replace(read.get(file.path, file), name=file.name, choice=file.choice) for file in there)
    return Joined((*kept, *taken.values()), tuple(taken.values()), tuple(again))
