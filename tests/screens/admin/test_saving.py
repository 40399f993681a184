"""Saving on the administrator's page: faults, the review, two administrators, earlier versions, leaving."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from textual.errors import NoWidget
from textual.widget import Widget
from textual.widgets import Input

from composer import words
from composer.administration.settings import BACKUP, IMPORT, PC, TIME_LIMITED, WARNING
from composer.administration.toml.policy_text import edited
from composer.reasons import ReasonCode
from composer.screens.admin.conflict import ConflictScreen
from composer.screens.admin.help import AdminHelpScreen
from composer.screens.admin.one_list import ListScreen
from composer.screens.admin.review import ReviewScreen
from composer.screens.admin.texts import TextSettingsScreen
from composer.screens.admin.versions import VersionsScreen
from composer.screens.dialogs.ask import AskScreen
from composer.screens.dialogs.palette import PaletteScreen
from composer.sentences.reasons import reason, reason_words
from composer.widgets.dialogs.dialog_parts import DialogBox
from composer.widgets.lists.key_lines import KeyLines
from composer.widgets.lists.pick_list import PickList
from tests.screens.admin.support import AdminPage, opened

SIZE, FILES = ("mail", "general", "attachment_size_limit"), ("mail", "general", "time_limited_max_files")
DOMAINS, LANGUAGES = ("company", "domains"), ("company", "default_language")


async def test_faults_stand_under_their_fields_at_once_and_save_goes_to_the_first() -> None:
    async with opened() as page:
        before = page.policy_text
        for path, typed, said in (
            (SIZE, "lots", "lots"),
            (FILES, "many", "many"),
            (DOMAINS, "hanbit..example", "hanbit..example"),
        ):
            await page.edit(path, "end", "ctrl+u", *typed)
            assert page.row(path).faults.startswith("! "), path
            assert said in page.row(path).faults, path
            await page.press("escape")
            assert page.row(path).faults, "closing the controls loses nothing"
        await page.press("ctrl+s")
        assert page.status == "3 things are not right yet. Nothing was saved."
        await page.until(lambda: isinstance(page.screen.focused, Input))
        focused = page.screen.focused
        assert isinstance(focused, Input)
        assert page.row(DOMAINS).has_focus_within
        assert focused.value == "hanbit..example"
        assert page.policy_text == before


async def test_a_fault_goes_with_what_caused_it() -> None:
    async with opened() as page:
        await page.edit(FILES, "end", "ctrl+u", *"0")
        assert page.row(FILES).faults.startswith("! ")
        await page.press("backspace", "3")
        assert page.row(FILES).faults == ""


async def test_the_review_says_what_changes_and_what_that_does_and_goes_back_by_itself() -> None:
    async with opened() as page:
        before = page.policy_text
        await page.edit(IMPORT, "down")
        await page.press("ctrl+s")
        await page.on(ReviewScreen)
        assert page.top.focused is page.top.query_one("#answer-0")
        text = page.top.text
        assert "Import external email" in text
        assert "What this does to what exists:" in text
        assert "import" in text.partition("What this does to what exists:")[2]
        await page.press("enter")
        await page.until(lambda: page.top is page.screen)
        assert page.policy_text == before
        assert page.row(IMPORT).is_changed


async def test_the_review_names_new_traps_and_counts_the_old_ones() -> None:
    async with opened() as page:
        await page.edit(("network_security", "designated_ips_only"), "down")
        await page.press("ctrl+s")
        await page.on(ReviewScreen)
        new = page.top.text.partition("New traps:\n")[2]
        assert new.startswith("- ")
        assert "Import external email: " in new


async def test_after_saving_the_page_says_so_and_f4_takes_it_back_after_a_review() -> None:
    async with opened() as page:
        before = page.policy_text
        await page.edit(BACKUP, "down", "enter")
        await page.save()
        assert page.status.startswith("Saved and in force.")
        saved = page.policy_text
        assert saved != before
        await page.press("f4")
        await page.on(ReviewScreen)
        assert page.policy_text == saved
        await page.press("tab", "enter")
        await page.until(lambda: page.policy_text == before)
        await page.until(lambda: page.row(BACKUP).text == "ON")
        assert not page.session.is_edited


async def test_going_back_from_the_review_of_an_earlier_version_leaves_nothing_behind() -> None:
    async with opened() as page:
        await page.edit(BACKUP, "down", "enter")
        await page.save()
        saved = page.policy_text
        await page.press("f4")
        await page.on(ReviewScreen)
        await page.press("enter")
        await page.until(lambda: page.top is page.screen and not page.session.is_edited)
        assert (page.policy_text, page.row(BACKUP).text) == (saved, "OFF")


async def test_earlier_versions_are_listed_with_what_replaced_them_and_one_can_be_taken_back() -> None:
    async with opened() as page:
        first = page.policy_text
        for path in (BACKUP, WARNING):
            await page.edit(path, "down", "enter")
            await page.save()
        await page.press("f3")
        await page.on(VersionsScreen)
        await page.until(lambda: page.top.is_told)
        shown = page.top.query_one(PickList).rows
        assert len(shown) == 2
        assert "warning" in shown[0].text.casefold()
        assert "Mail backup / Save to PC" in shown[1].text
        await page.press("down", "enter")
        await page.on(ReviewScreen)
        await page.press("tab", "enter")
        await page.until(lambda: page.policy_text == first)


async def test_without_a_save_there_is_nothing_to_take_back_and_no_version() -> None:
    async with opened() as page:
        await page.press("f4")
        await page.until(lambda: "nothing to take back" in page.status)
        await page.press("f3")
        await page.until(lambda: page.status == "There is no earlier version yet.")


async def test_an_earlier_version_waits_for_changes_that_are_not_saved() -> None:
    async with opened() as page:
        await page.edit(BACKUP, "down", "enter")
        await page.save()
        await page.edit(IMPORT, "down", "enter")
        for key in ("f3", "f4"):
            await page.press(key)
            assert page.status == "There are changes that are not saved. Save or revert them first."
        assert page.row(IMPORT).is_changed


# Two administrators


async def conflicting(page: AdminPage) -> str:
    """Another administrator saves while this one's review is open; the text that is in force then."""
    await page.edit(FILES, "end", "ctrl+u", "3", "enter")
    await page.edit(IMPORT, "down", "enter")
    await page.press("ctrl+s")
    await page.on(ReviewScreen)
    base = page.store.read()
    theirs = edited(base.text, {TIME_LIMITED: "deny", FILES: 4, ("company", "name"): "[b]Theirs[/b]"})
    page.store.save(theirs, base)
    await page.press("tab", "enter")
    await page.on(ConflictScreen)
    return theirs


