"""What was in force before, newest first, with what each save changed; one of them can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from composer.administration.session import AdminSession
from composer.administration.stores.store import EarlierVersion
from composer.widgets.dialogs.after_paint import AfterPaintScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow, DialogButton, DialogList
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.words import _, date_time, pgettext


class ShownVersion(Struct, frozen=True):
    """An earlier version with the sentences about the save that replaced it."""

    version: EarlierVersion
    replaced_by: tuple[str, ...]


class VersionsScreen(AfterPaintScreen[EarlierVersion | None]):
    """Dismisses the version to restore, which is then reviewed like any change."""

    CSS_PATH = "dialogs.tcss"
    FIRST_FOCUS = "#versions-list"
    BINDINGS = [Binding("escape", "close", "close", id="versions.close")]

    def __init__(self, shown: Sequence[ShownVersion], timezone: tzinfo) -> None:
        super().__init__()
        self._timezone = timezone
        self._shown = tuple(shown)

    def compose(self) -> ComposeResult:
        """The list, and two buttons."""
        with Vertical(classes="admin-dialog"):
            yield Line(classes="admin-dialog-title")
            yield DialogList[EarlierVersion](id="versions-list")
            with ButtonRow():
                yield DialogButton(lambda: pgettext("button", "Restore this version"), id="versions-restore")
                yield DialogButton(lambda: pgettext("button", "Close"), id="versions-close")

    def on_mount(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self.query_one(Line).say(_("Earlier versions, and what replaced them"))
        self._list().fill([Row(one.version, _words(one, self._timezone), hang=2) for one in self._shown])
        for button in self.query(PushButton):
            button.retranslate()
        self.query_one(ButtonRow).fit()

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

    def _list(self) -> PickList[EarlierVersion]:
        found: PickList[EarlierVersion] = self.query_one("#versions-list", PickList)
        return found


def shown_versions(session: AdminSession) -> list[ShownVersion]:
    """The earlier versions, newest first, each with what the save after it changed; raises ``StorageError``."""
    return [ShownVersion(version, tuple(session.changes_after(version))) for version in session.versions()]


def _words(one: ShownVersion, timezone: tzinfo) -> str:
    moment = date_time(one.version.replaced_at.astimezone(timezone))
    changed = " ".join(one.replaced_by) or _("Nothing that members would notice was changed.")
    return _("In force until {moment}. Then: {changes}", moment=moment, changes=changed)
