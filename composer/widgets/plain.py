"""Text that is drawn without being read as markup."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.widgets import Static

from composer.safe_text import clean
from composer.widgets.wrapped_text import WrappedText

_MISSING = "..."
"""Stands for what was cut; in ASCII, for some terminals draw the ellipsis in two cells."""


def cut(text: str, cells: int) -> str:
    """The text in at most ``cells`` cells; dots at its end show that something is missing."""
    if cell_len(text) <= cells:
        return text
    mark = _MISSING[: max(cells, 0)]
    return set_cell_size(text, max(cells - len(mark), 0)).rstrip() + mark


class Line(Static):
    """Shows a text that may be foreign, without markup."""

    DEFAULT_CSS = """
    Line { width: 1fr; height: auto; }
    """

    def __init__(
        self,
        text: str = "",
        *,
        lines: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self._lines = lines
        self.text = clean(text, lines=lines)
        """The text that is shown, cleaned."""
        super().__init__(WrappedText(self.text), id=id, classes=classes, markup=False)

    def say(self, text: str) -> None:
        """Show another text; the layout is made again only where the text changed."""
        cleaned = clean(text, lines=self._lines)
        if cleaned != self.text:
            self.text = cleaned
            self.update(WrappedText(cleaned))


class TitleLine(Line):
    """The name of a screen that fills the terminal, above everything else."""

    DEFAULT_CSS = """
    TitleLine { height: 1; text-style: reverse; padding: 0 1; }
    """
