"""Undo and redo against a plain text, over edits, pastes, resizes and wrapping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.pilot import Pilot
from textual.widgets.text_area import Selection

from composer.widgets.fields.body_area import BodyArea
from composer.widgets.fields.lines_area import LinesArea
from composer.widgets.settings.tab_text import TabText
from tests.golden import picture
from tests.widgets.support import Theatre

AREAS: list[Callable[[], BodyArea]] = [
    lambda: BodyArea(id="area"),
    lambda: LinesArea(id="area"),
    lambda: TabText(id="area"),
]
SIZE = (40, 12)


def lines(count: int) -> str:
    return "\n".join(f"line {number}" for number in range(count))


@pytest.mark.parametrize("make", AREAS, ids=["body", "lines", "tab"])
@pytest.mark.parametrize("count", [20, 60, 1000])
async def test_ctrl_z_after_a_pasted_piece_gives_the_text_before_it(make: Callable[[], BodyArea], count: int) -> None:
    app = Theatre(make)
    async with app.run_test(size=SIZE) as pilot:
        area = app.screen.query_one(BodyArea)
        await pilot.press("H", "i")
        area.paste(f"\n{lines(count)}")
        await pilot.press("ctrl+z")
        assert area.text == "Hi"
        await pilot.press("ctrl+y")
        assert area.text == f"Hi\n{lines(count)}"
        assert area.cursor_location == area.document.end


@pytest.mark.parametrize("make", AREAS, ids=["body", "lines", "tab"])
async def test_a_text_deleted_as_a_whole_comes_and_goes_with_ctrl_z_and_ctrl_y(make: Callable[[], BodyArea]) -> None:
    app = Theatre(make)
    async with app.run_test(size=SIZE) as pilot:
        area = app.screen.query_one(BodyArea)
        area.paste(lines(60))
        await pilot.press("f7", "delete", "ctrl+z")
        assert area.text == lines(60)
        await pilot.press("ctrl+y")
        assert area.text == ""
        await pilot.press("ctrl+z", "ctrl+z", "x")
        assert area.text == "x"


async def test_what_undo_brings_back_is_in_sight_at_the_cursor() -> None:
    app = Theatre(AREAS[0])
    async with app.run_test(size=SIZE) as pilot:
        area = app.screen.query_one(BodyArea)
        area.paste(lines(60))
        await pilot.press("f7", "delete", "ctrl+z")
        await pilot.pause()
        assert any("line 59" in row for row in app.rows())


class Played:
    """An area, and beside it the texts that undo and redo must give."""

    def __init__(self, area: BodyArea, pilot: Pilot[None]) -> None:
        self.area = area
        self.pilot = pilot
        self.before: list[str] = []
        self.after: list[str] = []

    @property
    def document(self) -> Document:
        assert isinstance(self.area.document, Document)
        return self.area.document

    def edit(self, act: Callable[[], object], expected: str) -> None:
        was, steps = self.area.text, len(self.area.history.undo_stack)
        act()
        assert self.area.text == expected
        if expected != was or len(self.area.history.undo_stack) != steps:
            self.after.clear()
            self.before += [was] * (len(self.area.history.undo_stack) - steps)

    def replaced(self, inserted: str) -> str:
        """The text with something in the place of the selection."""
        text = self.area.text
        start, end = sorted(map(self.document.get_index_from_location, self.area.selection))
        return text[:start] + inserted + text[end:]

    def undo(self) -> None:
        was = self.area.text
        self.area.action_undo()
        if self.before:
            self.after.append(was)
        assert self.area.text == (self.before.pop() if self.before else was)

    def redo(self) -> None:
        was = self.area.text
        self.area.action_redo()
        if self.after:
            self.before.append(was)
        assert self.area.text == (self.after.pop() if self.after else was)

    def paste(self, text: str) -> None:
        self.edit(lambda: self.area.put(text), self.replaced(text))

    def delete(self) -> None:
        if self.area.selection.is_empty:
            self.area.action_cursor_left(select=True)
        self.edit(self.area.action_delete_left, self.replaced(""))

    def select(self, start: float, end: float) -> None:
        at = [int(part * len(self.area.text)) for part in (start, end)]
        self.area.selection = Selection(*map(self.document.get_location_from_index, at))
        self.area.history.checkpoint()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)

    def wrap(self, soft: bool) -> None:
        self.area.soft_wrap = soft

    async def check(self) -> None:
        """The rows are those of the text, as soon as the window has its size, and the cursor stands in it."""
        for _round in range(ROUNDS):
            if self.rows == self.fresh_rows:
                break
            await self.pilot.pause()
        assert self.rows == self.fresh_rows
        assert self.area.wrapped_document.height == self.area.virtual_size.height
        assert self.area.cursor_location <= self.area.document.end

    @property
    def rows(self) -> object:
        return self.area.wrapped_document.lines

    @property
    def fresh_rows(self) -> object:
        return WrappedDocument(self.area.document, self.area.wrap_width, self.area.indent_width).lines


ROUNDS = 100
"""Of messages that may pass until a new size has been taken up."""
PIECES = st.one_of(
    st.sampled_from(["x", "a b", "\n", "é", "漢字", "\t", lines(20), lines(60), "word " * 40, f"{lines(30)}\n"]),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=90),
)
FRACTIONS = st.floats(0, 1)
NARROWEST = 4
"""Columns of a window in which one is left for text beside the scroll bar and the cursor behind the last letter."""
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("paste"), PIECES),
        st.tuples(st.just("delete")),
        st.tuples(st.just("undo")),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
        st.tuples(st.just("select"), FRACTIONS, FRACTIONS),
        st.tuples(st.just("resize"), st.integers(NARROWEST, 90), st.integers(1, 30)),
        st.tuples(st.just("wrap"), st.booleans()),
    ),
    max_size=25,
)


async def play(make: Callable[[], BodyArea], steps: list[tuple[str, ...]]) -> None:
    app = Theatre(make)
    async with app.run_test(size=SIZE) as pilot:
        played = Played(app.screen.query_one(BodyArea), pilot)
        for name, *parameters in steps:
            done = getattr(played, name)(*parameters)
            if done is not None:
                await done
            await pilot.pause()
            await played.check()
        final = played.area.text
        taken_back = len(played.before)
        for _step in range(taken_back):
            played.undo()
        assert played.area.text == ""
        for _step in range(taken_back):
            played.redo()
        assert played.area.text == final


@pytest.mark.parametrize("make", AREAS, ids=["body", "lines", "tab"])
@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_undo_and_redo_give_the_texts_there_were(make: Callable[[], BodyArea], steps: list[tuple[str, ...]]) -> None:
    asyncio.run(play(make, steps))


@pytest.mark.parametrize("make", AREAS, ids=["body", "lines", "tab"])
async def test_what_is_wrapped_anew_is_painted_anew(make: Callable[[], BodyArea]) -> None:
    app = Theatre(make)
    async with app.run_test(size=SIZE) as pilot:
        area = app.screen.query_one(BodyArea)
        area.paste("one two three four five\nsix")
        area.wrapped_document.wrap(12)  # as it is while a scroll bar stands beside it
        area._line_cache.clear()
        area.refresh()
        await pilot.pause()
        assert "one two three four five" not in picture(app)
        area._rewrap_and_refresh_virtual_size()
        await pilot.pause()
        assert "one two three four five" in picture(app)