async def test_two_administrators_see_both_sides_and_going_back_saves_and_loses_nothing() -> None:
    async with opened() as page:
        theirs = await conflicting(page)
        text = page.top.query_one(DialogBox).text
        them, _, rest = text.partition("You want to change:")
        mine, _, both = rest.partition("Both of you changed:")
        assert "Files with download time limit" in them
        assert "[b]Theirs[/b]" in them
        assert "Import external email" in mine
        assert both.strip() == "- Time-limited files: attachment count limit"
        await page.press("enter")
        await page.until(lambda: page.top is page.screen)
        assert page.policy_text == theirs
        assert page.row(IMPORT).is_changed
        assert "Your changes are still here" in page.status


async def test_my_changes_are_saved_on_top_of_theirs_after_another_review() -> None:
    async with opened() as page:
        await conflicting(page)
        await page.press("tab", "enter")
        await page.on(ReviewScreen)
        await page.press("tab", "enter")
        await page.until(lambda: page.top is page.screen)
        policy = page.store.read().policy
        assert (policy.external_import, policy.time_limited_files) == (False, False)
        assert (policy.limits.time_limited_max_files, policy.company.name) == (3, "[b]Theirs[/b]")


async def test_taking_theirs_drops_mine() -> None:
    async with opened() as page:
        theirs = await conflicting(page)
        await page.press("tab", "tab", "enter")
        await page.until(lambda: page.top is page.screen)
        assert page.policy_text == theirs
        assert not page.session.is_edited
        assert page.row(IMPORT).text == "Allow"
        assert "Your changes are gone" in page.status


async def test_a_full_disk_is_told_and_nothing_typed_is_lost() -> None:
    async with opened(full=True) as page:
        before = page.policy_text
        await page.edit(BACKUP, "down", "enter")
        await page.press("ctrl+s")
        await page.on(ReviewScreen)
        await page.press("tab", "enter")
        await page.until(lambda: page.top is page.screen)
        assert page.status == "The disk is full: policy.toml was not written. Free some space and try again."
        assert page.row(BACKUP).is_changed
        assert page.policy_text == before


async def test_what_kept_a_policy_from_being_saved_is_said_in_the_language_of_the_moment() -> None:
    async with opened(full=True) as page:
        await page.edit(BACKUP, "down", "enter")
        await page.save()
        in_english = page.status
        await page.press("ctrl+l")
        in_korean = reason_words(reason(ReasonCode.DISK_FULL, path="policy.toml"))
        assert page.status == in_korean != in_english


# What is said in passing


async def choose(page: AdminPage) -> None:
    await page.edit(IMPORT, "down")


async def type_(page: AdminPage) -> None:
    await page.edit(FILES, "end", "1")


async def change_a_list(page: AdminPage) -> None:
    page.row(("lists", 1)).focus_row()
    await page.press("enter")
    await page.on(ListScreen)
    await page.press("tab", "end", "!", "enter")
    await page.until(lambda: page.top is page.screen)


async def take_back(page: AdminPage) -> None:
    page.session.change(IMPORT, "deny")
    page.row(IMPORT).focus_row()
    await page.press("ctrl+r")


