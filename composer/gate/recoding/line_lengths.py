"""Whether every line has the length that servers must take (RFC 5321, 4.5.3.1.6), told from pieces as they come."""

from __future__ import annotations

LONGEST_LINE = 998
"""Octets of a line without its CRLF."""
_WINDOW = LONGEST_LINE + 2


class LineLengths:
    """Looks at some places of each thousand octets only."""

    def __init__(self) -> None:
        self._run = 0
        """Octets since the last line end."""
        self.has_long = False
        """Whether a line was longer."""

    def add(self, piece: bytes) -> None:
        """Look at more octets, with CRLF line ends."""
        place, room = 0, _WINDOW - self._run
        while not self.has_long:
            found = piece.rfind(b"\n", place, place + room)
            if found < 0:
                self.has_long = len(piece) - place >= room
                self._run = _WINDOW - room + len(piece) - place
                return
            place, room = found + 1, _WINDOW


def has_long_line(octets: bytes) -> bool:
    """Whether a line among these is longer; the last one needs no end."""
    lengths = LineLengths()
    lengths.add(octets if octets.endswith(b"\n") else octets + b"\r\n")
    return lengths.has_long
