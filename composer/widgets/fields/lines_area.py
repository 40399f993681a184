"""A small field of several lines, into which any paste is inserted as text."""

from __future__ import annotations

from textual.document._document_navigator import DocumentNavigator
from textual.widgets import TextArea

from composer.widgets.fields.body_area import BodyArea
from composer.widgets.fields.many_lines import MeasuredDocument, RowPerLine
from composer.widgets.fields.marked_bar import MarkedBar

WRAPPED_LINES = 2_000
"""Lines up to which long ones are wrapped: each is measured for it, which takes seconds for a list of 100,000."""


class LinesArea(BodyArea):
    """Grows with its lines to a few rows, then scrolls; of very many, a long one scrolls sideways."""

    DEFAULT_CSS = """
    LinesArea { height: auto; min-height: 2; max-height: 6; width: 1fr; background: $surface; }
    LinesArea:focus { background: $boost; }
    """

    def __init__(self, text: str = "", *, id: str) -> None:
        super().__init__(id=id)
        self.set_reactive(TextArea.soft_wrap, _is_wrapped(text.count("\n")))
        self._set_document(text, None)

    def on_mount(self) -> None:
        """Show in characters as well that there are more lines than rows."""
        self.vertical_scrollbar.renderer = MarkedBar  # type: ignore[misc]  # of this one bar

    def paste(self, text: str) -> None:
        """Insert the text: nothing here can be a dropped file."""
        self.soft_wrap = self.soft_wrap and _is_wrapped(self.document.line_count + text.count("\n"))
        self.put(text)

    def _set_document(self, text: str, _language: str | None) -> None:
        """What the base class does for a text without a language, with documents that bear very many lines."""
        document = MeasuredDocument(text)
        self.document = document
        self.wrapped_document = RowPerLine(document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._build_highlight_map()
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()


def _is_wrapped(lines: int) -> bool:
    return lines <= WRAPPED_LINES
