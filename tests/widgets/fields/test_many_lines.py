"""The documents behind a field of very many lines say what Textual's own do, and look at no line without need."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset

from composer.widgets.fields.lines_area import LinesArea
from composer.widgets.fields.many_lines import MeasuredDocument, RowPerLine
from tests.calls import calls
from tests.widgets.support import Theatre

TAB = 4
MANY = 20_000
TEXTS = st.text(alphabet=st.sampled_from(["a", "b", " ", "\t", "\n", "한", "\u0301", "\U0001f468"]), max_size=30)
PLACES = st.tuples(st.integers(0, 12), st.integers(0, 12))
EDITS = st.lists(st.tuples(PLACES, PLACES, TEXTS), max_size=6)


def clamped(document: Document, place: tuple[int, int]) -> tuple[int, int]:
    """The nearest place that there is in a document."""
    row = min(place[0], document.line_count - 1)
    return row, min(place[1], len(document.get_line(row)))


def assert_alike(ours: RowPerLine, theirs: WrappedDocument) -> None:
    """Everything that a text area asks of either, of every line and cell."""
    assert (ours.height, ours.wrapped) == (theirs.height, theirs.wrapped)
    for line in range(theirs.document.line_count):
        assert ours.get_offsets(line) == theirs.get_offsets(line)
        assert ours.get_sections(line) == theirs.get_sections(line)
        assert ours.get_tab_widths(line) == theirs.get_tab_widths(line)
        for column in range(len(theirs.document.get_line(line)) + 1):
            assert ours.location_to_offset((line, column)) == theirs.location_to_offset((line, column))
    for row in range(theirs.height):
        assert ours._offset_to_line_info[row] == theirs._offset_to_line_info[row]
    for row in range(theirs.height + 2):
        for cell in range(8):
            assert ours.offset_to_location(Offset(cell, row)) == theirs.offset_to_location(Offset(cell, row))


@given(TEXTS, EDITS, st.sampled_from([0, 7]))
def test_after_every_edit_they_are_like_textuals_own(text: str, edits: list[Any], width: int) -> None:
    ours, theirs = MeasuredDocument(text), Document(text)
    rows, wrapped = RowPerLine(ours, tab_width=TAB), WrappedDocument(theirs, tab_width=TAB)
    rows.wrap(width, TAB)
    wrapped.wrap(width, TAB)
    assert_alike(rows, wrapped)
    for start, end, inserted in edits:
        top, bottom = sorted((clamped(theirs, start), clamped(theirs, end)))
        assert ours.get_size(TAB) == theirs.get_size(TAB)
        result = theirs.replace_range(top, bottom, inserted)
        assert ours.replace_range(top, bottom, inserted) == result
        rows.wrap_range(top, bottom, result.end_location)
        wrapped.wrap_range(top, bottom, result.end_location)
        assert (ours.text, ours.lines) == (theirs.text, theirs.lines)
        assert ours.get_size(TAB) == theirs.get_size(TAB)
        assert ours.get_size(TAB + 4) == theirs.get_size(TAB + 4)
        assert_alike(rows, wrapped)


@given(TEXTS)
def test_wrapping_comes_and_goes(text: str) -> None:
    rows, wrapped = RowPerLine(MeasuredDocument(text)), WrappedDocument(Document(text))
    for width in (7, 0, 3, 0):
        rows.wrap(width, TAB)
        wrapped.wrap(width, TAB)
        assert_alike(rows, wrapped)


def test_many_lines_are_measured_once() -> None:
    text = "\n".join(["kim@hanbit.example"] * MANY)
    assert calls(lambda: LinesArea(text, id="lines")) < 1.1 * MANY


async def test_a_key_in_one_of_many_lines_costs_nothing_for_the_others() -> None:
    app = Theatre(lambda: LinesArea("\n".join(["kim@hanbit.example"] * MANY), id="lines"))
    async with app.run_test(size=(40, 12)) as pilot:
        area = app.screen.query_one(LinesArea)
        area.focus()
        await pilot.pause()
        area.move_cursor((MANY // 2, 3))
        for text in ("x", "\n"):
            assert calls(lambda text=text: area.put(text)) < MANY / 20  # type: ignore[misc]
        assert calls(area.action_undo) < MANY / 20
        assert calls(area._on_resize) < MANY / 20
        await pilot.press("z", "down")
        await pilot.pause()
        assert area.document.line_count == MANY
        assert area.document.get_line(MANY // 2) == "kimxz@hanbit.example"
        assert any("kimxz@hanbit.example" in row for row in app.rows())


async def test_a_text_of_many_lines_is_pasted_drawn_and_taken_back() -> None:
    app = Theatre(lambda: LinesArea("first", id="lines"))
    async with app.run_test(size=(40, 12)) as pilot:
        area = app.screen.query_one(LinesArea)
        area.focus()
        pasted = "\n".join(f"person{number}@hanbit.example" for number in range(MANY))
        area.paste(f"{pasted}\n")
        await pilot.pause()
        assert area.text == f"{pasted}\nfirst"
        assert any(f"person{MANY - 1}@hanbit.example" in row for row in app.rows())
        await pilot.press("ctrl+z")
        assert area.text == "first"
        await pilot.press("ctrl+y")
        assert area.text == f"{pasted}\nfirst"
