"""The text of the message: soft wrap, undo, pastes cleaned, lines kept to a length that can be edited."""

from __future__ import annotations

import re
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

LONGEST_LINE = 10_000
"""Characters of one line; longer ones make every key slow, so they are broken when they come in."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONG = re.compile(rf"[^\n]{{{LONGEST_LINE}}}(?=[^\n])")


class BodyArea(TextArea):
    """A plain text area."""

    BINDINGS = [Binding("ctrl+backspace", "delete_word_left", show=False)]

    @dataclass
    class Dropped(Message):
        """Text was pasted that may be files."""

        text: str

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True)

    def on_paste(self, event: events.Paste) -> None:
        """Cleaned; the screen decides about what looks like dropped files."""
        event.stop()
        event.prevent_default()
        if event.text.strip().startswith(("/", "'/", "file://")) and len(event.text) < LONGEST_LINE:
            self.post_message(self.Dropped(event.text))
        else:
            self.insert_pasted(event.text)

    def insert_pasted(self, text: str) -> None:
        """Put text in the place of the selection."""
        result = self.replace(body_text(text), *self.selection)
        self.move_cursor(result.end_location)

    def put_whole(self, text: str) -> None:
        """Replace everything in one step that can be undone."""
        if text != self.text:
            at_start = not self.text
            self.replace(body_text(text), self.document.start, self.document.end)
            self.move_cursor(self.document.start if at_start else self.document.end)


def body_text(text: str) -> str:
    """Text as a body may hold it: LF, no controls and bidi overrides, no line over LONGEST_LINE."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _LONG.sub(lambda found: f"{found[0]}\n", _CONTROLS.sub("", unified))
