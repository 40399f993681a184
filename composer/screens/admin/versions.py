"""What was in force before, newest first, with what each save changed; one of them can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message

from composer.administration.stores.store import EarlierVersion
from composer.screens.admin.working import SHOWN_AFTER
from composer.screens.dialogs.language_key import LANGUAGE_KEY
from composer.threads.abort import Abort
from composer.threads.background import BackgroundThread, begin
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow, DialogButton, DialogList
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.words import _, date_time, pgettext

ChangesAfter = Callable[[Iterable[EarlierVersion]], Iterator[tuple[str, ...]]]
"""What the save after each version changed, as sentences, one version after the other; slow, and asked in a thread."""


class VersionsScreen(AfterPaintScreen[EarlierVersion | None]):
    """Dismisses the version to restore, which is then reviewed like any change.

    The list is there at once; what replaced each version is read meanwhile.
    """

    CSS_PATH = "dialogs.tcss"
    FIRST_FOCUS = "#versions-list"
    BINDINGS = [Binding("escape", "close", "close", id="versions.close"), LANGUAGE_KEY]

    @dataclass
    class Told(Message):
        """What replaced one version is known."""

        abort: Abort
        """Of the thread that has read it; one that was aborted may still tell."""
        place: int
        sentences: tuple[str, ...]

    def __init__(self, versions: Sequence[EarlierVersion], changes_after: ChangesAfter, timezone: tzinfo) -> None:
        super().__init__()
        self._versions = tuple(versions)
        self._changes_after = changes_after
        self._timezone = timezone
        self._reader: BackgroundThread | None = None
        self._count = 0
        """Of how many versions, the newest first, it is known what replaced them."""
        self._is_slow = False

    @property
    def is_told(self) -> bool:
        """Whether it is known of every version what replaced it."""
        return self._count == len(self._versions)

    def compose(self) -> ComposeResult:
        """The list, and two buttons."""
        with Vertical(classes="admin-dialog"):
            yield Line(classes="admin-dialog-title")
            yield DialogList[EarlierVersion](id="versions-list")
            with ButtonRow():
                yield DialogButton(lambda: pgettext("button", "Restore this version"), id="versions-restore")
                yield DialogButton(lambda: pgettext("button", "Close"), id="versions-close")

    def on_mount(self) -> None:
        self.set_timer(SHOWN_AFTER, self._show_progress)
        self.retranslate()

    def on_unmount(self) -> None:
        """Nobody wants to know the rest."""
        self._abort()

    def retranslate(self) -> None:
        """Say everything again in the language now active; the sentences are made anew."""
        self._abort()
        self._count = 0
        self._say_title()
        self._list().fill([self._row(version) for version in self._versions])
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()
        self._reader = begin(self._read)

    def on_versions_screen_told(self, event: Told) -> None:
        """One more row is whole."""
        event.stop()
        if self._reader is not None and event.abort is self._reader.abort:
            self._count += 1
            self._list().put(event.place, self._row(self._versions[event.place], event.sentences))
            self._say_title()

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """Dismiss the version of the chosen line."""
        event.stop()
        self.answer(self._list().marked)

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        self.answer(self._list().marked if event.button.id == "versions-restore" else None)

    def action_close(self) -> None:
        """Close without an earlier version to restore."""
        self.answer(None)

    def _read(self, abort: Abort) -> None:
        """Tell row by row; called in a thread."""
        for place, sentences in enumerate(self._changes_after(self._versions)):
            if abort.is_set:
                return
            with suppress(RuntimeError):  # the app has ended
                self.post_message(self.Told(abort, place, sentences))

    def _abort(self) -> None:
        if self._reader is not None:
            self._reader.abort.set()

    def _show_progress(self) -> None:
        self._is_slow = True
        self._say_title()

    def _say_title(self) -> None:
        title = _("Earlier versions, and what replaced them")
        if self._is_slow and not self.is_told:
            n, total = self._count, len(self._versions)
            title = _("Earlier versions, and what replaced them ({n} of {total} read)", n=n, total=total)
        self.query_one(Line).say(title)

    def _row(self, version: EarlierVersion, sentences: tuple[str, ...] | None = None) -> Row[EarlierVersion]:
        """A version with the sentences about the save that replaced it; None = they are not known yet."""
        moment = date_time(version.replaced_at.astimezone(self._timezone))
        if sentences is None:
            return Row(version, _("In force until {moment}.", moment=moment), hang=2)
        changes = " ".join(sentences) or _("Nothing that members would notice was changed.")
        return Row(version, _("In force until {moment}. Then: {changes}", moment=moment, changes=changes), hang=2)

    def _list(self) -> PickList[EarlierVersion]:
        found: PickList[EarlierVersion] = self.query_one("#versions-list", PickList)
        return found
