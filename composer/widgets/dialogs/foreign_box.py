"""A scrolling box for foreign text: its line breaks are kept, and its lines wrapped by presend's own rules."""

from __future__ import annotations

from composer.language.wrapping import wrap
from composer.safe_text import clean
from composer.widgets.lists.scroll_lines import DrawnLine, ScrollLines


class ForeignBox(ScrollLines):
    """Shows one foreign text; it takes the focus only where it must be scrolled."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = clean(text, lines=True)
        self._wrapped: tuple[int, list[str]] = (0, [])

    @property
    def text(self) -> str:
        """The text that is shown, cleaned."""
        return self._text

    def say(self, text: str) -> None:
        """Show another text, from its beginning."""
        cleaned = clean(text, lines=True)
        if cleaned == self._text:
            return
        self._text, self._wrapped, self.top = cleaned, (0, []), 0
        self.refresh(layout=True)

    def line_count(self, width: int) -> int:
        """How many lines the text has, wrapped to ``width`` cells."""
        return len(self._lines(width))

    def line_at(self, place: int, width: int) -> DrawnLine:
        """One wrapped line, counted from 0; a bar in the gutter shows the focus."""
        return DrawnLine(self._lines(width)[place], "|" if self.has_focus else " ")

    def allow_focus(self) -> bool:
        """Whether some of the text is out of sight."""
        return super().allow_focus() and self.line_count(self.text_width) > self.content_size.height

    def _lines(self, width: int) -> list[str]:
        if self._wrapped[0] != width:
            self._wrapped = (width, wrap(self._text, width))
        return self._wrapped[1]
