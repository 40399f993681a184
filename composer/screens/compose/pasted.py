"""What the composer asks about a pasted text that is not simply inserted."""

from __future__ import annotations

from enum import Enum

from composer.screens.dialogs.ask import Answer, AskScreen
from composer.words import _, number, pgettext


class Dropping(Enum):
    """The member's answer about a pasted path: attach the file, or insert the text."""

    ATTACH = "attach"
    INSERT = "insert"


class LongLine(Enum):
    """The member's answer about a pasted line that is too long: leave it out, or break it."""

    LEAVE_OUT = "leave_out"
    BREAK = "break"


class DroppedScreen(AskScreen[Dropping]):
    """Asks whether a pasted path of a file is to be attached or inserted as text; Escape inserts it."""

    def __init__(self) -> None:
        answers = (
            Answer(Dropping.ATTACH, lambda: pgettext("button", "Attach")),
            Answer(Dropping.INSERT, lambda: pgettext("button", "Insert as text")),
        )
        super().__init__(_dropped_words, answers, Dropping.INSERT)


class LongLineScreen(AskScreen[LongLine]):
    """Asks what to do with a pasted line of more than ``LONGEST_LINE`` characters."""

    def __init__(self, longest: int) -> None:
        answers = (
            Answer(LongLine.LEAVE_OUT, lambda: pgettext("button", "Do not insert")),
            Answer(LongLine.BREAK, lambda: pgettext("button", "Insert with line breaks")),
        )
        super().__init__(lambda: _long_line_words(longest), answers, LongLine.LEAVE_OUT)


def _dropped_words() -> str:
    return _("What was pasted names files on this machine. Attach them, or insert it as text?")


def _long_line_words(longest: int) -> str:
    return _(
        "The pasted text has a line of more than {longest} characters, in which typing would be slow. "
        "Insert it with line breaks, or attach it as a file instead.",
        longest=number(longest),
    )
