"""A small field of several lines, into which any paste is inserted as text."""

from __future__ import annotations

from textual.widgets import TextArea

from composer.widgets.fields.body_area import BodyArea

WRAPPED_LINES = 2_000
"""Lines up to which long ones are wrapped: each is measured for it, which takes seconds for a list of 100,000."""


class LinesArea(BodyArea):
    """Grows with its lines to a few rows, then scrolls; of very many, a long one scrolls sideways."""

    DEFAULT_CSS = """
    LinesArea { height: auto; min-height: 2; max-height: 6; width: 1fr; background: $surface; }
    LinesArea:focus { background: $boost; }
    """

    def __init__(self, text: str = "", *, id: str) -> None:
        super().__init__(text, id=id)
        self.set_reactive(TextArea.soft_wrap, _is_wrapped(text.count("\n")))

    def paste(self, text: str) -> None:
        """Insert the text: nothing here can be a dropped file."""
        self.soft_wrap = self.soft_wrap and _is_wrapped(self.document.line_count + text.count("\n"))
        self.put(text)


def _is_wrapped(lines: int) -> bool:
    return lines <= WRAPPED_LINES
