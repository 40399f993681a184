"""The completions below a field; the focus stays in the field, which hands the keys on."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from composer.widgets.lists.hung_text import HANG
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.lists.scroll_lines import DrawnLine

NARROWEST = 36
"""The cells of the list where the field is narrower."""
MOST_ROWS = 8
"""Rows that are seen at once."""


class OfferList(PickList[int], can_focus=False):
    """Shows the offered completions; a click posts ``Chosen``."""

    DEFAULT_CSS = """
    OfferList { display: none; background: $panel; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._marked_place: int | None = None
        self._field: Widget | None = None
        """The field that the list belongs to."""
        self._covered: list[Widget] = []
        """What is hidden because the list lies over it."""
        self._place: tuple[Size, Region] = (Size(), Region())
        """The sizes for which it was placed."""

    def on_mount(self) -> None:
        """Follow the field when it moves, as it does when the terminal gets another size."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._follow)

    def offer(self, lines: Sequence[str], marked: int | None, below: Widget) -> None:
        """Show lines below a field, or above it where there is more room; no lines hide the list.

        The field stays in sight: what does not fit is scrolled to.
        """
        self.fill([Row(place, line, hang=HANG) for place, line in enumerate(lines)])
        self._marked_place = marked
        self.cursor = marked or 0
        self.display = bool(lines)
        self._field = below
        if not lines:
            self._uncover()
        else:
            self._hang(below.region)

    def line_at(self, place: int, width: int) -> DrawnLine:
        """One line; the mark shows which completion Tab and Enter would take."""
        row = super().line_at(place, width)
        is_marked = row.mark != " " and self._marked_place is not None
        return DrawnLine(row.text, ">" if is_marked else " ", row.strong, is_marked)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Leave the focus in the field."""
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked line."""
        event.stop()
        event.prevent_default()
        super().on_click(event)
        self.action_choose()

    def _follow(self, screen: Screen[object]) -> None:
        if self.display and self._field is not None and self._place != (screen.size, self._field.region):
            self._hang(self._field.region)

    def _hang(self, below: Region) -> None:
        screen = self.app.size
        self._place = (screen, below)
        width = max(screen.width - below.x, min(screen.width, NARROWEST))
        self.styles.width = width
        count = min(self.line_count(width - 4), MOST_ROWS)
        room_below, room_above = screen.height - below.bottom - 2, below.y
        is_below = count <= room_below or room_above <= room_below
        rows = max(min(count, room_below if is_below else room_above), 1)
        self.styles.max_height = rows
        top = below.bottom if is_below else below.y - rows
        left = max(min(below.x, screen.width - width), 0)
        self.styles.offset = (left, top)
        self._uncover()
        self.call_after_refresh(self._hide_below, Region(left, top, width, rows))

    def _hide_below(self, region: Region) -> None:
        """Hide what would look out from under the list, and would cut wide characters of the list at its edges."""
        for part in self.screen.walk_children(Widget):
            is_text = not part.children and not isinstance(part, (Input, TextArea, OfferList))
            if self.display and is_text and part.visible and part.region.overlaps(region):
                part.visible = False
                self._covered.append(part)

    def _uncover(self) -> None:
        while self._covered:
            self._covered.pop().visible = True
