"""The terminal's own cursor stands where the focused field draws one; input methods and Braille displays follow it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from composer.message.composition import Composition
from composer.widgets.cursor_place import bring_cursor_up
from composer.widgets.fields.body_area import BodyArea
from composer.widgets.fields.one_line import OneLineInput
from tests.apps.drawn_cursor import drawn_cursor
from tests.screens.support import World, judged

SIZES = [(120, 30), (80, 24), (40, 12), (30, 10)]
LABEL = 10
TYPED = [
    ("", ()),
    ("abc", ()),
    ("이민지", ()),
    ("이민지", ("left",)),
    ("이a지b", ("left", "left", "left")),
    ("東京の", ("home", "right")),
    ("e\u0301a", ()),
    ("e\u0301a", ("left",)),
    ("e\u0301a", ("left", "left", "right", "left")),
    ("e\u0301a", ("home", "right", "delete", "backspace")),
    ("ae\u0301\u0323b", ("left", "shift+left", "left")),
    ("\u1112\u1161\u11ab\u1100\u1173\u11af", ("left", "left", "delete")),
    ("\u304b\u3099\u3055", ("left", "left", "right")),
    ("\u0e01\u0e34\u0e48\u0e19", ("left", "left", "delete")),
    ("a" * 150, ()),
    ("a" * 150, ("home",)),
    ("a" * 150, ("home", "end", "left")),
    ("한" * 100, ()),
    ("한" * 100, ("left", "left")),
    ("한" * 100, ("home", "right", "right")),
    ("abc 한글 def", ("ctrl+left",)),
    ("abc 한글 def", ("shift+left", "shift+left")),
    ("abc 한글 def", ("backspace", "backspace", "left", "delete")),
]


async def at_rest(pilot: Pilot[int]) -> Offset:
    """The place of the terminal's cursor, when everything is drawn; it is where the field draws its own."""
    await pilot.pause()
    drawn = drawn_cursor(pilot.app)
    assert drawn == [pilot.app.cursor_position]
    return pilot.app.cursor_position


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["to", "subject", "body"])
async def test_it_stands_on_the_cursor_that_is_drawn(tmp_path: Path, size: tuple[int, int], name: str) -> None:
    async with World(tmp_path).app().run_test(size=size) as pilot:
        screen = await judged(pilot)
        field = screen.query_one(f"#{name}")
        assert isinstance(field, OneLineInput | BodyArea)
        field.focus()
        for text, keys in TYPED:
            await empty(pilot, field)
            field.on_paste(events.Paste(text))
            await at_rest(pilot)
            for key in keys:
                await pilot.press(key)
                await at_rest(pilot)


async def empty(pilot: Pilot[int], field: OneLineInput | BodyArea) -> None:
    """Take all text out of a field."""
    if isinstance(field, BodyArea):
        field.put_whole("")
    else:
        field.show("")
    await at_rest(pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["a" * 150, "한" * 100])
