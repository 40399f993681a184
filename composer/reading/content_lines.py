"""The content of a message read forward: lines, and blocks of lines up to the next boundary (RFC 2046, 5.1.1)."""

from __future__ import annotations

from os.path import commonprefix
from typing import BinaryIO

from msgspec import Struct

CHUNK = 262_144
LONGEST_MARK = 65_536
"""Octets of a line that can be a boundary, white space behind it included."""


class Boundary(Struct, frozen=True):
    """A line that ends a part of a multipart (RFC 2046, 5.1.1), or the end of the message."""

    depth: int
    """Index of the multipart it belongs to, from 0 outside; -1 = the message is at its end."""
    closes: bool


END = Boundary(-1, closes=True)


class ContentLines:
    """Reads a file from its present place on, and recognizes the boundaries of the multiparts that are open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._before = file.tell()
        """The offset in the file of the buffer's first octet."""
        self._at = 0
        self._is_at_end = False
        self._is_line_start = True
        self._open: list[bytes] = []
        self._marks: dict[bytes, Boundary] = {}
        """By the line without what may stand behind it; of two that are alike the inner one counts."""
        self._beginning = b"\n--"
        """The line end in front of every boundary, and what all of them begin with."""
        self.ended_at = self._before
        """Octet of the file where the boundary begins that ``content`` met last, or the end of the file."""

    @property
    def position(self) -> int:
        """The offset in the file of the octet that is read next."""
        return self._before + self._at

    @property
    def depth(self) -> int:
        """How many multiparts are open."""
        return len(self._open)

    def enter(self, boundary: bytes) -> int:
        """Open a multipart with this boundary; returns its depth, from 0."""
        self._open.append(boundary)
        self._remember()
        return len(self._open) - 1

    def leave(self) -> None:
        """Close the innermost multipart."""
        self._open.pop()
        self._remember()

    def line(self, longest: int) -> bytes:
        """The next line with its end, at most ``longest`` octets of it; empty at the end of the message."""
        found = self._buffer.find(b"\n", self._at)
        while found < 0 and len(self._buffer) - self._at < longest and self._fill():
            found = self._buffer.find(b"\n", self._at)
        return self._taken(min(found + 1 if found >= 0 else len(self._buffer), self._at + longest))

    def give_back(self, line: bytes) -> None:
        """Unread the line that was read last."""
        self._at -= len(line)
        self._is_line_start = True

    def boundary(self, line: bytes) -> Boundary | None:
        """The boundary that a line is; None for every other line."""
        return self._marks.get(line.rstrip(b" \t\r\n")) if line.startswith(b"--") else None

    def content(self) -> tuple[bytes, Boundary | None]:
        """Some octets of content and None; or, once a boundary was met and read, no octets and the boundary."""
        while len(self._buffer) - self._at < LONGEST_MARK and self._fill():
            pass
        self.ended_at = self.position
        if self._at == len(self._buffer):
            return b"", END
        place = self._first_mark()
        while place >= 0:
            end = self._buffer.find(b"\n", place) + 1 or len(self._buffer)
            if end == len(self._buffer) and not self._is_at_end and end - place < LONGEST_MARK:
                break  # the line goes on in what was not read yet
            ended = self.boundary(self._buffer[place : min(end, place + LONGEST_MARK)])
            if ended is not None and place == self._at:
                self._taken(end)
                return b"", ended
            if ended is not None:
                break
            place = self._next_mark(end - 1)
        return self._taken(place if place > self._at else self._whole_lines()), None

    def _first_mark(self) -> int:
        """Where the first line begins that could be a boundary; -1 = nowhere in the buffer."""
        if not self._marks:
            return -1
        is_here = self._is_line_start and self._buffer.startswith(b"--", self._at)
        return self._at if is_here else self._next_mark(self._at)

    def _next_mark(self, start: int) -> int:
        found = self._buffer.find(self._beginning, start)
        return found + 1 if found >= 0 else -1

    def _whole_lines(self) -> int:
        """The end of what is surely no boundary: a line that is not read to its end may become one."""
        if self._is_at_end:
            return len(self._buffer)
        last = self._buffer.rfind(b"\n", self._at) + 1
        return last if last > self._at else len(self._buffer)

    def _taken(self, end: int) -> bytes:
        taken = self._buffer[self._at : end]
        self._at = end
        self._is_line_start = taken.endswith(b"\n") if taken else self._is_line_start
        return taken

    def _fill(self) -> bool:
        more = b"" if self._is_at_end else self._file.read(CHUNK)
        self._is_at_end = not more
        if more:
            self._before += self._at
            self._buffer = self._buffer[self._at :] + more
            self._at = 0
        return bool(more)

    def _remember(self) -> None:
        self._marks = {}
        for depth, boundary in enumerate(self._open):
            self._marks[b"--" + boundary] = Boundary(depth, closes=False)
            self._marks[b"--" + boundary + b"--"] = Boundary(depth, closes=True)
        self._beginning = b"\n" + (commonprefix(list(self._marks)) or b"--")  # noqa: RUF071  # octets, no paths
