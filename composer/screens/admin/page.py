"""The Mail Security page of the administrator, with the settings it depends on: a row each, and one Save above."""

from __future__ import annotations

from datetime import tzinfo
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical

from composer.administration.setting import Kind, Section, Setting
from composer.administration.settings import MOBILE, NOT_BUILT, PC, SETTINGS, section_label
from composer.administration.toml.document_values import same
from composer.administration.session import AdminSession
from composer.screens.admin.lists import ListRows
from composer.screens.admin.saving import AdminSaving
from composer.screens.admin.row_words import Faults, change_words, fault_words, value_words
from composer.widgets.fields.field_keys import FIELD_KEYS
from composer.widgets.footer import KeyFooter
from composer.widgets.plain import Line
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.settings.setting_control import SettingControl
from composer.widgets.settings.setting_editor import SettingEditor
from composer.widgets.settings.setting_row import RowWords, SettingRow
from composer.words import ngettext, pgettext
from policy.settings import Surface


class AdminScreen(AdminSaving):
    """Rows show what is in force and what is changed; nothing is in force before Save."""

    CSS_PATH = "page.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]
    BINDINGS = [
        Binding("ctrl+s", "save", "save", id="admin.save"),
        Binding("ctrl+r", "revert", "revert", id="admin.revert"),
        Binding("f3", "versions", "versions", id="admin.versions"),
        Binding("f4", "undo_save", "undo_save", id="admin.undo_save"),
        Binding("f1", "help", "help", id="admin.help"),
        *FIELD_KEYS,
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
        super().__init__(session, timezone)
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
        """Show what the session holds now, and what is wrong with it."""
        faults = self.session.faults()
        for row in self._editors:
            self._refresh_row(row, faults)
        self.query_one(ListRows).refresh_rows(faults)
        self._say_head()

    # Rows

    def on_setting_row_edit_wanted(self, event: SettingRow.EditWanted) -> None:
        """Open the controls in place, or the window that a row has instead."""
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
        """As it was."""
        event.stop()
        if isinstance(event.row, SettingEditor):
            self._revert(event.row)

    def on_setting_control_changed(self, event: SettingControl.Changed) -> None:
        """The value goes into the session at once; it is in force after Save."""
        event.stop()
        self.session.change(event.setting.path, event.value)
        self.refresh_rows()
        self.call_after_refresh(self._keep_in_sight, self.row_of(event.setting))

    def on_setting_control_done(self, event: SettingControl.Done) -> None:
        """Enter closes the controls."""
        event.stop()
        row = self.row_of(event.setting)
        row.close()
        row.focus_row()

    def on_push_button_pressed(self, event: PushButton.Pressed) -> None:
        """The button beside the title."""
        event.stop()
        self.action_save()

    def on_list_rows_changed(self, event: ListRows.Changed) -> None:
        """A mailing list is another now."""
        event.stop()
        self.refresh_rows()

    def row_of(self, setting: Setting) -> SettingEditor:
        """The row of a setting."""
        return next(row for row in self._editors if row.setting is setting)

    def action_revert(self) -> None:
        """The change of the row that has the focus is taken back."""
        row = self._focused_row()
        if isinstance(row, SettingEditor):
            self._revert(row)
        elif row is not None:
            row.post_message(SettingRow.RevertWanted(row))

    def action_close_editor(self) -> None:
        """The controls that are open are closed; where there are none, the page is left."""
        row = self._focused_row()
        if row is not None and row.is_open:
            row.close()
            row.focus_row()
        else:
            self.action_leave_page()

    def action_row(self, by: int) -> None:
        """The next row, or the one before."""
        rows = self._rows()
        row = self._focused_row()
        place = rows.index(row) + by if row in rows else 0
        place = max(0, min(place, len(rows) - 1))
        rows[place].focus_row()
        if place == 0:  # the heading above it comes into sight too
            self.query_one("#admin-settings").scroll_home(animate=False)

    def action_page(self, by: int) -> None:
        """Some rows on."""
        self.action_row(by * self.FOLDED)

    # What the saving asks for

    def go_to_fault(self) -> None:
        """The first row with a fault has the focus, with its controls open."""
        for row in self._rows():
            if row.faults:
                if isinstance(row, SettingEditor) and not row.is_open:
                    row.edit(self.session.value(row.setting.path))
                else:
                    row.focus_row()
                return

    # Within

    def _keep_in_sight(self, row: SettingRow) -> None:
        """What a change has to say makes a row grow; where not all of it fits, what has the focus comes first."""
        row.scroll_visible(animate=False)
        if row.has_focus_within and self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def _open_texts(self, setting: Setting) -> None:
        from composer.screens.admin.texts import TextSettingsScreen

        surface = {PC: Surface.PC, MOBILE: Surface.MOBILE}[setting.path]

        def closed(_changed: bool | None) -> None:
            self.refresh_rows()

        self.app.push_screen(TextSettingsScreen(self.session, surface), closed)

    def _revert(self, row: SettingEditor) -> None:
        self.session.revert(row.setting.path)
        row.show_value(self.session.value(row.setting.path))
        self.refresh_rows()

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
        self.query_one("#admin-title", Line).say(f"{title}: {company}" if company else title)
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
