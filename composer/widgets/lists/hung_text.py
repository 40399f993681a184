"""Lines of foreign text for a stock list, of which each goes on further to the right than it began."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from composer.language.wrapping import wrap
from composer.safe_text import clean

HANG = 2
"""Further cells before what does not fit into a line."""


class HungText(Visual):
    """A mark and a text of several lines, cleaned; each may begin with blanks, behind which it also goes on."""

    def __init__(self, mark: str, text: str) -> None:
        first, *others = clean(text, lines=True).split("\n")
        self._lines = [(mark, first), *_beginnings(others)]

    def __str__(self) -> str:
        return "\n".join(start + text for start, text in self._lines)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines as strips of ``width`` cells."""
        return self._wrapped(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The cells of the longest line."""
        return self._wrapped(sys.maxsize).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """How many lines it has at ``width`` cells."""
        return self._wrapped(width).get_height(rules, width)

    def _wrapped(self, width: int) -> Content:
        return Content("\n".join(line for start, text in self._lines for line in _hung(start, text, width)))


def _beginnings(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The blanks of each line, and its text."""
    for line in lines:
        text = line.lstrip(" ")
        yield line[: len(line) - len(text)], text


def _hung(start: str, text: str, width: int) -> list[str]:
    """A line in lines of ``width`` cells; where hardly anything would fit behind it, the hang is left out."""
    if cell_len(start) + cell_len(text) <= width:
        return [start + text]
    further = cell_len(start) + HANG
    if further > width // 2:
        return wrap(start + text, width)
    first, *rest = wrap(text, width - further)
    return [start + first, *(" " * further + line for line in rest)]
