"""A small field of several lines; whatever is pasted is text."""

from __future__ import annotations

from composer.widgets.fields.body_area import BodyArea


class LinesArea(BodyArea):
    """Grows with its lines to a few rows, then scrolls."""

    DEFAULT_CSS = """
    LinesArea { height: auto; min-height: 2; max-height: 6; width: 1fr; background: $surface; }
    LinesArea:focus { background: $boost; }
    """

    def paste(self, text: str) -> None:
        """Nothing here can be a file that is dropped."""
        self.put(text)
