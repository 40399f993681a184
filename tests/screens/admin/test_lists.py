"""Mailing lists on the administrator's page: a window for each; added, edited, removed, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from composer import words
from composer.screens.admin.one_list import ListScreen, typed_lines
from composer.screens.dialogs.ask import AskScreen
from composer.widgets.dialogs.dialog_parts import DialogBox
from composer.widgets.fields.form_row import FormRow
from composer.widgets.glyphs import ASCII
from composer.widgets.plain import Line
from composer.widgets.settings.setting_control import typed
from policy.foreign_text import LONGEST
from tests.calls import calls
from tests.screens.admin.support import AdminPage, comments, differences, opened

LIST = ("lists", 0)
MANY = 20_000
SALES, ARCHIVE = ("lists", 1), ("lists", 4)
FROM_FILE = """schema = 1
[company]
domains = ["hanbit.example"]
[[lists]]
address = "all@hanbit.example"
members_file = "lists/all.txt"
"""


async def window(page: AdminPage, place: int) -> ListScreen:
    """The window of a list, opened from its row."""
    page.row(("lists", place)).focus_row()
    await page.press("enter")
    await page.on(ListScreen)
    assert isinstance(page.top, ListScreen)
    return page.top


async def press_button(page: AdminPage, button: str) -> None:
    """Go to a button of the window and press it."""
    page.top.query_one(f"#list-{button}").focus()
    await page.press("enter")


def field(page: AdminPage, key: str) -> Input:
    """One of the fields of one row."""
    found: Input = page.top.query_one(f"#list-{key}", Input)
    return found


async def test_a_row_says_name_members_and_senders_of_a_list() -> None:
    async with opened() as page:
        assert page.row(SALES).text == "Sales and partners · 3 members · 4 senders"
        assert page.row(ARCHIVE).text == "Archive · 0 members · 1 sender"


async def test_a_row_says_it_in_ascii_where_the_terminal_needs_that() -> None:
    async with opened(glyphs=ASCII) as page:
        assert page.row(ARCHIVE).text == "Archive - 0 members - 1 sender"


async def test_a_list_is_edited_in_its_window_and_saved_alone() -> None:
    async with opened() as page:
        before = page.policy_text
        await window(page, 1)
        field(page, "name").value = "Sales"
        page.top.query_one("#list-members", TextArea).text = "kim@hanbit.example\n\n  lee@hanbit.example  \n"
        page.top.query_one("#list-senders", TextArea).text = "kim@hanbit.example"
        await page.pilot.pause()
        await press_button(page, "ok")
        await page.until(lambda: page.top is page.screen)
        changed = "Sales and partners · 3 members · 4 senders -> Sales · 2 members · 1 sender"
        assert page.row(SALES).text == changed
        assert page.title_button == "Save 3 changes"
        await page.save()
        (lists,) = differences(before, page.policy_text).values()
        assert lists[1] == {
            "address": "sales@hanbit.example",
            "name": "Sales",
            "members": ["kim@hanbit.example", "lee@hanbit.example"],
            "senders": ["kim@hanbit.example"],
        }
        assert comments(page.policy_text) == comments(before)


async def test_a_new_list_is_added_at_the_end() -> None:
    async with opened() as page:
        page.screen.query_one("#list-add").focus()
        await page.press("enter")
        await page.on(ListScreen)
        await page.press(*"x@hanbit.example", "tab", *"New", "tab", *"kim@hanbit.example", "enter", *"a@b.example")
        await page.press("tab", *"kim@hanbit.example", "tab", "enter")
        await page.until(lambda: page.top is page.screen)
        row = page.row(("lists", 5))
        assert row.is_changed
        assert row.text == "new: New · 2 members · 1 sender"
        await page.save()
        (*_others, made) = page.store.read().policy.lists
        assert (str(made.address), made.name, tuple(made.members or ()), made.senders) == (
            "x@hanbit.example", "New", ("kim@hanbit.example", "a@b.example"), ("kim@hanbit.example",),
        )  # fmt: skip
        assert not page.row(("lists", 5)).is_changed


async def test_a_new_list_that_is_cancelled_or_taken_back_is_gone() -> None:
    async with opened() as page:
        page.screen.query_one("#list-add").focus()
        await page.press("enter")
        await page.on(ListScreen)
        await page.press(*"x@", "escape")
        await page.until(lambda: page.top is page.screen)
        assert not page.session.is_edited
        assert not page.screen.query("#lists-5")
        page.screen.query_one("#list-add").focus()
        await page.press("enter")
        await page.on(ListScreen)
        await page.press(*"x@hanbit.example", "enter")
        await page.until(lambda: page.top is page.screen)
        page.row(("lists", 5)).focus_row()
        await page.press("ctrl+r")
        await page.until(lambda: not page.screen.query("#lists-5"))
        assert not page.session.is_edited


async def test_removing_a_list_asks_once_and_can_be_taken_back_before_save() -> None:
    async with opened() as page:
        before = page.policy_text
        await window(page, 4)
        await press_button(page, "remove")
        await page.on(AskScreen)
        assert "archive@hanbit.example" in page.top.query_one(DialogBox).text
        await page.press("enter")
        await page.on(ListScreen)
        assert not page.session.is_edited
        await press_button(page, "remove")
        await page.on(AskScreen)
        await page.press("tab", "enter")
        await page.until(lambda: page.top is page.screen)
        assert page.row(ARCHIVE).text == "will be removed"
        page.row(ARCHIVE).focus_row()
        await page.press("ctrl+r")
        assert page.row(ARCHIVE).text == "Archive · 0 members · 1 sender"
        await window(page, 4)
        await press_button(page, "remove")
        await page.on(AskScreen)
        await page.press("tab", "enter")
        await page.until(lambda: page.top is page.screen)
        await page.save()
        (lists,) = differences(before, page.policy_text).values()
        assert [one["address"] for one in lists] == [
            "all@hanbit.example", "sales@hanbit.example", "projects@hanbit.example", "team-a@hanbit.example",
        ]  # fmt: skip
        assert not page.screen.query("#lists-4")


async def test_faults_of_a_list_stand_under_their_field_and_keep_the_window_open() -> None:
    async with opened() as page:
        await window(page, 1)
        field(page, "address").value = "all@hanbit.example"
        await page.pilot.pause()
        fault = page.top.query_one("#list-row-address", FormRow).query_one(".form-fault", Line)
        assert fault.display
        assert "all@hanbit.example" in fault.text
        await press_button(page, "ok")
        assert isinstance(page.top, ListScreen)
        await page.press("escape")
        await page.until(lambda: page.top is page.screen)
        assert not page.session.is_edited


async def test_cancel_takes_back_only_what_was_typed_in_this_window() -> None:
    async with opened() as page:
        await window(page, 1)
        field(page, "name").value = "Sales"
        await page.pilot.pause()
        await press_button(page, "ok")
        await page.until(lambda: page.top is page.screen)
        await window(page, 1)
        field(page, "name").value = "Other"
        await page.pilot.pause()
        await press_button(page, "cancel")
        await page.until(lambda: page.top is page.screen)
        assert page.session.edits == {(*SALES, "name"): "Sales"}


async def test_members_from_a_file_are_named_and_not_edited_here() -> None:
    async with opened(FROM_FILE, members="kim@hanbit.example\n") as page:
        assert page.row(("lists", 0)).text == "members in lists/all.txt · 0 senders"
        await window(page, 0)
        assert [area.id for area in page.top.query(TextArea)] == ["list-senders"]
        assert page.top.query_one("#list-members", Line).text == "In the file lists/all.txt"
        field(page, "name").value = "Everybody"
        await page.pilot.pause()
        await press_button(page, "ok")
        await page.until(lambda: page.top is page.screen)
        assert page.session.edits == {("lists", 0, "name"): "Everybody"}


PLAIN = ["kim@hanbit.example", "Lee <lee@hanbit.example>", ""]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        PLAIN[:1],
        PLAIN,
        ["two\nlines", "x"],
        ["tab\there"],
        ["esc\x1b[31m", "bidi\u202e", "김@hanbit.example"],
        ["e\u0301", "\u2028"],
        ["a" * (LONGEST + 1), "b"],
    ],
)
def test_texts_stand_in_their_field_as_each_would_be_typed(texts: list[str]) -> None:
    assert typed_lines(texts) == "\n".join(map(typed, texts))


async def test_the_window_of_a_list_of_many_opens_and_takes_a_key_without_a_look_at_each_member() -> None:
    members = "".join(f'"person{number}@hanbit.example",\n' for number in range(MANY))
    text = FROM_FILE.replace('members_file = "lists/all.txt"', f"members = [{members}]")
    async with opened(text) as page:
        screen: list[ListScreen] = []
        assert calls(lambda: screen.append(ListScreen(page.session, 0))) < MANY / 20
        assert calls(lambda: screen[0]._field("members")) < 1.1 * MANY
        shown = await window(page, 0)
        area = shown.query_one("#list-members", TextArea)
        area.focus()
        await page.press("x")
        assert calls(lambda: shown.on_text_area_changed(TextArea.Changed(area))) < MANY / 20
        area.insert("y")
        assert calls(lambda: shown.on_text_area_changed(TextArea.Changed(area))) < MANY / 20
        found: Any = page.session.value((*LIST, "members"))
        assert found[:2] == ["xyperson0@hanbit.example", "person1@hanbit.example"]
        await press_button(page, "ok")
        await page.until(lambda: page.top is page.screen)
        app: Any = page.pilot.app
        assert calls(page.screen.refresh_rows) < MANY / 2
        assert calls(lambda: app.switch_language("ko")) < MANY
    words.use("en")
