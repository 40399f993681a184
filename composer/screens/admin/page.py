"""The Mail Security page of the administrator, with the settings it depends on: a row each, and one Save above."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import tzinfo
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from composer.administration.session import AdminSession
from composer.administration.setting import Kind, Section, Setting
from composer.administration.settings import MOBILE, NOT_BUILT, PC, SETTINGS, section_label
from composer.administration.toml.document_values import same
from composer.errors import PresendError
from composer.screens.admin.lists import ListRows
from composer.screens.admin.restoring import Restoring
from composer.screens.admin.row_words import Faults, change_words, fault_words, value_words
from composer.screens.admin.saving import PolicySaving
from composer.screens.dialogs.ask import Answer, AskScreen
from composer.sentences.joined import labelled
from composer.sentences.reasons import in_words
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.footer import KeyFooter
from composer.widgets.plain import Line
from composer.widgets.settings.setting_control import SettingControl
from composer.widgets.settings.setting_editor import SettingEditor
from composer.widgets.settings.setting_row import RowWords, SettingRow
from composer.words import _, ngettext, pgettext
from policy.settings import Surface


class AdminScreen(Screen[None]):
    """A row for each setting, with what is in force and what is edited; Save puts the edits in force."""

    CSS_PATH = "page.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]
    BINDINGS = [
        Binding("ctrl+s", "save", "save", id="admin.save"),
        Binding("ctrl+r", "revert", "revert", id="admin.revert"),
        Binding("f3", "versions", "versions", id="admin.versions"),
        Binding("f4", "undo_save", "undo_save", id="admin.undo_save"),
        Binding("f1", "help", "help", id="admin.help"),
        Binding("ctrl+p", "palette", "palette", id="admin.palette"),
        Binding("escape", "close_editor", show=False, id="admin.escape"),
        Binding("ctrl+q", "leave_page", "leave_page", id="admin.leave"),
        Binding("up", "row(-1)", show=False),
        Binding("down", "row(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]
    FOLDED = 6
    """Rows that Page Up and Page Down go on by."""

    def __init__(self, session: AdminSession, timezone: tzinfo) -> None:
        super().__init__()
        self.session = session
        self._status: Callable[[], str] | None = None
        self._is_asking = False
        self._saving = PolicySaving(self, session, self.say)
        self._restoring = Restoring(self, session, self._saving, timezone, self.say, self.refresh_rows)
        self._editors = tuple(map(SettingEditor, SETTINGS))

    def compose(self) -> ComposeResult:
        """Title and Save stay; the rows scroll."""
        with Horizontal(id="admin-head"):
            yield Line(id="admin-title")
            yield PushButton(self._save_label, id="admin-save")
        yield Line(id="admin-status", lines=True)
        with Vertical(
            id="admin-settings"
        ):  # scrolls without the keys of a scrolling container: they go from row to row
            for section in Section:
                yield Line(section_label(section), id=f"section-{section.value}", classes="admin-section")
                if section is Section.LISTS:
                    yield ListRows(self.session)
                yield from (row for row in self._editors if row.setting.section is section)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Start at the first setting."""
        self.refresh_rows()
        self.set_focus(self._rows()[0].head, scroll_visible=False)  # nothing has its place yet

    def retranslate(self) -> None:
        """Say everything again; rows and controls know their own words."""
        for section in Section:
            self.query_one(f"#section-{section.value}", Line).say(section_label(section))
        self.refresh_rows()

    def refresh_rows(self) -> None:
        """Show in every row the value in force, its edit and its faults, as the session has them now."""
        faults = self.session.faults()
        for row in self._editors:
            self._refresh_row(row, faults)
        self.query_one(ListRows).refresh_rows(faults)
        self._say_head()

    # Rows

    def on_setting_row_edit_wanted(self, event: SettingRow.EditWanted) -> None:
        """Open the control under the row, or the window of a setting that has one; close an open control."""
        event.stop()
        row = event.row
        if not isinstance(row, SettingEditor):
            return
        if row.setting.kind is Kind.WINDOW:
            self._open_texts(row.setting)
        elif row.is_open:
            row.close()
            row.focus_row()
        else:
            row.edit(self.session.value(row.setting.path))

    def on_setting_row_revert_wanted(self, event: SettingRow.RevertWanted) -> None:
        """Revert one setting to what is in force."""
        event.stop()
        if isinstance(event.row, SettingEditor):
            self._revert(event.row)

    def on_setting_control_changed(self, event: SettingControl.Changed) -> None:
        """Put the value into the session; it is in force after Save."""
        event.stop()
        self.session.change(event.setting.path, event.value)
        self._changed()
        self.call_after_refresh(self._keep_in_sight, self.row_of(event.setting))

    def on_setting_control_done(self, event: SettingControl.Done) -> None:
        """Close the control of the row: Enter was pressed in it."""
        event.stop()
        row = self.row_of(event.setting)
        row.close()
        row.focus_row()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """Do as Save does: the button beside the title."""
        event.stop()
        self.action_save()

    def on_list_rows_changed(self, event: ListRows.Changed) -> None:
        """Show the session anew after a list was edited."""
        event.stop()
        self._changed()
        row = self._focused_row()
        if row is not None:
            self.call_after_refresh(self._keep_in_sight, row)

    def row_of(self, setting: Setting) -> SettingEditor:
        """The row of a setting, whether in sight or not."""
        return next(row for row in self._editors if row.setting is setting)

    def action_revert(self) -> None:
        """Revert the setting whose row has the focus."""
        row = self._focused_row()
        if isinstance(row, SettingEditor):
            self._revert(row)
        elif row is not None:
            row.post_message(SettingRow.RevertWanted(row))

    def action_close_editor(self) -> None:
        """Close the open control; without one leave the page."""
        row = self._focused_row()
        if row is not None and row.is_open:
            row.close()
            row.focus_row()
        else:
            self.action_leave_page()

    def action_row(self, by: int) -> None:
        """Move the focus to the next row (``by`` = 1) or the previous one (-1)."""
        rows = self._rows()
        row = self._focused_row()
        place = rows.index(row) + by if row in rows else 0
        place = max(0, min(place, len(rows) - 1))
        rows[place].focus_row()
        if place == 0:  # the heading above it comes into sight too
            self.query_one("#admin-settings").scroll_home(animate=False)

    def action_page(self, by: int) -> None:
        """Move the focus ``FOLDED`` rows down (``by`` = 1) or up (-1)."""
        self.action_row(by * self.FOLDED)

    # Status

    @property
    def changes(self) -> int:
        """The number of settings and lists that are edited and not saved."""
        return len(self.session.edits) or int(self.session.is_edited)

    def status_words(self) -> str:
        """The line under the title: what ``say`` said last, else where the policy is kept and what is not saved."""
        if self._status is not None:
            return self._status()
        if not self.changes:
            return _("In force: {file}. Enter on Edit changes a setting.", file=self.session.stored.source)
        return _("Nothing is in force yet. Ctrl+S shows what will change, then saves.")

    def say(self, status: Callable[[], str]) -> None:
        """Show a sentence in the line under the title, until the next edit."""
        self._status = status
        self.refresh_rows()

    def _changed(self) -> None:
        """What was said of the page before is old now."""
        self._status = None
        self.refresh_rows()

    # Saving, earlier versions, leaving

    def action_save(self) -> None:
        """Show the review and save; with a fault in the edits go to its row instead."""
        faults = self.session.faults()
        if not self.session.is_edited:
            self.say(lambda: _("Nothing is changed."))
        elif () in faults:
            self.say(lambda: "\n".join(self.session.faults().get((), ())))
        elif faults:
            count = sum(map(len, faults.values()))
            self.say(
                lambda: ngettext(
                    "{n} thing is not right yet. Nothing was saved.",
                    "{n} things are not right yet. Nothing was saved.",
                    count,
                )
            )
            self._go_to_fault()
        else:
            self._one_at_a_time(self._saving.review_and_save)

    def _go_to_fault(self) -> None:
        """The first row with a fault has the focus, with its controls open."""
        for row in self._rows():
            if row.faults:
                if isinstance(row, SettingEditor) and not row.is_open:
                    row.edit(self.session.value(row.setting.path))
                else:
                    row.focus_row()
                return

    def action_undo_save(self) -> None:
        """Review and save the version that the last save replaced."""
        self._unless_edited(self._restoring.undo_save)

    def action_versions(self) -> None:
        """Open the list of earlier versions."""
        self._unless_edited(self._restoring.choose)

    def _unless_edited(self, act: Callable[[], Awaitable[None]]) -> None:
        """An earlier version takes the place of all edits, so that there must be none."""
        if self.session.is_edited:
            self.say(lambda: _("There are changes that are not saved. Save or revert them first."))
        else:
            self._one_at_a_time(act)

    def action_leave_page(self) -> None:
        """Leave the page; with edits that are not saved ask first."""
        if self.session.is_edited:
            self._one_at_a_time(self._ask_before_leaving)
        else:
            self._leave()

    async def _ask_before_leaving(self) -> None:
        stay = Answer(False, lambda: pgettext("button", "Go on editing"))
        leave = Answer(True, lambda: pgettext("button", "Leave without saving"))

        def words() -> str:
            return _("There are changes that are not saved. Leave without them?")

        if await self.app.push_screen_wait(AskScreen(words, (stay, leave), False)):
            self._leave()

    def _leave(self) -> None:
        if self.is_current:
            self.dismiss(None)

    def action_help(self) -> None:
        """Open the help of the page."""
        from composer.screens.admin.help import help_screen
        from composer.screens.dialogs.keys_below import keys_below

        self.app.push_screen(help_screen(keys_below(self)))

    @work
    async def action_palette(self) -> None:
        """Open the palette with every action by name."""
        from composer.screens.dialogs.palette import run_from_palette

        await run_from_palette(self)

    def _one_at_a_time(self, act: Callable[[], Awaitable[None]]) -> None:
        """Only one dialog after the other; what goes wrong is said, and nothing typed is lost."""
        if not self._is_asking:
            self._is_asking = True
            self._ask(act)

    @work
    async def _ask(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except PresendError as error:
            self.say(in_words(error))
        finally:
            self._is_asking = False

    # Within

    def _keep_in_sight(self, row: SettingRow) -> None:
        """What a change has to say makes a row grow; where not all of it fits, what has the focus comes first."""
        row.scroll_visible(animate=False)
        if row.has_focus_within and self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def _open_texts(self, setting: Setting) -> None:
        from composer.screens.admin.texts import TextSettingsScreen

        surface = {PC: Surface.PC, MOBILE: Surface.MOBILE}[setting.path]

        def closed(has_saved: bool | None) -> None:
            if has_saved:
                self._changed()
            else:
                self.refresh_rows()

        self.app.push_screen(TextSettingsScreen(self.session, surface), closed)

    def _revert(self, row: SettingEditor) -> None:
        self.session.revert(row.setting.path)
        row.show_value(self.session.value(row.setting.path))
        self._changed()

    def _refresh_row(self, row: SettingEditor, faults: Faults) -> None:
        setting, session = row.setting, self.session
        if setting.kind is Kind.FIXED:
            row.say(RowWords(partial(value_words, setting, None)))
            return
        value, present = session.value(setting.path), session.present(setting.path)
        row.display = self._is_shown(setting)
        row.show_value(value)
        row.say(
            RowWords(
                value=partial(value_words, setting, present),
                change=str if same(value, present) else partial(change_words, setting, present, value),
                faults=partial(fault_words, setting.path, faults),
                note=NOT_BUILT.get(setting.path, str),
            )
        )

    def _is_shown(self, setting: Setting) -> bool:
        """What hangs on a switch that is off is out of sight, unless there is something to save in it."""
        return setting.needs is None or bool(self.session.value(setting.needs)) or self.session.is_changed(setting.path)

    def _rows(self) -> list[SettingRow]:
        """Every row that can have the focus, from above."""
        return [row for row in self.query(SettingRow) if row.display and row.can_be_edited]

    def _focused_row(self) -> SettingRow | None:
        above = self.focused.ancestors_with_self if self.focused else ()
        return next((node for node in above if isinstance(node, SettingRow)), None)

    def _say_head(self) -> None:
        company = self.session.stored.policy.company.name
        title = pgettext("title", "Mail Security")
        self.query_one("#admin-title", Line).say(labelled(title, company) if company else title)
        save = self.query_one("#admin-save", PushButton)
        if save.has_focus and not self.changes:
            self._rows()[0].focus_row()
        save.disabled = not self.changes
        save.retranslate()
        self.query_one("#admin-status", Line).say(self.status_words())

    def _save_label(self) -> str:
        if not self.changes:
            return pgettext("button", "Save")
        return ngettext("Save {n} change", "Save {n} changes", self.changes)