async def change_a_text(page: AdminPage) -> None:
    page.row(PC).focus_row()
    await page.press("enter")
    await page.on(TextSettingsScreen)
    await page.press("!", "ctrl+s", "escape")
    await page.until(lambda: page.top is page.screen)


@pytest.mark.parametrize("change", [choose, type_, change_a_list, change_a_text, take_back])
async def test_what_was_said_in_passing_goes_away_with_the_next_change(
    change: Callable[[AdminPage], Awaitable[None]],
) -> None:
    async with opened() as page:
        before = page.status
        await page.press("ctrl+s")
        assert page.status == "Nothing is changed."
        await change(page)
        wanted = "Nothing is in force yet." if page.session.is_edited else before
        await page.until(lambda: page.status.startswith(wanted))


async def test_what_was_said_stays_while_one_only_looks() -> None:
    async with opened() as page:
        await page.press("ctrl+s")
        await page.edit(IMPORT)
        assert page.row(IMPORT).is_open
        await page.press("escape", "down", "f1")
        await page.on(AdminHelpScreen)
        await page.press("escape")
        await page.until(lambda: page.top is page.screen)
        assert page.status == "Nothing is changed."


# Leaving, keys, languages


async def test_leaving_without_changes_asks_nothing() -> None:
    async with opened() as page:
        await page.press("escape")
        await page.until(lambda: page.pilot.app.return_value == 0)


async def test_leaving_with_changes_asks_once_and_staying_keeps_them() -> None:
    async with opened() as page:
        await page.edit(BACKUP, "down", "enter")
        await page.press("ctrl+q")
        await page.on(AskScreen)
        await page.press("enter")
        await page.until(lambda: page.top is page.screen)
        assert page.row(BACKUP).is_changed
        await page.press("ctrl+q")
        await page.on(AskScreen)
        await page.press("tab", "enter")
        await page.until(lambda: page.pilot.app.return_value == 0)
        assert "OFF" not in page.policy_text


async def test_the_palette_lists_the_actions_of_the_page_and_runs_them() -> None:
    async with opened() as page:
        await page.edit(BACKUP, "down", "enter")
        await page.press("ctrl+p")
        await page.on(PaletteScreen)
        offered = {row.value for row in page.top.query_one(PickList).rows}
        assert {
            "admin.save", "admin.revert", "admin.versions", "admin.undo_save", "admin.help", "admin.leave_page"
        } <= {f"admin.{name.rpartition('.')[2]}" for name in offered}  # fmt: skip
        await page.press(*"revert", "enter")
        await page.until(lambda: page.top is page.screen and not page.session.is_edited)


async def test_help_says_how_the_page_is_used_and_lists_its_keys() -> None:
    async with opened() as page:
        await page.press("f1")
        await page.on(AdminHelpScreen)
        await page.pilot.pause()
        text = "\n".join(str(line.text) for line in page.top.query(".help-part").results())
        assert "Nothing is in force before Save." in text
        keys = dict(page.top.query_one("#help-keys", KeyLines).rows)
        assert keys["Ctrl+S"].startswith("Save. ")
        assert keys["F4"].startswith("Undo save. ")


async def test_the_language_switches_in_place_and_what_is_typed_and_open_stays() -> None:
    async with opened() as page:
        try:
            await page.edit(("company", "name"), "end", *"!")
            field = page.screen.focused
            await page.press("ctrl+l")
            assert words.active() == "ko"
            assert page.screen.focused is field
            assert page.row(("company", "name")).text == "Hanbit Trading -> Hanbit Trading!"
            assert page.title_button != "Save 1 change"
        finally:
            words.use("en")


async def test_the_arrows_come_to_every_row_and_back() -> None:
    async with opened() as page:
        for path in (("lists", 4), SIZE, IMPORT):
            await page.go_to(path)
            assert page.row(path).has_focus_within
        await page.press("pagedown", "pagedown")
        assert not page.row(IMPORT).has_focus_within


def is_hit_at(widget: Widget, column: int) -> bool:
    """Whether a click in this column of the widget's first row would meet the widget."""
    with suppress(NoWidget):
        return widget.screen.get_widget_at(widget.region.x + column, widget.region.y)[0] is widget
    return False


async def test_a_click_opens_a_row_chooses_and_takes_back() -> None:
    async with opened() as page:
        row = page.row(BACKUP)
        await page.go_to(BACKUP)  # what has the focus does not scroll under the mouse
        await page.until(lambda: is_hit_at(row.query_one("RowHead"), 45))
        await page.pilot.click(f"#{row.id} RowHead", offset=(45, 0))
        await page.until(lambda: row.is_open and bool(row.query_one("#value-mail-security-backup").region))
        await page.pilot.click("#value-mail-security-backup", offset=(12, 0))
        await page.until(lambda: row.text == "ON -> OFF")
        width = row.query_one("RowHead").size.width
        await page.pilot.click(f"#{row.id} RowHead", offset=(width - 3, 0))
        await page.until(lambda: not row.is_changed)
        await page.pilot.click("#admin-save")
        assert page.top is page.screen
