"""A recipient field whose text is longer than its row shows at which end it goes on."""

from __future__ import annotations

import pytest

from composer.widgets.fields.address_input import AddressInput
from composer.widgets.glyphs import ASCII, NARROW, Glyphs
from policy.draft import Field
from tests.apps.drawn_cursor import drawn_cursor
from tests.widgets.support import Theatre

LONG = "이민지 <lee@hanbit.example>, " * 6


def field_in(glyphs: Glyphs, text: str) -> Theatre:
    app = Theatre(lambda: AddressInput(Field.TO, text))
    app.glyphs = glyphs  # type: ignore[attr-defined]
    return app


@pytest.mark.parametrize("glyphs", [NARROW, ASCII], ids=["narrow", "ascii"])
@pytest.mark.parametrize("columns", [80, 40])
async def test_marks_stand_where_the_text_goes_on_out_of_sight(columns: int, glyphs: Glyphs) -> None:
    app = field_in(glyphs, LONG)
    async with app.run_test(size=(columns, 5)) as pilot:
        field = app.screen.query_one(AddressInput)
        for key, is_before, is_behind in (("home", False, True), ("end", True, False)):
            await pilot.press(key)
            await pilot.pause()
            row = app.rows()[0]
            assert row.startswith(glyphs.before) is is_before
            assert row.endswith(glyphs.behind) is is_behind
        field.cursor_position = len(LONG) // 2
        await pilot.pause()
        assert (app.rows()[0][0], app.rows()[0][-1]) == (glyphs.before, glyphs.behind)
        assert all(glyph.isascii() for glyph in (ASCII.before, ASCII.behind))


async def test_the_mark_never_stands_on_the_cursor() -> None:
    app = field_in(NARROW, LONG)
    async with app.run_test(size=(40, 5)) as pilot:
        for key in ("end", *["left"] * len(LONG), *["right"] * len(LONG)):
            await pilot.press(key)
            await pilot.pause()
            assert drawn_cursor(app) == [app.screen.query_one(AddressInput).cursor_screen_offset]


@pytest.mark.parametrize("text", ["", "lee@hanbit.example", "x" * 39])
async def test_a_text_that_fits_has_no_mark(text: str) -> None:
    app = field_in(NARROW, text)
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert app.rows()[0] == text
