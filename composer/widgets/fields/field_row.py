"""A label and a field on one row, with the field's faults under it."""

from __future__ import annotations

from collections.abc import Callable

from textual.containers import Horizontal
from textual.widget import Widget

from composer.widgets.plain import Line


class FieldRow(Horizontal):
    """A labelled field; the line for faults is made when there is one, for most forms never need it."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow > .label { width: 10; height: 1; }
    FieldRow:focus-within > .label { text-style: bold; }
    .-narrow FieldRow > .label { width: 8; }
    FieldRow > Choice { width: 1fr; }
    .fault { text-style: bold; max-height: 4; }
    """

    def __init__(self, label: Callable[[], str], field: Widget, *, id: str) -> None:
        self._label = label
        super().__init__(Line(label(), classes="label"), field, id=id)
        self._fault: Line | None = None
        self._fault_words: Callable[[], str] = str

    def retranslate(self) -> None:
        """Show label and fault in the active language."""
        self.query_one(".label", Line).say(self._label())
        if self._fault is not None:
            self._fault.say(self._fault_words())

    def blame(self, words: Callable[[], str]) -> None:
        """Show faults, a line each; an empty text hides them."""
        self._fault_words = words
        text = words()
        if self._fault is None and text and isinstance(self.parent, Widget):
            self._fault = Line(text, lines=True, id=f"fault-{(self.id or '').removeprefix('row-')}", classes="fault")
            self.parent.mount(self._fault, after=self)
        if self._fault is not None:
            self._fault.say(text)
            self._fault.display = bool(text) and self.display
