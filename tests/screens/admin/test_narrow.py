"""The administrator's page in a small terminal: every row is reached and opened, and what has the focus is seen."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from rich.cells import cell_len
from textual.widget import Widget

from composer import words
from composer.administration.setting import Kind
from composer.administration.settings import APPLIED
from composer.screens.admin.one_list import ListScreen
from composer.widgets.fields.one_of import OneOf
from composer.widgets.settings.row_head import RowHead
from composer.widgets.settings.setting_editor import SettingEditor
from composer.widgets.settings.setting_row import SettingRow
from tests.golden import picture
from tests.screens.admin.support import AdminPage, opened


def is_seen(page: AdminPage, widget: Widget) -> bool:
    """Whether the whole width and the first line of a widget are in sight."""
    place = page.top.find_widget(widget)
    seen = place.visible_region
    return bool(seen) and seen.width == place.region.width and seen.y == place.region.y


def row_is_seen(page: AdminPage, row: SettingRow) -> bool:
    """Whether the keys go to a row that is in sight."""
    return row.head.has_focus and is_seen(page, row.head)


def control_is_seen(page: AdminPage) -> bool:
    """Whether the keys go to a control that is in sight."""
    focused = page.screen.focused
    return focused is not None and not isinstance(focused, RowHead) and is_seen(page, focused)


def cursor_is_seen(page: AdminPage) -> bool:
    """Whether the marked line of the control that has the focus is in sight."""
    focused = page.screen.focused
    return isinstance(focused, OneOf) and focused.cursor_screen_offset in page.top.find_widget(focused).visible_region


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
@pytest.mark.parametrize("language", ["en", "ko", "ja"])
async def test_a_row_with_the_focus_is_seen_and_so_is_its_control(size: tuple[int, int], language: str) -> None:
    words.use(language)
    try:
        async with opened(size=size) as page:
            for row in page.rows:
                if not row.can_be_edited or not row.display:
                    continue
                row.focus_row()
                await page.until(partial(row_is_seen, page, row))
                if isinstance(row, SettingEditor) and row.setting.kind is not Kind.WINDOW:
                    await page.press("enter")
                    await page.until(partial(control_is_seen, page))
                    await page.press("escape")
    finally:
        words.use("en")


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
async def test_labels_values_and_buttons_are_whole_at_both_widths(language: str) -> None:
    words.use(language)
    try:
        for columns in (40, 80):
            async with opened(size=(columns, 24)) as page:
                for row in page.rows:
                    lines = row.head.render().plain.splitlines()
                    drawn = Counter("".join("".join(lines).split()))
                    assert Counter("".join(row.text.split())) <= drawn, (row.id, lines)
                    assert all(cell_len(line.rstrip()) <= columns for line in lines)
    finally:
        words.use("en")


async def test_the_window_of_a_list_shows_its_buttons_in_a_small_terminal() -> None:
    async with opened(size=(40, 20)) as page:
        page.row(("lists", 1)).focus_row()
        await page.press("enter")
        await page.on(ListScreen)
        assert is_seen(page, page.top.query_one("#list-ok"))
        for _field in range(3):
            await page.press("tab")
            assert is_seen(page, page.top.focused)


@pytest.mark.parametrize("size", [(120, 30), (40, 20), (40, 12)])
async def test_what_has_the_focus_is_seen_in_a_window_of_another_size(size: tuple[int, int]) -> None:
    async with opened() as page:
        rows = [row for row in page.rows if row.can_be_edited and row.display]
        for row in rows[:: max(len(rows) // 5, 1)]:
            row.focus_row()
            await page.until(partial(row_is_seen, page, row))
            await page.pilot.resize_terminal(*size)
            await page.until(partial(row_is_seen, page, row))
            await page.pilot.resize_terminal(80, 24)
            await page.until(partial(row_is_seen, page, row))


async def test_an_open_choice_is_seen_in_a_window_of_another_size() -> None:
    async with opened() as page:
        await page.edit(APPLIED, "right", "down", "down")
        for size in ((40, 20), (40, 12), (120, 30), (40, 12), (80, 24)):
            await page.pilot.resize_terminal(*size)
            await page.until(partial(cursor_is_seen, page))


ROWS_OF_KEYS = {
    ("en", 40): "^s Save  f1 Help  ^p More  ^q Close",
    ("ko", 40): "^s 저장  f1 도움말  ^p 더보기  ^q 닫기",
    ("ja", 40): "^s 保存  f1 ヘルプ  ^p 操作  ^q 閉じる",
    ("en", 80): "^s Save  ^r Revert  f3 Versions  f4 Undo save  f1 Help  ^p More  ^q Close",
    ("ko", 80): "^s 저장  ^r 되돌리기  f3 버전  f4 저장 취소  f1 도움말  ^p 더보기  ^q 닫기",
    ("ja", 80): "^s 保存  ^r 元に戻す  f3 バージョン  f4 保存取消  f1 ヘルプ  ^p 操作  ^q 閉じる",
}


@pytest.mark.parametrize(("language", "width"), ROWS_OF_KEYS)
async def test_the_row_of_keys_begins_with_save_and_keeps_the_way_out(language: str, width: int) -> None:
    words.use(language)
    try:
        async with opened(size=(width, 20)) as page:
            await page.pilot.pause()
            assert picture(page.pilot.app).splitlines()[-1].strip() == ROWS_OF_KEYS[language, width]
    finally:
        words.use("en")
