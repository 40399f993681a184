"""Keys and what they do: side by side where there is room, else one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from composer.language.wrapping import wrap
from composer.safe_text import clean

MOST = 24
"""The cells that the column of keys takes at most."""
NARROW = 60
"""The cells below which what a key does stands under the key."""
_GAP = 2


class KeyLines(Widget):
    """Draws rows of keys and sentences, each wrapped inside its own column."""

    DEFAULT_CSS = """
    KeyLines { height: auto; width: 1fr; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._rows: list[tuple[str, str]] = []

    def say(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show other rows: keys, and what they do."""
        self._rows = [(clean(keys), clean(does)) for keys, does in rows]
        self.refresh(layout=True)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The rows, cleaned."""
        return self._rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many lines the rows take at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n".join(self._lines(self.content_size.width)))

    def _lines(self, width: int) -> list[str]:
        column = min(max((cell_len(keys) for keys, _does in self._rows), default=0), MOST)
        if width < NARROW:
            return [line for keys, does in self._rows for line in _below(keys, does, width)]
        return [line for keys, does in self._rows for line in _beside(keys, does, column, width)]


def _below(keys: str, does: str, width: int) -> list[str]:
    return [*wrap(keys, width), *(" " * _GAP + line for line in wrap(does, max(width - _GAP, 2)))]


def _beside(keys: str, does: str, column: int, width: int) -> list[str]:
    left, right = wrap(keys, column), wrap(does, width - column - _GAP)
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    return [
        (key + " " * (column + _GAP - cell_len(key)) + text).rstrip() for key, text in zip(left, right, strict=True)
    ]
