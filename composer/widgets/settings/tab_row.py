"""A row of tabs, on several rows where they do not fit; the chosen one stands in brackets, without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget

from composer.safe_text import clean
from composer.widgets.plain import cut

_FRAME = 4
"""The cells around a name: brackets and marks of the focus, or spaces."""


class Tab(Struct, frozen=True):
    """One tab of the row; both of its texts are foreign."""

    label: str
    mark: str = ""
    """Characters behind the name that show the state of the tab."""

    @property
    def text(self) -> str:
        """The name and the mark, cleaned."""
        return clean(f"{self.label} {self.mark}").rstrip()


class TabRow(Widget, can_focus=True):
    """Left and Right go from tab to tab, Home and End to the first and last; a click chooses."""

    DEFAULT_CSS = """
    TabRow { height: auto; width: 1fr; }
    """
    BINDINGS = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """Another tab was chosen, by its index."""

        tab_row: TabRow
        place: int
        """Counted from 0."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self.tabs: tuple[Tab, ...] = ()
        self.chosen = 0
        """The index of the chosen tab, from 0."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """The first cell of the chosen tab, on the screen."""
        width = self.content_size.width
        for y, row in enumerate(self._rows(width)):
            if self.chosen in row:
                before = sum(self._width(place, width) for place in row[: row.index(self.chosen)])
                return self.content_region.offset + Offset(before, y)
        return self.content_region.offset

    def fill(self, tabs: Sequence[Tab]) -> None:
        """Show other tabs; the chosen index stays."""
        if tuple(tabs) != self.tabs:
            self.tabs = tuple(tabs)
            self.refresh(layout=True)

    def choose(self, place: int) -> None:
        """Choose the tab at an index, which wraps round, and post ``Chosen``."""
        place %= max(len(self.tabs), 1)
        if place != self.chosen:
            self.chosen = place
            self.refresh()
            self.post_message(self.Chosen(self, place))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The whole width of the container, in cells."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many rows the tabs take at this width."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The names, the chosen one in bold and brackets."""
        width = self.content_size.width
        rows = [Content("").join(self._drawn(place, width) for place in row) for row in self._rows(width)]
        return Content("\n").join(rows)

    def action_step(self, by: int) -> None:
        """Choose the tab ``by`` places further."""
        self.choose(self.chosen + by)

    def action_edge(self, place: int) -> None:
        """Choose the first tab (0) or the last (-1)."""
        self.choose(place)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the tab whose name was hit."""
        width, at = self.content_size.width, 0
        rows = self._rows(width)
        for place in rows[event.y] if event.y < len(rows) else ():
            at += self._width(place, width)
            if event.x < at:
                event.stop()
                self.choose(place)
                return

    def _drawn(self, place: int, width: int) -> Content:
        text = cut(self.tabs[place].text, width - _FRAME)
        if place != self.chosen:
            return Content(f"  {text}  ")
        drawn = f"[>{text}<]" if self.has_focus else f"[ {text} ]"
        return Content.styled(drawn, "bold reverse" if self.has_focus else "bold")

    def _width(self, place: int, width: int) -> int:
        return min(cell_len(self.tabs[place].text) + _FRAME, width)

    def _rows(self, width: int) -> list[list[int]]:
        """The indexes of the tabs in each row."""
        rows: list[list[int]] = [[]]
        used = 0
        for place in range(len(self.tabs)):
            needed = self._width(place, width)
            if rows[-1] and used + needed > width:
                rows.append([])
                used = 0
            rows[-1].append(place)
            used += needed
        return rows
