"""A scrolling box of lines that are wrapped by presend's own rules; characters show where there is more."""

from __future__ import annotations

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

GUTTER = 2
"""Cells left of the text: a mark for focus or cursor, and a space."""
MORE = 2
"""Cells right of the text: a space, and ``^`` or ``v`` where lines lie above or below."""


class DrawnLine(Struct, frozen=True):
    """One drawn row of the box."""

    text: str
    """The text, cleaned and no wider than the box."""
    mark: str = " "
    """The mark in the gutter, one cell wide."""
    strong: bool = False
    reverse: bool = False


class ScrollLines(Widget, can_focus=True):
    """A box of lines that scrolls; subclasses give the lines for a width."""

    DEFAULT_CSS = """
    ScrollLines { height: auto; width: 1fr; }
    """
    BINDINGS = [
        Binding("up", "up", show=False),
        Binding("down", "down", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self.top = 0
        """The first line shown, from 0."""

    def line_count(self, width: int) -> int:
        """How many lines there are, wrapped to ``width`` cells."""
        raise NotImplementedError

    def line_at(self, place: int, width: int) -> DrawnLine:
        """One line, counted from 0, wrapped to ``width`` cells."""
        raise NotImplementedError

    @property
    def text_width(self) -> int:
        """The cells for text at the present size."""
        return _text_width(self.content_size.width)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The whole width of the container, in cells."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many rows the lines take at this width; the style sheet sets the most."""
        return max(self.line_count(_text_width(width)), 1)

    def render_line(self, y: int) -> Strip:
        """One row of the box: mark, text, and the sign that there is more."""
        width, count = self.content_size.width, self.line_count(self.text_width)
        top = self._clamped(self.top, count)
        style = self.rich_style
        if top + y >= count:
            return Strip([Segment(" " * width, style)], width)
        line = self.line_at(top + y, self.text_width)
        drawn = style + Style(bold=line.strong or None, reverse=line.reverse or None)
        strip = Strip([Segment(f"{line.mark} {line.text}", drawn)]).adjust_cell_length(width - MORE, drawn)
        more = self.more_mark(y, top, count)
        return Strip([*strip, Segment(f" {more}", style)]).adjust_cell_length(width, style)

    def scroll_lines(self, by: int) -> None:
        """Scroll by some lines, as far as there are any."""
        self.top = self._clamped(self.top + by, self.line_count(self.text_width))
        self.refresh()

    def action_up(self) -> None:
        self.scroll_lines(-1)

    def action_down(self) -> None:
        self.scroll_lines(1)

    def action_page(self, direction: int) -> None:
        self.scroll_lines(direction * max(self.content_size.height - 1, 1))

    def action_edge(self, direction: int) -> None:
        self.scroll_lines(direction * self.line_count(self.text_width))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        before = self.top
        self.scroll_lines(by)
        if self.top != before:
            event.stop()

    def _clamped(self, top: int, count: int) -> int:
        return max(0, min(top, count - self.content_size.height))

    def more_mark(self, y: int, top: int, count: int) -> str:
        """The character at the right of a row: ``^`` or ``v`` where there is more, else a space."""
        if y == 0 and top > 0:
            return "^"
        below = top + self.content_size.height < count
        return "v" if below and y == self.content_size.height - 1 else " "


def _text_width(width: int) -> int:
    return max(width - GUTTER - MORE, 2)
