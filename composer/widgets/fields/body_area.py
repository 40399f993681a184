"""The text of the message: soft wrap, undo, pastes cleaned, and no line that would make every key slow."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

from composer.message.mailto import body_text

LONGEST_LINE = 10_000
"""Characters of a pasted line that are inserted without asking; typing in a longer one is slow."""


class BodyArea(TextArea):
    """A plain text area."""

    DEFAULT_CSS = """
    BodyArea { height: 1fr; min-height: 9; border: none; padding: 0; }
    BodyArea:focus { border: none; }
    """
    BINDINGS = [Binding("ctrl+backspace,alt+backspace", "delete_word_left", show=False)]

    @dataclass
    class Dropped(Message):
        """Text was pasted that may be files; nothing was inserted."""

        text: str

    @dataclass
    class TooLong(Message):
        """A pasted text has a line over ``LONGEST_LINE``; nothing was inserted."""

        text: str
        """Cleaned."""

    def __init__(self, text: str = "", *, id: str) -> None:
        super().__init__(
            text, id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True, language=None,
            highlight_cursor_line=False,
        )  # fmt: skip
        self.cursor_blink = False

    def paste(self, text: str) -> None:
        """Insert, unless the member has to say first what is meant."""
        cleaned = body_text(text)
        if len(text) < LONGEST_LINE and text.strip().startswith(("/", "'/", '"/', "file:/")):
            self.post_message(self.Dropped(text))
        elif max(map(len, cleaned.split("\n"))) > LONGEST_LINE:
            self.post_message(self.TooLong(cleaned))
        else:
            self.put(cleaned)

    def put(self, text: str) -> None:
        """Insert in the place of the selection, in one step that can be undone."""
        self.replace(body_text(text), *self.selection, maintain_selection_offset=False)
        self.scroll_cursor_visible()

    def put_whole(self, text: str) -> None:
        """Another text for the whole, in one step that can be undone."""
        if text != self.text:
            self.replace(body_text(text), self.document.start, self.document.end, maintain_selection_offset=False)

    def on_paste(self, event: events.Paste) -> None:
        """What a terminal pastes may hold anything."""
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def action_paste(self) -> None:
        """What was copied inside presend takes the same way."""
        self.paste(self.app.clipboard)


def broken_lines(text: str) -> str:
    """The text with a line break after every ``LONGEST_LINE`` characters of a line."""
    return "\n".join(
        line[at : at + LONGEST_LINE] for line in text.split("\n") for at in range(0, max(len(line), 1), LONGEST_LINE)
    )
