"""The text area for one warning text of the administrator; any paste is inserted as text."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from composer.message.mailto import body_text
from composer.widgets.fields.body_area import BodyArea, broken_lines


class TabText(BodyArea):
    """A text area that asks nothing about a paste, so that it is inserted before the next key."""

    @dataclass
    class Broken(Message):
        """Line breaks were put into a pasted line so long that every key would be slow."""

        tab_text: TabText

    def paste(self, text: str) -> None:
        """Insert the whole text, with line breaks in lines that are too long."""
        cleaned = body_text(text)
        broken = broken_lines(cleaned)
        self.put(broken)
        if broken != cleaned:
            self.post_message(self.Broken(self))
