"""The drafts: resume one, delete with undo; the same list offers what a killed composer left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from composer.errors import PresendError
from composer.screens.slow_calls import SlowCalls
from composer.sentences.drafts import deleted_words, draft_lines
from composer.services.drafts import DraftStore, SavedDraft
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.footer import KeyFooter
from composer.widgets.lists.marked_list import MarkedList
from composer.widgets.plain import Line, TitleLine
from composer.words import _, pgettext


class DraftsScreen(Screen[SavedDraft | None]):
    """Lists the saved drafts, newest first, and dismisses the one to resume; None = none.

    With ``orphans`` only those are listed. ``current``, the draft open in the composer below, is left out.
    """

    CSS_PATH = "drafts.tcss"
    BINDINGS = [
        Binding("enter", "resume", "resume", id="drafts.resume"),
        Binding("delete", "delete", "delete", id="drafts.delete"),
        Binding("ctrl+z", "undo_delete", "undo delete", id="drafts.undo"),
        Binding("escape", "close", "close", id="drafts.close"),
    ]

    @dataclass
    class Listed(Message):
        """The drafts were read from disk."""

        drafts: Sequence[SavedDraft]
        unreadable: Sequence[str]
        sent: frozenset[str] = frozenset()
        """Ids of those whose messages were sent; they could not be deleted."""

    @dataclass
    class Deleted(Message):
        """A draft was deleted; it can be restored."""

        draft: SavedDraft

    @dataclass
    class Restored(Message):
        """The draft that was deleted last was restored."""

        draft: SavedDraft

    def __init__(
        self,
        drafts: DraftStore,
        orphans: Sequence[SavedDraft] | None = None,
        current: str | None = None,
        sent: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        super().__init__()
        self._ask_sent = sent
        self._sent: frozenset[str] = frozenset()
        self._store = drafts
        self._calls = SlowCalls(self, "drafts")
        self._offer = orphans is not None
        self._current = current
        self._drafts: list[SavedDraft] = list(orphans or ())
        self._unreadable: Sequence[str] = ()
        self._deleted: list[SavedDraft] = []
        self._status: Callable[[], str] = str
        self._loaded = self._offer
        self._answer = FirstAnswer[SavedDraft | None](self)

    @property
    def shown(self) -> tuple[SavedDraft, ...]:
        """The drafts in the list, from the top."""
        return tuple(self._drafts)

    def compose(self) -> ComposeResult:
        """The list takes what room there is."""
        yield TitleLine(id="drafts-title")
        yield Line(id="drafts-intro", lines=True)
        yield MarkedList(id="drafts-list")
        yield Line(id="drafts-status", lines=True)
        with ButtonRow(id="drafts-buttons"):
            yield PushButton(lambda: pgettext("button", "Resume"), id="drafts-resume", act=self.action_resume)
            yield PushButton(lambda: pgettext("button", "Delete"), id="drafts-delete", act=self.action_delete)
            yield PushButton(self._close_label, id="drafts-close", act=self.action_close)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the folder in a worker; orphans were handed in and are shown at once."""
        self.query_one("#drafts-list").focus()
        self.retranslate()
        if not self._offer:
            self._calls.begin(self._listed)

    def retranslate(self) -> None:
        """Say everything again in the language now active, keeping the highlighted draft."""
        self.query_one("#drafts-title", Line).say(self._title())
        self.query_one("#drafts-intro", Line).say(self._intro())
        self.query_one("#drafts-intro").display = bool(self._intro())
        self.query_one("#drafts-status", Line).say(self._status())
        self._fill()

    def on_drafts_screen_listed(self, message: Listed) -> None:
        """Fill the list."""
        self._loaded = True
        self._drafts = [draft for draft in message.drafts if draft.id != self._current]
        self._unreadable = message.unreadable
        self._sent = message.sent
        self._refresh()

    def on_drafts_screen_deleted(self, message: Deleted) -> None:
        """Remove the draft from the list, and say which key restores it."""
        self._drafts = [draft for draft in self._drafts if draft.id != message.draft.id]
        self._deleted.append(message.draft)
        self._say(lambda: deleted_words(message.draft))
        self._refresh()

    def on_drafts_screen_restored(self, message: Restored) -> None:
        """Put the draft back into the list."""
        self._drafts = sorted([*self._drafts, message.draft], key=lambda draft: draft.saved_at, reverse=True)
        self._deleted = [draft for draft in self._deleted if draft.id != message.draft.id]
        self._say(lambda: _("The draft is back."))
        self._list.highlighted = self._drafts.index(message.draft)
        self._refresh()

    def on_slow_calls_broke(self, message: SlowCalls.Broke) -> None:
        """Say why the disk could not do what was asked."""
        self._loaded = True
        self._say(message.words)

    def on_option_list_option_selected(self) -> None:
        """Resume the draft that Enter or a click chose."""
        self.action_resume()

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        """Do what the button says."""
        message.button.act()

    def action_resume(self) -> None:
        """Dismiss the highlighted draft."""
        draft = self._highlighted()
        if draft is not None:
            self._answer.give(draft)

    def action_delete(self) -> None:
        """Delete the highlighted draft, in a thread."""
        draft = self._highlighted()
        if draft is not None:
            self._calls.begin(lambda: self._delete(draft))

    def action_undo_delete(self) -> None:
        """Restore the draft that was deleted last, in a thread."""
        if self._deleted:
            draft = self._deleted[-1]
            self._calls.begin(lambda: self._restore(draft))

    def action_close(self) -> None:
        """Dismiss None."""
        self._answer.give(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action makes sense now; the keys of others are not shown."""
        if action in {"resume", "delete"}:
            return bool(self._drafts)
        return bool(self._deleted) if action == "undo_delete" else super().check_action(action, parameters)

    @property
    def _list(self) -> MarkedList:
        return self.query_one("#drafts-list", MarkedList)

    def _highlighted(self) -> SavedDraft | None:
        return self._list.chosen(self._drafts)

    def _listed(self) -> Message:
        sent: frozenset[str] = frozenset()
        with suppress(PresendError):  # drafts can be had where there is no outbox
            sent = self._ask_sent()
        return self.Listed(self._store.list(), self._store.unreadable(), sent)

    def _delete(self, draft: SavedDraft) -> Message:
        self._store.delete(draft.id)
        return self.Deleted(draft)

    def _restore(self, draft: SavedDraft) -> Message:
        self._store.restore(draft.id)
        return self.Restored(draft)

    def _say(self, status: Callable[[], str]) -> None:
        self._status = status
        self.retranslate()

    def _refresh(self) -> None:
        """Words, and the focus: on the list, or on the only button where the list is empty."""
        self.retranslate()
        (self._list if self._drafts else self.query_one("#drafts-close")).focus()
        self.refresh_bindings()

    def _fill(self) -> None:
        self._list.fill([draft_lines(draft, was_sent=draft.id in self._sent) for draft in self._drafts])
        for button in ("#drafts-resume", "#drafts-delete"):
            self.query_one(button).display = bool(self._drafts)
        self.query_one(ButtonRow).fit()

    def _close_label(self) -> str:
        return pgettext("button", "Not now") if self._offer else pgettext("button", "Close")

    def _title(self) -> str:
        return _("Messages that were not finished") if self._offer else pgettext("title", "Drafts")

    def _intro(self) -> str:
        parts = [self._first_words()]
        parts.extend(_("{path} cannot be read and is left as it is.", path=path) for path in self._unreadable)
        return "\n".join(part for part in parts if part)

    def _first_words(self) -> str:
        if self._offer and self._drafts:
            return _("presend ended unexpectedly while these were open. Resume one, or leave them as drafts.")
        if self._drafts or not self._loaded:
            return ""
        return _("There are no drafts. What you write is kept here by itself until it is sent.")
