"""Ctrl+L on each window of the administrator's page says all of it again, also what had to be worked out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.widgets import TextArea

from composer import words
from composer.administration.settings import BACKUP
from composer.screens.admin.conflict import ConflictScreen
from composer.screens.admin.one_list import ListScreen
from composer.screens.admin.review import ReviewScreen
from composer.widgets.plain import Line
from tests.screens.admin.support import AdminPage, opened
from tests.screens.admin.test_lists import FROM_FILE, window
from tests.screens.admin.test_saving import conflicting


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


async def korean(page: AdminPage) -> None:
    """The next language."""
    await page.press("ctrl+l")
    assert words.active() == "ko"


async def test_the_review_is_worked_out_again_and_still_asks() -> None:
    async with opened() as page:
        await page.edit(BACKUP, "down", "enter")
        await page.press("ctrl+s")
        await page.on(ReviewScreen)
        english = page.top.text
        assert "off instead of on" in english
        await korean(page)
        await page.until(lambda: isinstance(page.top, ReviewScreen) and "메일 백업" in page.top.text)
        assert not set(english.splitlines()) & set(page.top.text.splitlines()) - {""}
        await page.press("tab", "enter")
        await page.until(lambda: page.top is page.screen and 'backup = "off"' in page.policy_text)


async def test_both_sides_of_a_conflict_are_said_again() -> None:
    async with opened() as page:
        await conflicting(page)
        english = page.top.text
        await korean(page)
        await page.until(lambda: isinstance(page.top, ConflictScreen) and "첨부" in page.top.text)
        assert not set(english.splitlines()) & set(page.top.text.splitlines()) - {""}


async def test_the_window_of_a_list_keeps_what_is_typed() -> None:
    async with opened() as page:
        await window(page, 1)
        members = page.top.query_one("#list-members", TextArea)
        members.focus()
        await page.press("x")
        text = members.text
        await korean(page)
        assert page.top.query_one(".admin-dialog-title", Line).text == "메일링 리스트"
        assert (page.top.focused, members.text) == (members, text)
        await page.press("ctrl+z")
        assert members.text == text[1:]


async def test_a_list_from_a_file_is_named_again() -> None:
    async with opened(FROM_FILE, members="kim@hanbit.example\n") as page:
        await window(page, 0)
        await korean(page)
        assert isinstance(page.top, ListScreen)
        assert page.top.query_one("#list-members", Line).text == "파일 lists/all.txt에 있음"
