"""The text of one tab of an administrator: whatever is pasted is text, in lines that can be edited."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from composer.message.mailto import body_text
from composer.widgets.fields.body_area import BodyArea, broken_lines


class TabText(BodyArea):
    """Asks nothing about a paste, so that it is in its place before the next key."""

    @dataclass
    class Broken(Message):
        """Line breaks were put into a pasted line that would make every key slow."""

        tab_text: TabText

    def paste(self, text: str) -> None:
        """Insert the whole of it."""
        cleaned = body_text(text)
        broken = broken_lines(cleaned)
        self.put(broken)
        if broken != cleaned:
            self.post_message(self.Broken(self))
