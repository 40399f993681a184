"""A list of entries of several lines; the chosen one carries a mark, so that it is seen without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual.geometry import Offset
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from composer.widgets.lists.hung_text import HungText

T = TypeVar("T")
_MARKS = {True: "> ", False: "  "}


class MarkedList(OptionList):
    """A list of entries of several lines, which are foreign text; the marked one shows it without colour."""

    DEFAULT_CSS = """
    MarkedList {
        border: none;
        padding: 0 1;
        background: transparent;
    }
    MarkedList:focus {
        border: none;
    }
    MarkedList > .option-list--option-highlighted {
        text-style: bold;
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._entries: list[str] = []
        self._marked: int | None = None

    @property
    def cursor_screen_offset(self) -> Offset:
        """The first cell of the marked entry, on the screen."""
        line = self._index_to_line.get(self.highlighted or 0, 0)
        return self.content_region.offset + Offset(0, line - self.scroll_offset.y)

    def fill(self, entries: Sequence[str]) -> None:
        """Replace the entries and keep the marked index; an empty list is hidden."""
        place = self.highlighted or 0
        self._entries, self._marked = list(entries), None
        self.set_options(Option(HungText(_MARKS[False], entry)) for entry in entries)
        self.display = bool(entries)
        if entries:
            self.highlighted = min(place, len(entries) - 1)

    def chosen(self, things: Sequence[T]) -> T | None:
        """The one of the things, listed in this order, whose entry is marked; None where there is none."""
        place = self.highlighted
        return things[place] if place is not None and place < len(things) else None

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the mark to the highlighted entry."""
        super().watch_highlighted(highlighted)
        for index in {self._marked, highlighted} - {None}:
            if index is not None and index < len(self._entries):
                prompt = HungText(_MARKS[index == highlighted], self._entries[index])
                self.replace_option_prompt_at_index(index, prompt)
        self._marked = highlighted
