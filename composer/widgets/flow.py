"""A layout of short widgets: as many beside one another as there is room for, the others in further rows."""

from __future__ import annotations

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget


class Flow(Layout):
    """Each widget is as wide as its content, at most as its container, and as high as that asks for."""

    name = "flow"

    def __init__(self, gap: int) -> None:
        """Leave ``gap`` cells between two widgets of a row."""
        self._gap = gap

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """The place of each child, in their order."""
        parent.pre_layout(self)
        viewport = parent.app.viewport_size
        placements: list[WidgetPlacement] = []
        x = y = lowest = 0
        for child in children:
            width = min(child.get_content_width(size, viewport), size.width)
            height = child.get_content_height(size, viewport, width)
            if x and x + width > size.width:
                x, y = 0, lowest
            placements.append(WidgetPlacement(Region(x, y, width, height), NULL_OFFSET, NULL_SPACING, child))
            x, lowest = x + width + self._gap, max(lowest, y + height)
        return placements
