"""A field of lines wraps long ones, unless there are so many that to measure each would keep the window waiting."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from composer.widgets.fields.lines_area import WRAPPED_LINES, LinesArea
from tests.widgets.support import Theatre


class Fields(App[None]):
    """One field."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        yield LinesArea("\n".join(["kim@hanbit.example"] * self._lines), id="lines")


@pytest.mark.parametrize("columns", [80, 40])
async def test_characters_show_that_there_are_lines_above_and_below(columns: int) -> None:
    app = Theatre(lambda: LinesArea("\n".join(f"m{at}@hanbit.example" for at in range(9)), id="lines"))
    async with app.run_test(size=(columns, 20)) as pilot:
        for key, marks in (("ctrl+home", (" ", "v")), ("ctrl+end", ("^", " ")), ("up", ("^", " "))):
            await pilot.press(key)
            await pilot.pause()
            assert (app.rows()[0].ljust(columns)[-1], app.rows()[5].ljust(columns)[-1]) == marks
        for _line in range(6):
            await pilot.press("up")
        await pilot.pause()
        assert (app.rows()[0].ljust(columns)[-1], app.rows()[5].ljust(columns)[-1]) == ("^", "v")


async def test_where_all_lines_are_in_sight_no_mark_stands() -> None:
    app = Theatre(lambda: LinesArea("lee@hanbit.example\nkim@hanbit.example", id="lines"))
    async with app.run_test(size=(40, 20)):
        assert not any(row.endswith(("^", "v")) for row in app.rows())


@pytest.mark.parametrize(
    ("lines", "pasted", "is_wrapped"),
    [
        (1, 0, True),
        (WRAPPED_LINES, 0, True),
        (WRAPPED_LINES + 2, 0, False),
        (1, 10, True),
        (1, WRAPPED_LINES, False),
        (WRAPPED_LINES + 2, 10, False),
    ],
)
async def test_very_many_lines_are_not_wrapped(lines: int, pasted: int, is_wrapped: bool) -> None:
    app = Fields(lines)
    async with app.run_test(size=(40, 20)):
        field = app.query_one(LinesArea)
        if pasted:
            field.paste("lee@hanbit.example\n" * pasted)
        assert field.soft_wrap is is_wrapped
        assert field.text.count("kim@hanbit.example") == lines
        assert field.text.count("lee@hanbit.example") == pasted
