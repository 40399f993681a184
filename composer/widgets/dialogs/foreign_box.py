"""A box for a text that someone else wrote: line breaks kept, wrapped by our rules, scrolling."""

from __future__ import annotations

from composer.safe_text import clean
from composer.widgets.lists.scroll_lines import DrawnLine, ScrollLines
from composer.language.wrapping import wrap


class ForeignBox(ScrollLines):
    """Shows one text; it takes the focus only where it must be scrolled."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = clean(text, lines=True)
        self._wrapped: tuple[int, list[str]] = (0, [])

    @property
    def text(self) -> str:
        """What is shown, cleaned."""
        return self._text

    def say(self, text: str) -> None:
        """Show another text from its beginning."""
        cleaned = clean(text, lines=True)
        if cleaned == self._text:
            return
        self._text, self._wrapped, self.top = cleaned, (0, []), 0
        self.refresh(layout=True)

    def line_count(self, width: int) -> int:
        """Lines after wrapping."""
        return len(self._lines(width))

    def line_at(self, place: int, width: int) -> DrawnLine:
        """One line; a bar in the gutter shows the focus."""
        return DrawnLine(self._lines(width)[place], "|" if self.has_focus else " ")

    def allow_focus(self) -> bool:
        """Only where some of the text is out of sight."""
        return super().allow_focus() and self.line_count(self.text_width) > self.content_size.height

    def _lines(self, width: int) -> list[str]:
        if self._wrapped[0] != width:
            self._wrapped = (width, wrap(self._text, width))
        return self._wrapped[1]
