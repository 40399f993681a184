"""A field of lines wraps long ones, unless there are so many that to measure each would keep the window waiting."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from composer.widgets.fields.lines_area import WRAPPED_LINES, LinesArea


class Fields(App[None]):
    """One field."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        yield LinesArea("\n".join(["kim@hanbit.example"] * self._lines), id="lines")


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
