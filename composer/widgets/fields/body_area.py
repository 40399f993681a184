"""The text area of the message: soft wrap, undo, cleaned pastes, and no line so long that every key is slow."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from composer.message.mailto import body_text
from composer.widgets.fields.stepped_area import SteppedArea
from composer.widgets.fields.typed_characters import is_typed

LONGEST_LINE = 10_000
"""Characters of a pasted line that are inserted without asking; typing in a longer one is slow."""


class BodyArea(SteppedArea):
    """A text area for plain text, whose pastes are cleaned."""

    DEFAULT_CSS = """
    BodyArea { height: 1fr; min-height: 9; border: none; padding: 0; }
    BodyArea:focus { border: none; }
    """
    BINDINGS = [Binding("ctrl+backspace,alt+backspace", "delete_word_left", show=False)]

    @dataclass
    class Dropped(Message):
        """Text was pasted that may be paths of files; nothing was inserted."""

        text: str

    @dataclass
    class TooLong(Message):
        """A pasted text has a line over ``LONGEST_LINE``; nothing was inserted."""

        text: str
        """The pasted text, cleaned."""

    def __init__(self, text: str = "", *, id: str) -> None:
        super().__init__(
            text, id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True, language=None,
            highlight_cursor_line=False,
        )  # fmt: skip
        self.cursor_blink = False

    def paste(self, text: str) -> None:
        """Insert a text; report it instead where it may be files or has too long a line."""
        cleaned = body_text(text)
        if len(text) < LONGEST_LINE and text.strip().startswith(("/", "'/", '"/', "file:/")):
            self.post_message(self.Dropped(text))
        elif max(map(len, cleaned.split("\n"))) > LONGEST_LINE:
            self.post_message(self.TooLong(cleaned))
        else:
            self.put(cleaned)

    def put(self, text: str) -> None:
        """Replace the selection by a text, in one step of undo."""
        self.replace(body_text(text), *self.selection, maintain_selection_offset=False)

    def put_whole(self, text: str) -> None:
        """Replace the whole text, in one step of undo."""
        if text != self.text:
            self.replace(body_text(text), self.document.start, self.document.end, maintain_selection_offset=False)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether the key types a character; some that scripts need are none to the base class."""
        return (not self.read_only and is_typed(character)) or super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Type the characters that the base class would drop."""
        if not self.read_only and is_typed(event.character):
            event.stop()
            event.prevent_default()
            self.put(event.character or "")

    def on_paste(self, event: events.Paste) -> None:
        """Insert a paste of the terminal, cleaned."""
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def action_paste(self) -> None:
        """Insert what was copied inside presend, cleaned as any paste is."""
        self.paste(self.app.clipboard)


def broken_lines(text: str) -> str:
    """The text with a line break after every ``LONGEST_LINE`` characters of a line."""
    return "\n".join(
        line[at : at + LONGEST_LINE] for line in text.split("\n") for at in range(0, max(len(line), 1), LONGEST_LINE)
    )
