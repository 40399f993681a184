"""A place in a client's settings that may lead past presend."""

from __future__ import annotations

from msgspec import Struct

LONGEST = 120
"""The most characters of a line that are quoted."""


class Bypass(Struct, frozen=True):
    """A place in a client's settings, and the line there that may lead past presend."""

    place: str
    """The file and line, or git's word for another origin."""
    text: str
    is_certain: bool = True
    """True = it sends past presend; False = that cannot be told by reading."""


class MachineSendmail(Struct, frozen=True):
    """The program that clients call where nothing is set."""

    path: str
    is_presend: bool

    def is_called_by(self, command: str) -> bool:
        """Whether a command line begins with it."""
        return command.strip("\"' ").split(maxsplit=1)[:1] == [self.path]


def shortened(text: str) -> str:
    """A line with single spaces, cut to ``LONGEST`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
