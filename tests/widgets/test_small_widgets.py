from __future__ import annotations

import pytest

from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.tick import Tick
from composer.widgets.footer import KeyFooter
from composer.widgets.keys import describe
from composer.widgets.plain import Line, cut
from tests.widgets.support import Theatre

HOSTILE = "[b]x[/b] [@click=app.quit]y[/] \x1b[31m\u202ez"
COLOURS = [("Red [1]", 1), ("Blue [b]", 2), ("Green", 3)]


def button(text: str = "Send") -> PushButton:
    return PushButton(lambda: text, id="button")


def tick(text: str = "Individually", value: bool = False) -> Tick:
    return Tick(lambda: text, value, id="tick")


def choice() -> Choice[int]:
    return Choice(lambda: list(COLOURS), 2, id="choice")


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [("abc", 3, "abc"), ("abcde", 4, "a..."), ("漢字漢字", 6, "漢..."), ("abcdef", 2, "..")],
)
def test_a_cut_text_says_that_something_is_missing(text: str, cells: int, expected: str) -> None:
    assert cut(text, cells) == expected


async def test_a_line_shows_foreign_text_as_it_is() -> None:
    app = Theatre(lambda: Line(id="line"))
    async with app.run_test() as pilot:
        app.screen.query_one(Line).say(HOSTILE)
        await pilot.pause()
        assert app.rows()[0] == "[b]x[/b] [@click=app.quit]y[/] [31mz"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("presend はまだ送れません。", ["presend はまだ", "送れません。"]),
        ("これで十文字になる。", ["これで十文字に", "なる。"]),
        ("아직 보낼 수 없습니다(예).", ["아직 보낼 수", "없습니다(예)."]),
    ],
)
async def test_no_line_of_a_text_begins_with_a_full_stop_or_a_bracket(text: str, rows: list[str]) -> None:
    app = Theatre(lambda: Line(text, id="line"))
    async with app.run_test(size=(20 if text.startswith("presend") else 18, 5)):
        assert [row.rstrip() for row in app.rows()[:2]] == rows
        assert app.screen.query_one(Line).size.height == 2


async def test_a_button_shows_its_focus_in_characters() -> None:
    app = Theatre(lambda: Tick(lambda: "first", id="first"), button)
    async with app.run_test() as pilot:
        assert app.rows()[1] == "[ Send ]"
        await pilot.press("tab")
        assert app.rows()[1] == "[>Send<]"
        app.screen.query_one(PushButton).disabled = True
        await pilot.pause()
        assert app.rows()[1] == "( Send )"


async def test_a_button_is_pressed_by_enter_space_and_click() -> None:
    app = Theatre(button)
    async with app.run_test() as pilot:
        app.screen.query_one(PushButton).focus()
        await pilot.press("enter", "space")
        await pilot.click("#button")
        assert len(app.heard) == 3
        assert all(isinstance(message, PushButton.Pressed) for message in app.heard)


async def test_a_disabled_button_is_not_pressed_by_a_click() -> None:
    app = Theatre(button)
    async with app.run_test() as pilot:
        app.screen.query_one(PushButton).disabled = True
        await pilot.click("#button")
        assert app.heard == []


async def test_a_tick_is_read_without_colour_and_reports_only_what_the_member_does() -> None:
    app = Theatre(tick)
    async with app.run_test() as pilot:
        assert app.rows()[0] == "[ ] Individually"
        app.screen.query_one(Tick).value = True
        await pilot.pause()
        assert app.rows()[0] == "[x] Individually"
        assert app.heard == []
        app.screen.query_one(Tick).focus()
        await pilot.press("space")
        await pilot.click("#tick")
        assert [message.value for message in app.heard if isinstance(message, Tick.Changed)] == [False, True]


async def test_a_choice_opens_with_its_value_marked_and_takes_another_by_keyboard() -> None:
    app = Theatre(choice)
    async with app.run_test() as pilot:
        assert app.rows()[0] == "Blue [b] [v]"
        app.screen.query_one(Choice).focus()
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert app.rows()[0] == "Green [v]"
        assert [message.value for message in app.heard if isinstance(message, Choice.Changed)] == [3]


async def test_a_choice_that_is_closed_again_says_nothing() -> None:
    app = Theatre(choice)
    async with app.run_test() as pilot:
        app.screen.query_one(Choice).focus()
        for keys in (("enter", "up", "escape"), ("down", "enter"), ("space", "tab")):
            await pilot.press(*keys)
            await pilot.pause()
            assert len(app.screen_stack) == 1
        assert app.screen.query_one(Choice).value == 2
        assert app.heard == []


async def test_a_choice_is_made_by_mouse_and_a_click_beside_it_closes_the_list() -> None:
    app = Theatre(choice)
    async with app.run_test() as pilot:
        await pilot.click("#choice")
        await pilot.pause()
        await pilot.click("#choice-list", offset=(4, 0))
        await pilot.pause()
        assert app.screen.query_one(Choice).value == 1
        await pilot.click("#choice")
        await pilot.pause()
        await pilot.click(offset=(70, 20))
        await pilot.pause()
        assert len(app.screen_stack) == 1
        assert app.screen.query_one(Choice).value == 1


async def test_setting_a_choice_says_nothing_and_reloading_keeps_it() -> None:
    app = Theatre(choice)
    async with app.run_test() as pilot:
        made = app.screen.query_one(Choice)
        made.value = 3
        made.reload()
        await pilot.pause()
        assert app.rows()[0] == "Green [v]"
        assert app.heard == []


async def test_a_long_list_stays_inside_a_small_terminal() -> None:
    many = [(f"Option number {n} with a very long name indeed", n) for n in range(60)]
    app = Theatre(lambda: Choice(lambda: many, 59, id="choice"))
    async with app.run_test(size=(40, 20)) as pilot:
        app.screen.query_one(Choice).focus()
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one("#choice-list").region.bottom <= 20
        assert app.screen.query_one("#choice-list").region.right <= 40
        assert any("> Option number 59" in row for row in app.rows())


async def test_the_footer_names_the_keys_that_do_something_and_a_click_presses_them() -> None:
    app = Theatre(KeyFooter)
    async with app.run_test() as pilot:
        last = app.rows()[-1]
        assert "Send" in last
        assert "Help" in last
        assert "secret" not in last
        await pilot.click(KeyFooter, offset=(1, 0))
        assert app.bells == 1


async def test_a_narrow_footer_leaves_whole_entries_out_and_keeps_help() -> None:
    app = Theatre(KeyFooter)
    async with app.run_test(size=(12, 5)) as _pilot:
        assert "Help" in app.rows()[-1]
        assert "Se" not in app.rows()[-1]


def test_actions_that_people_never_see_have_no_words() -> None:
    assert describe("cursor_left(True)") == ""
    assert describe("app.help") == describe("help") == "Help"
