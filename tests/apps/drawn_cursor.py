"""Where a field has drawn its cursor, found in what was drawn."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Offset
from textual.widgets import Input, TextArea

from composer.widgets.cursor_place import DrawsCursor


def drawn_cursor(app: App[Any]) -> list[Offset]:
    """The first cell of each character that is drawn as the focused field draws its cursor."""
    strips = app.screen._compositor.render_strips()  # a text area takes its styles when it is painted
    wanted = _cursor_style(app)
    found = []
    for y, strip in enumerate(strips):
        x = 0
        for segment in strip:
            for character in segment.text:
                style = segment.style or Style()
                if (style.color, style.bgcolor, style.reverse) == (wanted.color, wanted.bgcolor, wanted.reverse):
                    found.append(Offset(x, y))
                x += cell_len(character)
    return found


def assert_in_focus(app: App[Any]) -> None:
    """The terminal's cursor is in what has the focus, and on the cursor or the mark that is drawn there."""
    focused = app.focused
    assert focused is not None
    if not focused.size:
        return
    assert app.screen.find_widget(focused).visible_region.contains_point(app.cursor_position)
    if isinstance(focused, Input | TextArea):
        assert drawn_cursor(app) == [app.cursor_position]
    elif isinstance(focused, DrawsCursor):
        segment = _drawn_at(app)
        assert segment.style is not None
        assert segment.style.reverse or segment.text.lstrip().startswith(">")


def _drawn_at(app: App[Any]) -> Segment:
    """What is drawn from the terminal's cursor on in its row."""
    x, y = app.cursor_position
    return next(iter(app.screen._compositor.render_strips()[y].crop(x)))


def _cursor_style(app: App[Any]) -> Style:
    field = app.focused
    assert isinstance(field, Input | TextArea), field
    if isinstance(field, Input):
        return field.rich_style + field.get_component_rich_style("input--cursor")
    style = field._theme.cursor_style if field._theme is not None else None
    assert style is not None
    return field.rich_style + style
