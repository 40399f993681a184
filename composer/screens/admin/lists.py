"""The mailing lists on the administrator's page: a row each, a window for each, and one more to add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from composer.administration.session import AdminSession
from composer.administration.settings import LISTS
from composer.administration.toml.document_values import Value
from composer.safe_text import clean
from composer.screens.admin.row_words import Faults, fault_words
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.glyphs import glyphs_of
from composer.widgets.settings.setting_row import RowWords, SettingRow
from composer.words import _, ngettext, pgettext


class ListRows(Vertical):
    """The rows of the mailing lists of one session, and the button that adds a list."""

    @dataclass
    class Changed(Message):
        """A list of the session was edited, added, removed or reverted."""

    def __init__(self, session: AdminSession) -> None:
        super().__init__(id="admin-lists")
        self._session = session

    def compose(self) -> ComposeResult:
        """The button that adds a list; ``refresh_rows`` makes the rows."""
        yield PushButton(lambda: pgettext("button", "Add a mailing list"), id="list-add")

    def refresh_rows(self, faults: Faults) -> None:
        """Show a row for each list in force or in the session, removed ones included, with its faults."""
        places = self._places()
        for row in self.query(ListRow):
            if row.place not in places:
                row.remove()
        for place in places:
            row = self._row(place)
            row.say(
                RowWords(
                    value=partial(self._present, place),
                    change=partial(self._change, place),
                    faults=partial(fault_words, (*LISTS, place), faults),
                )
            )

    def on_setting_row_edit_wanted(self, event: SettingRow.EditWanted) -> None:
        """Open the window of the list whose button Edit was pressed."""
        event.stop()
        if isinstance(event.row, ListRow):
            self._open(event.row.place)

    def on_setting_row_revert_wanted(self, event: SettingRow.RevertWanted) -> None:
        """Revert the list to what is in force; one that was added is removed."""
        event.stop()
        if isinstance(event.row, ListRow):
            self._session.revert((*LISTS, event.row.place))
            self.post_message(self.Changed())

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Open the window of a new list."""
        event.stop()
        self._open(self._session.next_list())

    def _open(self, place: int) -> None:
        from composer.screens.admin.one_list import ListScreen

        def closed(_is_changed: bool | None) -> None:
            self.post_message(self.Changed())

        self.app.push_screen(ListScreen(self._session, place), closed)

    def _places(self) -> list[int]:
        """Those that stay or are new, and those that were taken out and may come back."""
        taken_out = [path[1] for path, value in self._session.edits.items() if path[:1] == LISTS and value is None]
        return sorted({*self._session.list_places(), *(at for at in taken_out if isinstance(at, int))})

    def _row(self, place: int) -> ListRow:
        found = next((row for row in self.query(ListRow) if row.place == place and not row.is_going), None)
        if found is None:
            found = ListRow(self._session, place)
            self.mount(found, before="#list-add")
        return found

    def _present(self, place: int) -> str:
        """What is in force of a list."""
        return self._words(self._session.present((*LISTS, place)))

    def _change(self, place: int) -> str:
        """What is to become of it; nothing where nothing is."""
        path = (*LISTS, place)
        if not self._session.is_changed(path):
            return ""
        if place not in self._session.list_places():
            return pgettext("mailing list", "will be removed")
        present, value = self._session.present(path), self._session.value(path)
        if not present:
            return pgettext("mailing list", "new: {what}", what=self._words(value))
        before, after = self._words(present), self._words(value)
        return f"{before} -> {after}" if before != after else pgettext("setting", "{value} (changed)", value=after)

    def _words(self, one: Value) -> str:
        return list_words(one, glyphs_of(self.app).dot)


class ListRow(SettingRow):
    """The row of one list: its address as the label, its name, members and senders as the value."""

    def __init__(self, session: AdminSession, place: int) -> None:
        self._session = session
        self.place = place
        self.is_going = False
        """Whether it is on its way out."""
        super().__init__(self._address, id=f"lists-{place}")

    def remove(self) -> Any:
        """Remove the row from the page, and mark it so that it is not filled again meanwhile."""
        self.is_going = True
        return super().remove()

    def _address(self) -> str:
        place = (*LISTS, self.place)
        is_there = self.place in self._session.list_places()
        found = self._session.value(place) if is_there else self._session.present(place)
        return clean(str(cast("dict[str, Any]", found).get("address", ""))) or pgettext("mailing list", "(no address)")


def list_words(one: Value, dot: str) -> str:
    """Name, members or their file, and senders of a list, in one line, with ``dot`` between them."""
    return f" {dot} ".join(_parts(cast("dict[str, Any]", one)))


def _parts(one: Mapping[str, Any]) -> Iterator[str]:
    if one.get("name"):
        yield clean(str(one["name"]))
    if one.get("members_file"):
        yield _("members in {file}", file=str(one["members_file"]))
    else:
        yield ngettext("{n} member", "{n} members", len(one.get("members") or ()))
    yield ngettext("{n} sender", "{n} senders", len(one.get("senders") or ()))
