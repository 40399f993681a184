"""A list in which one row is marked; rows wrap, thousands of them cost nothing, and marks are characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message

from composer.language.wrapping import wrap
from composer.safe_text import clean
from composer.widgets.lists.scroll_lines import DrawnLine, ScrollLines

T = TypeVar("T")


class Row(Struct, Generic[T], frozen=True):
    """One line of a list, and the value that choosing it stands for."""

    value: T
    text: str
    """Foreign text, which the list cleans."""
    indent: int = 0
    """Cells before the row's lines."""
    hang: int = 0
    """Further cells before the lines behind the first."""
    strong: bool = False


class PickList(ScrollLines, Generic[T]):
    """Up, Down, Page Up, Page Down, Home, End and a click mark a row."""

    BINDINGS = [Binding("enter", "choose", show=False)]

    @dataclass
    class Marked(Message):
        """Another row is marked, or the list got the focus."""

        pick_list: PickList[Any]

    @dataclass
    class Chosen(Message):
        """Enter was pressed on the marked row."""

        pick_list: PickList[Any]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: tuple[Row[T], ...] = ()
        self.cursor = 0
        """Index of the marked row."""
        self._wrapped: tuple[int, list[tuple[int, str]]] = (0, [])

    @property
    def marked(self) -> T | None:
        """The value of the marked row; None in an empty list."""
        return self.rows[self.cursor].value if self.rows else None

    @property
    def cursor_screen_offset(self) -> Offset:
        """The first cell of the marked row, on the screen."""
        lines = self._lines(self.text_width)
        at = next((line for line, (row, _text) in enumerate(lines) if row == self.cursor), 0)
        return self.content_region.offset + Offset(0, at - self._clamped(self.top, len(lines)))

    def fill(self, rows: Sequence[Row[T]]) -> None:
        """Show other rows; the mark stays at its thing, or at its place where that is gone."""
        kept = self.marked
        self.rows = tuple(rows)
        places = [place for place, row in enumerate(self.rows) if row.value == kept]
        self.cursor = places[0] if places else max(0, min(self.cursor, len(self.rows) - 1))
        self._wrapped = (0, [])
        self._show_cursor()
        self.refresh(layout=True)

    def put(self, place: int, row: Row[T]) -> None:
        """Show another row at a place; what is in sight stays where it is, as far as it can."""
        self.rows = (*self.rows[:place], row, *self.rows[place + 1 :])
        width, lines = self._wrapped
        old = [at for at, (one, _text) in enumerate(lines) if one == place]
        if old:
            new = self._row_lines(place, width)
            lines[old[0] : old[-1] + 1] = new
            if old[0] < self.top:
                self.top += len(new) - len(old)
        self._show_cursor()
        self.refresh(layout=True)

    def line_count(self, width: int) -> int:
        """How many lines all rows have, wrapped to ``width`` cells."""
        return len(self._lines(width))

    def line_at(self, place: int, width: int) -> DrawnLine:
        """One wrapped line, from 0; the mark of its row shows whether the list has the focus."""
        row, text = self._lines(width)[place]
        is_marked = row == self.cursor
        mark = (">" if self.has_focus else "-") if is_marked else " "
        return DrawnLine(text, mark, self.rows[row].strong, is_marked and self.has_focus)

    def shown(self, rows: range) -> set[int]:
        """Indexes of the things on some rows of the box, from 0 at its upper edge."""
        lines = self._lines(self.text_width)[self.top + rows.start : self.top + rows.stop]
        return {place for place, _text in lines}

    def bring_up(self, place: int) -> None:
        """Make the first line of the thing at this place the first of the box, as far as it scrolls."""
        lines = self._lines(self.text_width)
        self.top = next((line for line, (row, _text) in enumerate(lines) if row == place), self.top)
        self.refresh()

    def mark(self, place: int) -> None:
        """Mark the row at this place, or the nearest there is."""
        self.cursor = max(0, min(place, len(self.rows) - 1))
        self._show_cursor()
        self.refresh()
        self.post_message(self.Marked(self))

    def allow_focus(self) -> bool:
        """Whether the list has rows; an empty one is passed over."""
        return super().allow_focus() and bool(self.rows)

    def action_up(self) -> None:
        self.mark(self.cursor - 1)

    def action_down(self) -> None:
        self.mark(self.cursor + 1)

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self))

    def action_page(self, direction: int) -> None:
        self.mark(self.cursor + direction * max(self.content_size.height - 1, 1))

    def action_edge(self, direction: int) -> None:
        self.mark(self.cursor + direction * len(self.rows))

    def on_focus(self) -> None:
        self.post_message(self.Marked(self))

    def on_resize(self) -> None:
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        lines, place = self._lines(self.text_width), self.top + event.y
        if place < len(lines):
            self.mark(lines[place][0])

    def _lines(self, width: int) -> list[tuple[int, str]]:
        """The index of the row and the text of each wrapped line."""
        if self._wrapped[0] != width:
            self._wrapped = (width, [line for place in range(len(self.rows)) for line in self._row_lines(place, width)])
        return self._wrapped[1]

    def _row_lines(self, place: int, width: int) -> list[tuple[int, str]]:
        row = self.rows[place]
        text, room = clean(row.text), width - row.indent
        first, *rest = wrap(text, room if cell_len(text) <= room else room - row.hang)
        further = " " * (row.indent + row.hang)
        return [(place, " " * row.indent + first), *((place, further + line) for line in rest)]

    def _show_cursor(self) -> None:
        """Scroll until the whole marked row is in sight, its first line first of all."""
        height = self.content_size.height
        if not height or not self.rows:
            return
        at = [place for place, (row, _text) in enumerate(self._lines(self.text_width)) if row == self.cursor]
        self.top = min(max(self.top, at[-1] - height + 1), at[0])
