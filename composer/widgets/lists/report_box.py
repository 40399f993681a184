"""What became of a message, recipient by recipient: it scrolls where there are many."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from composer.widgets.plain import Line


class ReportBox(VerticalScroll):
    """Shows lines that may be foreign."""

    DEFAULT_CSS = """
    ReportBox { height: 1fr; margin: 1 1 0 1; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._line = Line(lines=True)

    def compose(self) -> ComposeResult:
        """The lines."""
        yield self._line

    @property
    def text(self) -> str:
        """What is shown, cleaned."""
        return self._line.text

    def say(self, lines: Iterable[str]) -> None:
        """Show other lines."""
        self._line.say("\n".join(lines))
