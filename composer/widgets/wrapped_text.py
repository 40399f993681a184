"""Text that is wrapped by presend's own rules, under which no line begins with a full stop of Japanese or a bracket."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from composer.language.wrapping import wrap


class WrappedText(Visual):
    """A cleaned text of one line or several."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: tuple[int, Content] = (0, Content(""))
        """The width for which it was wrapped last, and the lines; layout and drawing ask for the same ones."""

    def __str__(self) -> str:
        return self._text

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines as strips of ``width`` cells."""
        return self._wrapped(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The cells of the longest line, not wrapped."""
        return Content(self._text).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """How many lines it has at ``width`` cells."""
        return self._wrapped(width).get_height(rules, width)

    def _wrapped(self, width: int) -> Content:
        if self._lines[0] != width:
            self._lines = (width, Content("\n".join(wrap(self._text, width))))
        return self._lines[1]
