"""Where the terminal's own cursor belongs: input methods, screen readers and Braille displays follow it.

It is never shown, for fields draw theirs; but it has to stand there.
"""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from textual.errors import NoWidget
from textual.geometry import NULL_REGION, Offset, Region, Size, clamp
from textual.screen import Screen
from textual.widget import Widget

Layout = tuple[tuple[Widget, Region, Size], ...]
"""A widget and its ancestors, each by its place in its container and the cells that its content has."""


@runtime_checkable
class DrawsCursor(Protocol):
    """A widget that marks one of its cells or rows: a text field, a list, a row of choices."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """The first cell of what is marked, on the screen, whether in sight or not."""
        ...


def cursor_place(screen: Screen[Any]) -> Offset:
    """The cell of the focused widget's cursor, or the first of a widget that draws none.

    Of a widget that is partly scrolled away it is the nearest cell in sight. Where nothing in sight has the focus, it
    is the screen's first cell.
    """
    widget = screen.focused
    try:
        seen = screen.find_widget(widget).visible_region if widget is not None else NULL_REGION
    except NoWidget:  # hidden, or not laid out yet
        seen = NULL_REGION
    if widget is None or not seen:
        return Offset(0, 0)
    place = _cursor_cell(widget)
    return Offset(clamp(place.x, seen.x, seen.right - 1), clamp(place.y, seen.y, seen.bottom - 1))


def layout_around(screen: Screen[Any]) -> Layout:
    """Where the focused widget, and each that it lies in, stands in its container, and the size of each.

    Scrolling does not change it.
    """
    nodes = screen.focused.ancestors_with_self if screen.focused is not None else ()
    return tuple((node, node.virtual_region, node.scrollable_size) for node in nodes if isinstance(node, Widget))


def bring_cursor_up(widget: Widget) -> None:
    """Scroll what lies around a focused widget, which is laid out, until the cell of its cursor is in sight.

    One whose screen is gone by now is left as it is.
    """
    if not (widget.is_attached and widget.screen.focused is widget and widget.region):
        return
    place = _cursor_cell(widget)
    for around in widget.ancestors:
        if isinstance(around, Widget) and around.allow_vertical_scroll:
            inside = place - around.content_region.offset + around.scroll_offset
            place -= around.scroll_to_region(Region(*inside, 1, 1), animate=False, immediate=True)


def _cursor_cell(widget: Widget) -> Offset:
    """The cell that a widget marks, or its first, on the screen, whether in sight or not."""
    return widget.cursor_screen_offset if isinstance(widget, DrawsCursor) else widget.content_region.offset
