"""The lines of uuencoded files (POSIX, uuencode), measured as they pass."""

from __future__ import annotations

import re

NAMES = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
"""What a transfer encoding of this kind is called; none of the names was ever registered (RFC 2045, 6.3)."""
LONGEST_LINE = 1_000
"""Octets of a line that are held until its end comes; no line of a file has more than 87."""
_BEGINNING = re.compile(rb"begin [0-7]{3,4} [^\r\n]+\Z")
_CHECKSUM = 2
"""Octets that some programs write behind each line."""


def promised(line: bytes) -> int:
    """The octets that a line without its end has once it is decoded, as its first character says."""
    return (line[0] - 0x20) & 0x3F


def letters_for(octets: int) -> int:
    """The letters that so many octets become, the first character of their line not counted."""
    return (octets + 2) // 3 * 4


class UuencodedSize:
    """The size of what some content decodes to; what is not of a file counts as it stands."""

    def __init__(self) -> None:
        self.size = 0
        """Octets, in all lines that are complete."""
        self.has_file = False
        """Whether a file has begun; without one the content is not uuencoded at all."""
        self._is_inside = False
        self._rest = b""

    def add(self, octets: bytes) -> None:
        """Measure more octets of the content, cut anywhere."""
        *lines, self._rest = (self._rest + octets).split(b"\n")
        for line in lines:
            self._measure(line.rstrip(b"\r"))
        if len(self._rest) > LONGEST_LINE:
            self.size += len(self._rest) - 1
            self._rest = self._rest[-1:]

    def finished(self) -> int:
        """The size in octets, once all of the content was added."""
        self.add(b"\n")
        return self.size

    def _measure(self, line: bytes) -> None:
        if self._is_inside:
            self._is_inside = line != b"end"
            self.size += _octets(line) if self._is_inside else 0
        elif _BEGINNING.match(line):
            self.has_file = self._is_inside = True
        else:
            self.size += len(line)


def _octets(line: bytes) -> int:
    if not line:
        return 0
    octets = promised(line)  # of a line that lost the blanks at its end, too
    return octets if len(line) <= 1 + letters_for(octets) + _CHECKSUM else len(line)
