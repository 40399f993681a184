"""What is wrong with a screen as it is drawn: text that is cut, lies over other text, or breaks the rules of lines.

Used by the test of every screen, language and width, and by the gallery, whose page names what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from rich.cells import cell_len
from textual.app import App
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarCorner
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea

from composer.widgets.lists.pick_list import PickList
from composer.widgets.lists.scroll_lines import ScrollLines
from composer.workbench.gallery.line_flaws import line_flaws

_EDITED = (Input, TextArea)
"""What is typed scrolls under the cursor, and is no text of presend's."""
_SCROLLING = (ScrollLines, OptionList)
"""What shows more lines than it is high one after the other."""
_SILENT = (ScrollBar, ScrollBarCorner)


def flaws(app: App[Any]) -> list[str]:
    """A sentence for each flaw of the topmost screen; none where nothing is cut, overlaps or breaks a rule."""
    parts = list(_parts(app.screen))
    rows = app.screen._compositor.render_strips()
    found = [f"{_name(part)}: {words}" for part in parts for words in _flaws_of(part, rows)]
    return [*found, *_overlaps(parts)]


def _parts(screen: Screen[Any]) -> Iterator[Widget]:
    """The widgets that draw a text themselves, and are not hidden."""
    for part in screen.walk_children(Widget):
        is_shown = part.visible and all(node.display for node in part.ancestors_with_self)
        if is_shown and not isinstance(part, _SILENT) and not any(child.display for child in part.children):
            yield part


def _flaws_of(part: Widget, rows: list[Strip]) -> Iterator[str]:
    if isinstance(part, _EDITED):
        yield from _note_cut(part)
        return
    if not _says_something(part):
        return
    yield from _out_of_sight(part)
    yield from _too_small(part)
    drawn = _drawn(part, rows)
    yield from line_flaws(drawn, part.content_size.width)
    yield from _bitten(part, drawn)
    if isinstance(part, PickList):
        yield from _without_hang(part)


def _says_something(part: Widget) -> bool:
    return isinstance(part, _SCROLLING) or bool(str(part._render()).strip())


def _out_of_sight(part: Widget) -> Iterator[str]:
    """Where the container cuts the widget, and cannot be scrolled to the rest."""
    try:
        place = part.screen.find_widget(part)
    except NoWidget:
        if not _can_be_scrolled_to(part):
            yield "is not seen at all"
        return
    if not place.region or not part.content_size:
        yield "has no room"
    elif place.visible_region != place.region and not _can_be_scrolled_to(part):
        yield f"is cut by what holds it: {place.visible_region} of {place.region}"


def _can_be_scrolled_to(part: Widget) -> bool:
    return any(isinstance(node, Widget) and node.allow_vertical_scroll for node in part.ancestors)


def _too_small(part: Widget) -> Iterator[str]:
    """Where a widget cuts its own text, or leaves it to the framework to wrap it."""
    width, height = part.content_size
    if isinstance(part, _SCROLLING) or not width:
        return
    visual = part._render()
    if visual.get_height(part.styles.get_rules(), width) > height:
        yield f"cuts its own text in {width}x{height}: {str(visual)!r}"
    if isinstance(visual, Content):
        yield from (f"the framework wraps {line!r}" for line in visual.plain.split("\n") if cell_len(line) > width)


def _note_cut(part: Widget) -> Iterator[str]:
    """Where a field is too narrow for what stands in it while it is empty."""
    note = str(part.placeholder) if isinstance(part, Input) and not part.value else ""
    if cell_len(note) > part.content_size.width > 0:
        yield f"has no room for {note!r}"


def _without_hang(part: PickList[Any]) -> Iterator[str]:
    """Rows of a list that go on below where they began."""
    for place, row in enumerate(part.rows):
        if not row.hang and len(part._row_lines(place, part.text_width)) > 1:
            yield f"goes on where it began: {row.text!r}"


def _drawn(part: Widget, rows: list[Strip]) -> list[str]:
    """The text of the widget's rows that are in sight."""
    try:
        place = part.screen.find_widget(part)
    except NoWidget:
        return []
    seen = part.content_region.intersection(place.visible_region)
    return [rows[y].crop(seen.x, seen.right).text for y in range(seen.y, min(seen.bottom, len(rows)))]


def _bitten(part: Widget, drawn: list[str]) -> Iterator[str]:
    """Where something cuts the lines of a widget that is wholly in sight, as edges of a covered one cut letters."""
    if len(drawn) == part.content_size.height and not isinstance(part, OptionList):
        for y, line in enumerate(drawn, part.content_region.y - part.region.y):
            own = part.render_line(y).text
            if line.strip() not in own:
                yield f"{line.strip()!r} is seen of {own.strip()!r}"


def _overlaps(parts: list[Widget]) -> Iterator[str]:
    """Pairs of widgets of one layer that draw on the same cells."""
    seen = [(part, _seen(part)) for part in parts]
    for (one, here), (other, there) in combinations([pair for pair in seen if pair[1]], 2):
        if here.overlaps(there) and _layers(one) == _layers(other):
            yield f"{_name(one)} and {_name(other)} lie over one another at {here.intersection(there)}"


def _seen(part: Widget) -> Region:
    try:
        return part.screen.find_widget(part).visible_region
    except NoWidget:
        return Region()


def _layers(part: Widget) -> tuple[object, ...]:
    return tuple((node.layer, node.styles.overlay) for node in part.ancestors_with_self if isinstance(node, Widget))


def _name(part: Widget) -> str:
    named = next((node for node in part.ancestors_with_self if node.id), part)
    return f"#{named.id}" if named is part else f"{type(part).__name__} in #{named.id}"
