"""A label and a field of a form, with the field's faults below them."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from composer.widgets.plain import Line


class FormRow(Vertical):
    """A labelled field; its faults stand right under it, marked without colour."""

    DEFAULT_CSS = """
    FormRow {
        height: auto;
    }
    FormRow > Horizontal {
        height: auto;
    }
    FormRow .form-label {
        width: 20;
        height: 1;
    }
    FormRow:focus-within .form-label {
        text-style: reverse;
    }
    FormRow .form-field {
        width: 1fr;
    }
    FormRow > .form-fault {
        height: auto;
        display: none;
        text-style: bold;
        margin: 0 0 0 2;
    }
    """

    def __init__(self, label: Callable[[], str], field: Widget, *, id: str) -> None:
        super().__init__(id=id)
        self._label = label
        self.field = field
        self._faults: tuple[Callable[[], str], ...] = ()
        field.add_class("form-field")

    def compose(self) -> ComposeResult:
        """Label and field on one row, and a line for faults."""
        with Horizontal():
            yield Line(self._label(), classes="form-label")
            yield self.field
        yield Line(lines=True, classes="form-fault")

    def retranslate(self) -> None:
        """Show the label and the faults in the active language."""
        self.query_one(".form-label", Line).say(self._label())
        self.blame(self._faults)

    def blame(self, faults: tuple[Callable[[], str], ...]) -> None:
        """Show faults, a line each; none hides the line."""
        self._faults = faults
        line = self.query_one(".form-fault", Line)
        line.say("\n".join(f"! {say()}" for say in faults))
        line.display = bool(faults)