async def test_behind_the_first_text_of_a_field_it_is_in_sight(
    tmp_path: Path, size: tuple[int, int], text: str
) -> None:
    async with World(tmp_path).app().run_test(size=size) as pilot:
        screen = await judged(pilot)
        screen.query_one("#subject", OneLineInput).focus()
        await pilot.pause()
        screen.query_one("#subject", OneLineInput).on_paste(events.Paste(text))
        await at_rest(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_in_a_text_that_was_given_it_comes_in_sight_with_the_focus(tmp_path: Path, size: tuple[int, int]) -> None:
    async with World(tmp_path).app(Composition(to="이민지 " * 40, subject="ab" * 90)).run_test(size=size) as pilot:
        screen = await judged(pilot)
        for name in ("#subject", "#to"):
            screen.query_one(name).focus()
            await at_rest(pilot)
            for key in ("left", "left", "home", "right", "end"):
                await pilot.press(key)
                await at_rest(pilot)


@pytest.mark.parametrize("rows", range(8, 25))
async def test_the_list_of_people_on_offer_never_covers_it(tmp_path: Path, rows: int) -> None:
    async with World(tmp_path).app().run_test(size=(40, rows)) as pilot:
        screen = await judged(pilot)
        for key in "par":
            await pilot.press(key)
            await at_rest(pilot)
        offers = screen.query_one("#offers")
        assert offers.display
        assert offers.region.height
        assert not offers.region.overlaps(screen.query_one("#to").region)


@pytest.mark.parametrize(
    ("typed", "cells"), [("", 0), ("abc", 3), ("이민지", 6), ("東a", 3), ("e\u0301", 1), ("ﾊﾝ", 2), ("👩\u200d👩", 4)]
)
async def test_at_the_end_of_a_field_it_is_right_behind_the_last_letter(tmp_path: Path, typed: str, cells: int) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        screen.query_one("#subject", Input).focus()
        await pilot.press(*typed)
        subject = screen.query_one("#subject").region
        assert await at_rest(pilot) == Offset(LABEL + cells, subject.y)


async def test_at_the_start_it_is_in_the_field_that_has_the_focus(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        assert await at_rest(pilot) == Offset(LABEL, 2)


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_text_never_takes_it_out_of_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    text = "\n".join(f"{number} 한글 " * 9 for number in range(40))
    async with World(tmp_path).app(Composition(body=text)).run_test(size=size) as pilot:
        screen = await judged(pilot)
        screen.form.body.focus()
        last = screen.form.body.document.line_count - 1
        for key, line in (("ctrl+end", last), ("ctrl+home", 0)):
            await pilot.press(key)
            await at_rest(pilot)
            assert screen.form.body.cursor_location[0] == line
        for key in ("ctrl+end", "enter", "x", "pageup", "up", "ctrl+home", "down", "end", "ctrl+end", "ctrl+z"):
            await pilot.press(key)
            await at_rest(pilot)


async def test_it_follows_the_size_of_the_window(tmp_path: Path) -> None:
    text = "\n".join(f"{number} 한글 " * 9 for number in range(40))
    async with World(tmp_path).app(Composition(body=text)).run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        for field in ("#subject", "#body"):
            screen.query_one(field).focus()
            await pilot.press("end", "x", "down", "down", "down")
            for size in [*SIZES, *reversed(SIZES)]:
                await pilot.resize_terminal(*size)
                await at_rest(pilot)


@pytest.mark.parametrize("key", ["ctrl+o", "f1", "ctrl+p", "f8", "ctrl+t"])
async def test_it_goes_into_a_dialog_and_back(tmp_path: Path, key: str) -> None:
    async with World(tmp_path).app(Composition(to="lee@hanbit.example", body="Hi")).run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        await pilot.press("이", "left")
        before = await at_rest(pilot)
        await pilot.press(key)
        await pilot.pause()
        focused = pilot.app.focused
        assert pilot.app.screen is not screen
        assert focused is not None
        assert focused.region.contains_point(pilot.app.cursor_position)
        if isinstance(focused, Input | TextArea):
            await at_rest(pilot)
        await pilot.press("escape")
        await judged(pilot)
        assert pilot.app.screen is screen
        assert await at_rest(pilot) == before


@pytest.mark.parametrize("lines", [0, 1, 12])
async def test_it_stays_in_sight_when_what_stands_around_takes_other_room(tmp_path: Path, lines: int) -> None:
    async with World(tmp_path).app(Composition(body="\n" * lines)).run_test(size=(40, 10)) as pilot:
        screen = await judged(pilot)
        screen.form.body.focus()
        await pilot.press("x")
        for name, heights in [("#title", (1, 2)), ("#quiet", (3, 1, 2)), ("#options", (6, 1)), ("#title", (2, 1))]:
            for height in heights:
                widget = screen.query_one(name)
                widget.styles.height = widget.styles.max_height = height
                await at_rest(pilot)


async def test_a_field_whose_screen_is_gone_is_brought_nowhere(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test(size=(40, 10)) as pilot:
        await judged(pilot)
        await pilot.press("f1")
        await pilot.pause()
        focused = pilot.app.screen.focused
        assert focused is not None
        await pilot.press("escape")
        await judged(pilot)
        pilot.app.call_later(bring_cursor_up, focused)
        await at_rest(pilot)
        assert not focused.is_attached
