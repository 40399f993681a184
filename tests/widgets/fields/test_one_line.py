"""A field of one row: where keys take the cursor."""

from __future__ import annotations

import pytest

from composer.widgets.fields.one_line import OneLineInput
from tests.widgets.support import Theatre


@pytest.mark.parametrize(
    ("key", "at", "selected"),
    [("ctrl+home", 0, ""), ("ctrl+end", 7, ""), ("ctrl+shift+home", 0, "one"), ("ctrl+shift+end", 7, " two")],
)
async def test_ctrl_with_home_and_end_goes_to_either_end(key: str, at: int, selected: str) -> None:
    app = Theatre(lambda: OneLineInput("one two", id="field"))
    async with app.run_test(size=(40, 12)) as pilot:
        field = app.screen.query_one(OneLineInput)
        field.cursor_position = 3
        await pilot.press(key)
        assert (field.cursor_position, field.selected_text) == (at, selected)
