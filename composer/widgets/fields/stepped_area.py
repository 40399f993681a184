"""A text area in which undo and redo may change the number of lines, and whose cursor stays in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from textual.document._document import Location, Selection
from textual.document._edit import Edit
from textual.geometry import Offset
from textual.widgets import TextArea

from composer.widgets.cursor_place import bring_cursor_up
from composer.widgets.fields.whole_letters import beside_a_letter

OTHERS_KEYS = ("f6",)
"""Keys that the stock area takes for itself though they belong to the app: F6 would select a line, and the next letter
would take its place."""


class SteppedArea(TextArea):
    """Measures its text only after a whole step of undo or redo.

    The pinned Textual measures in the middle of a step: where the scroll bar goes or comes by that, it looks for a
    cursor that still stands behind the end of the shorter text, and fails.
    """

    _is_in_step = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key in OTHERS_KEYS:
            self._bindings.key_to_bindings.pop(key, None)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell in which the cursor is drawn, on the screen."""
        self._recompute_cursor_offset()  # type: ignore[no-untyped-call]
        return super().cursor_screen_offset

    def validate_selection(self, selection: Selection) -> Selection:
        """Both ends beside a letter."""
        was = self.selection
        return Selection(self._beside(was.start, selection.start), self._beside(was.end, selection.end))

    def get_cursor_right_location(self) -> Location:
        """Where the letter under the cursor ends, with its marks."""
        return self._beside(self.cursor_location, super().get_cursor_right_location())

    def _beside(self, before: Location, at: Location) -> Location:
        row, column = at
        if row >= self.document.line_count:  # of a text that is about to be replaced
            return at
        return row, beside_a_letter(self.document[row], column + (before > at), column)

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor, and what lies around the area as well: it may be higher than the window."""
        scrolled = super().scroll_cursor_visible(center, animate)
        self.call_after_refresh(bring_cursor_up, self)
        return scrolled

    def on_focus(self) -> None:
        """The window may show only the other end of the area, to which the screen is about to scroll."""
        self.screen.call_later(self.call_after_refresh, self.scroll_cursor_visible)

    def on_resize(self) -> None:
        """Another window shows another part of the area, once its lines are wrapped anew."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        with self._one_step():
            super()._undo_batch(edits)

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        with self._one_step():
            super()._redo_batch(edits)

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Paint what was wrapped anew: the stock area keeps its lines as painted where its size stays what it was."""
        super()._rewrap_and_refresh_virtual_size()
        self.refresh()

    def _refresh_size(self) -> None:
        if not self._is_in_step:
            super()._refresh_size()

    @contextmanager
    def _one_step(self) -> Iterator[None]:
        self._is_in_step = True
        try:
            yield
        finally:
            self._is_in_step = False
        self._refresh_size()
        self.scroll_cursor_visible()
