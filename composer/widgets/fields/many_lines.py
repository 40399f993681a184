"""A text of very many lines for a text area: nothing of it is measured again but what an edit has changed.

What the pinned Textual keeps beside a text it makes anew for every line, several times when the text is set, and asks
for the widths of all lines after every key: seconds, and a quarter of one, for 100,000 lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast, overload

from rich.cells import cell_len
from textual.document._document import Document, EditResult, Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import get_tab_widths
from textual.geometry import Size

T = TypeVar("T")


class MeasuredDocument(Document):
    """Remembers its whole text and the width of each line."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._whole: str | None = None
        self._tab_width = 0
        """The tab width for which ``_widths`` holds; 0 = none was asked for yet."""
        self._widths: list[int] = []

    @property
    def text(self) -> str:
        """The whole text."""
        if self._whole is None:
            self._whole = super().text
        return self._whole

    def get_size(self, tab_width: int) -> Size:
        """The cells of the widest line, and the number of lines."""
        if tab_width != self._tab_width:
            self._tab_width = tab_width
            self._widths = self._measured(self.lines)
        return Size(max(self._widths, default=0), self.line_count)

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Replace what stands between two places."""
        (top, _column), (bottom, _column) = sorted((start, end))
        result = super().replace_range(start, end, text)
        self._whole = None
        if self._tab_width:
            self._widths[top : bottom + 1] = self._measured(self.lines[top : result.end_location[0] + 1])
        return result

    def _measured(self, lines: Sequence[str]) -> list[int]:
        return [_cells(line, self._tab_width) for line in lines]


class RowPerLine(WrappedDocument):
    """While nothing is wrapped (width 0) each line is one row, so that nothing has to be kept of it."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap at a width in cells; 0 = not at all."""
        if width:
            super().wrap(width, tab_width)
            return
        self._width = 0
        self._tab_width = tab_width or self._tab_width
        self._wrap_offsets = self._of_each(lambda _line: [])
        self._offset_to_line_info = self._of_each(lambda line: (line, 0))
        self._line_index_to_offsets = self._of_each(lambda line: [line])
        self._tab_width_cache = self._of_each(self._tab_widths)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Follow an edit."""
        if self._width:
            super().wrap_range(start, old_end, new_end)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return super().height if self._width else self.document.line_count

    def _of_each(self, make: Callable[[int], T]) -> list[T]:
        return cast("list[T]", _OfEachLine(self.document, make))

    def _tab_widths(self, line: int) -> list[int]:
        return [width for _text, width in get_tab_widths(self.document.get_line(line), self._tab_width)]


class _OfEachLine(Sequence[T]):
    """What holds of each line, made from its index when it is asked for."""

    def __init__(self, document: Any, make: Callable[[int], T]) -> None:
        self._document = document
        self._make = make

    def __len__(self) -> int:
        return int(self._document.line_count)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        lines = range(len(self))[place]
        return self._make(lines) if isinstance(lines, int) else list(map(self._make, lines))


def _cells(line: str, tab_width: int) -> int:
    """The width of a line; plain text, which is most of it, has one cell a character."""
    if line.isascii() and line.isprintable():
        return len(line)
    return cell_len(line.expandtabs(tab_width))
