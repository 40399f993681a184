"""A field of one row: what is pasted is cleaned and kept whole, and the keys for words go in their directions."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from composer.message.mailto import subject_text


class OneLineInput(Input):
    """An input without frame, blinking or markup."""

    DEFAULT_CSS = """
    OneLineInput { width: 1fr; height: 1; border: none; padding: 0; background: $surface; }
    OneLineInput:focus { border: none; background: $boost; }
    """
    BINDINGS = [Binding("ctrl+backspace,alt+backspace", "delete_left_word", show=False)]

    def __init__(self, value: str = "", *, id: str) -> None:
        super().__init__(value, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def pasted(self, text: str) -> str:
        """What a pasted text becomes here: one line; nothing of it is dropped but controls."""
        return subject_text(text)

    def show(self, value: str) -> None:
        """Another content, without a message; the cursor goes behind it."""
        if value != self.value:
            with self.prevent(Input.Changed):
                self.value = value
                self.cursor_position = len(value)

    def put(self, text: str) -> None:
        """Insert in place of what is selected."""
        self.replace(text, *self.selection)

    def on_paste(self, event: events.Paste) -> None:
        """Every line counts; the stock field keeps only the first."""
        event.stop()
        event.prevent_default()
        self.put(self.pasted(event.text))

    def action_paste(self) -> None:
        """What was copied inside presend takes the same way."""
        self.put(self.pasted(self.app.clipboard))
