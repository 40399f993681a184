"""Foreign text as content: cleaned, and never read as markup."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from composer.safe_text import clean


def plain(text: str, *, lines: bool = False) -> Content:
    """Cleaned text without markup; one line unless ``lines``."""
    return Content(clean(text, lines=lines))


class Line(Static):
    """A text that someone may have written."""

    DEFAULT_CSS = """
    Line { width: 1fr; height: auto; }
    """

    def __init__(
        self,
        text: str = "",
        *,
        lines: bool = False,
        id: str | None = None,  # noqa: A002  # Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(plain(text, lines=lines), id=id, classes=classes, markup=False)
        self._lines = lines
        self.text = text
        """What was said last, as given."""

    def say(self, text: str) -> None:
        """Show another text."""
        if text != self.text:
            self.text = text
            self.update(plain(text, lines=self._lines))
