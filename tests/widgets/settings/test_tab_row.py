"""The row of tabs: keys, clicks, several rows, and names that are foreign text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult

from composer.widgets.settings.tab_row import Tab, TabRow
from tests.golden import picture
from tests.hostile.corpus import ONE_LINERS
from tests.hostile.looking import drawn

NAMES = (Tab("Default"), Tab("한국어", "*"), Tab("日本語"), Tab("English", "-"))


class RowApp(App[None]):
    """One row of tabs and what it said."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, tabs: Sequence[Tab]) -> None:
        super().__init__()
        self._tabs = tabs
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield TabRow(id="tabs")

    def on_mount(self) -> None:
        self.row.fill(self._tabs)
        self.row.focus()

    @property
    def row(self) -> TabRow:
        return self.query_one(TabRow)

    def on_tab_row_chosen(self, event: TabRow.Chosen) -> None:
        self.chosen.append(event.place)


async def test_the_chosen_tab_stands_in_brackets_that_say_whether_the_row_has_the_focus() -> None:
    app = RowApp(NAMES)
    async with app.run_test(size=(60, 4)) as pilot:
        assert picture(app).splitlines()[0] == "[>Default<]  한국어 *    日本語    English -"
        app.set_focus(None)
        await pilot.press("right")
        assert picture(app).splitlines()[0] == "[ Default ]  한국어 *    日本語    English -"


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["right"], [1]),
        (["right", "right", "left"], [1, 2, 1]),
        (["left"], [3]),
        (["end", "right"], [3, 0]),
        (["home"], []),
        (["right", "home"], [1, 0]),
    ],
)
async def test_arrows_home_and_end_choose_and_go_round(keys: list[str], chosen: list[int]) -> None:
    app = RowApp(NAMES)
    async with app.run_test(size=(60, 4)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert app.chosen == chosen
        assert app.row.chosen == (chosen or [0])[-1]


@pytest.mark.parametrize(
    ("x", "chosen"), [(0, []), (10, []), (11, [1]), (22, [1]), (23, [2]), (32, [2]), (33, [3]), (45, [3]), (46, [])]
)
async def test_a_click_chooses_the_name_under_it(x: int, chosen: list[int]) -> None:
    app = RowApp(NAMES)
    async with app.run_test(size=(60, 4)) as pilot:
        await pilot.click(TabRow, offset=(x, 0))
        await pilot.pause()
        assert app.chosen == chosen


async def test_names_that_do_not_fit_go_on_in_the_next_row_and_a_click_there_finds_them() -> None:
    app = RowApp(NAMES)
    async with app.run_test(size=(30, 4)) as pilot:
        assert picture(app).splitlines()[:2] == ["[>Default<]  한국어 *", "  日本語    English -"]
        await pilot.click(TabRow, offset=(12, 1))
        await pilot.pause()
        assert app.chosen == [3]


async def test_a_name_longer_than_the_row_is_cut_visibly() -> None:
    app = RowApp([Tab("x" * 50), Tab("y")])
    async with app.run_test(size=(20, 4)):
        assert picture(app).splitlines()[:2] == [f"[>{'x' * 13}...<]", "  y"]


async def test_a_row_without_tabs_is_empty_and_harmless() -> None:
    app = RowApp([])
    async with app.run_test(size=(20, 4)) as pilot:
        await pilot.press("right", "left", "home", "end")
        await pilot.click(TabRow)
        assert app.chosen == []


async def test_hostile_names_are_only_text() -> None:
    app = RowApp([Tab(text, text) for text in ONE_LINERS.values()])
    async with app.run_test(size=(80, 24)) as pilot:
        drawn(app)
        for _step in range(3):
            await pilot.press("right")
            drawn(app)
        assert app.is_running
