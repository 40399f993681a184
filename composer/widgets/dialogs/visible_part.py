"""Tells which part of a widget is really on the screen: not cut off, not scrolled away, not hidden."""

from __future__ import annotations

from textual.errors import NoWidget
from textual.geometry import Region
from textual.widget import Widget


def is_fully_visible(widget: Widget) -> bool:
    """Whether all of the widget is on the screen."""
    place, seen = _regions(widget)
    return bool(place) and seen == place


def visible_rows(widget: Widget) -> range:
    """The rows of the widget that are on the screen, counted from 0 at its own upper edge."""
    place, seen = _regions(widget)
    first = seen.y - place.y
    return range(first, first + seen.height) if seen else range(0)


def _regions(widget: Widget) -> tuple[Region, Region]:
    """The region of the widget on the screen, and the part of it that is seen; both empty where it is hidden."""
    try:
        place = widget.screen.find_widget(widget)
    except NoWidget:
        return Region(), Region()
    return place.region, place.visible_region
