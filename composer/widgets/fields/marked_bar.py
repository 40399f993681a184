"""The scroll bar of a field of lines: ``^`` and ``v`` stand where lines lie above or below, also without colour."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender


class MarkedBar(ScrollBarRender):
    """Draws the bar as the framework does, with a character at each end behind which there is more."""

    @classmethod
    def render_bar(
        cls,
        size: int = 0,
        virtual_size: float = 0,
        window_size: float = 0,
        position: float = 0,
        thickness: int = 1,
        *others: Any,
        **options: Any,
    ) -> Segments:
        """The bar, in as many rows as ``size`` says; sizes and the position are in rows."""
        drawn = super().render_bar(size, virtual_size, window_size, position, thickness, *others, **options)
        rows = list(drawn.segments)
        if window_size and rows:
            if position > 0:
                rows[0] = _marked("^", rows[0], thickness)
            if position + window_size < virtual_size:
                rows[-1] = _marked("v", rows[-1], thickness)
        return Segments(rows, new_lines=drawn.new_lines)


def _marked(mark: str, row: Segment, thickness: int) -> Segment:
    return Segment(mark.rjust(thickness), (row.style or Style()) + Style(bold=True))
