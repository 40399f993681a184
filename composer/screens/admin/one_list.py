"""The window of one mailing list: address, name, members and senders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from composer.administration.session import AdminSession
from composer.administration.settings import LISTS
from composer.administration.toml.document_values import Value
from composer.screens.dialogs.ask import Answer, AskScreen
from composer.screens.dialogs.language_key import LANGUAGE_KEY
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.fields.form_row import FormRow
from composer.widgets.fields.lines_area import LinesArea
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.plain import Line
from composer.widgets.settings.setting_control import typed
from composer.words import _, pgettext
from policy.foreign_text import LONGEST

KEYS = ("address", "name", "members", "senders")


class ListScreen(ModalScreen[bool]):
    """The fields of one mailing list; what is typed is an edit of the session at once.

    Dismisses whether the list was changed. Cancel restores the session's edits of before.
    """

    CSS_PATH = "dialogs.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium")]
    BINDINGS = [Binding("escape", "cancel", "cancel", id="list.cancel"), LANGUAGE_KEY]

    def __init__(self, session: AdminSession, place: int) -> None:
        super().__init__()
        self._session, self._place = session, place
        self._path = (*LISTS, place)
        self._is_new = place not in session.list_places()
        self._before = {path: value for path, value in session.edits.items() if path[:2] == self._path}
        self._touched: set[str] = set()
        self._shown: dict[str, str] = {}
        self._answer = FirstAnswer[bool](self)
        if place == session.next_list():
            session.change(self._path, {"address": "", "members": [], "senders": []})

    @property
    def _is_appended(self) -> bool:
        """Whether the list is not in the file yet."""
        return self._path in self._session.edits

    def compose(self) -> ComposeResult:
        """The fields scroll; the buttons stay."""
        with Vertical(classes="admin-dialog"):
            yield Line(classes="admin-dialog-title")
            with VerticalScroll(id="list-fields", can_focus=False):
                for key in KEYS:
                    yield FormRow(_LABELS[key], self._field(key), id=f"list-row-{key}")
            with ButtonRow():
                yield PushButton(lambda: pgettext("button", "OK"), id="list-ok")
                yield PushButton(lambda: pgettext("button", "Cancel"), id="list-cancel")
                yield PushButton(lambda: pgettext("button", "Remove"), id="list-remove")

    def on_mount(self) -> None:
        """Start in the address."""
        self.retranslate()
        self.query_one("#list-remove").display = not self._is_new
        self.query_one("#list-address").focus()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        title = _("A new mailing list") if self._is_new else pgettext("title", "Mailing list")
        self.query_one(".admin-dialog-title", Line).say(title)
        for line in self.query("#list-members").results(Line):
            line.say(self._file_words())
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()
        self._blame()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Put the typed address or name into the policy's text."""
        event.stop()
        key = (event.input.id or "").removeprefix("list-")
        if self._is_typed(key, event.value):
            self._put(key, event.value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Put the typed members or senders, one a line, into the policy's text."""
        event.stop()
        key = (event.text_area.id or "").removeprefix("list-")
        text = event.text_area.text
        if self._is_typed(key, text):
            self._put(key, list(filter(None, map(str.strip, text.splitlines()))))

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Do what the button says: OK, Cancel or Remove."""
        event.stop()
        match event.button.id:
            case "list-ok":
                self.action_ok()
            case "list-remove":
                self.remove_list()
            case _:
                self.action_cancel()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do as OK does: Enter in a field of one line."""
        event.stop()
        self.action_ok()

    def action_ok(self) -> None:
        """Close and keep the edits; with a fault in them stay, and go to the field that has it."""
        self._touched.update(KEYS)
        if not self._blame():
            self._answer.give(True)

    def action_cancel(self) -> None:
        """Close, and restore the edits of the list to those of before the window was opened."""
        self._session.revert(self._path)
        for path, value in self._before.items():
            self._session.change(path, value)
        self._answer.give(False)

    @work
    async def remove_list(self) -> None:
        """Ask, then remove the list from the session; until Save its row can be reverted."""
        answers = (
            Answer(False, lambda: pgettext("button", "Keep the list")),
            Answer(True, lambda: pgettext("button", "Remove the list")),
        )
        address = str(self._values().get("address", ""))
        question = AskScreen(lambda: _("Remove the mailing list {address}?", address=address), answers, False)
        if await self.app.push_screen_wait(question):
            self._session.revert(self._path)
            if not self._is_new and self._place in self._session.list_places():
                self._session.change(self._path, None)
            self._answer.give(True)

    def _values(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self._session.value(self._path))

    def _field(self, key: str) -> OneLineInput | LinesArea | Line:
        value = self._values().get(key)
        if key in ("address", "name"):
            self._shown[key] = typed(value or "")
            return OneLineInput(self._shown[key], id=f"list-{key}")
        if key == "members" and self._values().get("members_file"):
            return Line(self._file_words(), id="list-members")
        self._shown[key] = typed_lines(value or [])
        return LinesArea(self._shown[key], id=f"list-{key}")

    def _file_words(self) -> str:
        return _("In the file {file}", file=str(self._values()["members_file"]))

    def _is_typed(self, key: str, text: str) -> bool:
        """Whether a field says something else now: it tells its first content too, which nobody typed."""
        before, self._shown[key] = self._shown[key], text
        return text != before

    def _put(self, key: str, value: Value) -> None:
        self._touched.add(key)
        if self._is_appended:
            self._session.change(self._path, {**self._values(), key: value})
        else:
            self._session.change((*self._path, key), value)
        self._blame()

    def _blame(self) -> bool:
        """Say what is wrong under each field that was touched; whether anything is. Another language asks again."""
        found = self._session.faults()
        for key in KEYS:
            mine = found.get((*self._path, key), ()) if key in self._touched else ()
            self.query_one(f"#list-row-{key}", FormRow).blame(tuple(partial(str, sentence) for sentence in mine))
        return any(path[:2] == self._path for path in found)


_LABELS: dict[str, Callable[[], str]] = {
    "address": lambda: pgettext("mailing list", "Address"),
    "name": lambda: pgettext("mailing list", "Name"),
    "members": lambda: pgettext("mailing list", "Members, one a line"),
    "senders": lambda: pgettext("mailing list", "Who may send as it, one a line"),
}


def typed_lines(texts: Sequence[str]) -> str:
    """Texts as a person would type them, one a line; many that need no cleaning are not looked at one by one."""
    whole = "\n".join(texts)
    is_plain = whole.isascii() and whole.replace("\n", "").isprintable()
    if is_plain and whole.count("\n") == len(texts) - 1 and max(map(len, texts)) <= LONGEST:
        return whole
    return "\n".join(map(typed, texts))
