"""The parts of a message that have no parts themselves (RFC 2046), read in one pass: files are measured, not held."""

from __future__ import annotations

import binascii
import re
from email.message import Message
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct, field

if TYPE_CHECKING:
    Header = Message[str, str]

CHUNK = 262_144
LONGEST_TEXT = 2_000_000
"""Octets of one part's text that are held, before decoding."""
LONGEST_LINE = 65_536
DEEPEST = 100
"""Multiparts within each other that are followed."""
_FIELD = re.compile(rb"[!-9;-~]*:|[ \t]|From ")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


class TooDeepError(Exception):
    """The structure goes on within itself and is not followed."""


class Leaf(Struct, frozen=True):
    """A part without parts; an attached message is one, whatever it holds."""

    part: Header
    """Its header fields; no content."""
    within: tuple[str, ...]
    """The kinds of multipart it lies in, outermost first."""
    first: bool
    """Whether it is the first child of its multipart, or stands alone."""
    size: int
    """Octets before transfer encoding."""
    octets: bytes
    """The first part of its text, decoded; empty for what is no text."""


def parts_of(file: BinaryIO) -> tuple[Header, list[Leaf]]:
    """The header of a message and every leaf, in order; raises ``TooDeepError``."""
    walk = _Walk(_Source(file))
    walk.part((), first=True)
    return walk.header, walk.found


class _Source:
    """Lines, and between them blocks in which no line can be a boundary."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._at = 0
        self._is_line_start = True

    def line(self) -> bytes:
        """The next line with its end, or a piece of a very long one; empty at the end of the message."""
        while (found := self._buffer.find(b"\n", self._at)) < 0 and len(self._buffer) - self._at < LONGEST_LINE:
            if not self._fill():
                break
        return self._take(found + 1 if found >= 0 else len(self._buffer))

    def give_back(self, line: bytes) -> None:
        """Unread the line that was read last."""
        self._at -= len(line)
        self._is_line_start = True

    def block(self) -> bytes:
        """What stands before the next line that begins with two hyphens; empty where that comes now."""
        while len(self._buffer) - self._at < LONGEST_LINE and self._fill():
            pass
        if self._is_line_start and self._buffer.startswith(b"--", self._at):
            return b""
        found = self._buffer.find(b"\n--", self._at)
        if found < 0:
            # The last line goes on in what was not read yet, unless there is nothing more of it.
            found = self._buffer.rfind(b"\n", self._at, max(self._at, len(self._buffer) - 2))
        return self._take(found + 1 if found >= 0 else len(self._buffer))

    def _take(self, end: int) -> bytes:
        taken = self._buffer[self._at : end]
        self._at = end
        self._is_line_start = taken.endswith(b"\n") if taken else self._is_line_start
        return taken

    def _fill(self) -> bool:
        more = self._file.read(CHUNK)
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        return bool(more)


class _Content(Struct):
    """What is measured and held of one leaf."""

    encoding: str
    is_text: bool
    size: int = 0
    held: list[bytes] = field(default_factory=list)
    room: int = LONGEST_TEXT
    tail: bytes = b""

    def add(self, octets: bytes) -> None:
        """More of it."""
        self.size += self._measured(octets)
        self.tail = octets[-2:] if len(octets) > 1 else (self.tail + octets)[-2:]
        if self.is_text and self.room > 0:
            self.held.append(octets[: self.room])
            self.room -= len(octets)

    def finished(self, before_boundary: bool) -> tuple[int, bytes]:
        """Size and text; the line end before a boundary belongs to the boundary."""
        octets = b"".join(self.held)
        size = self.size * 3 // 4 if self.encoding == "base64" else self.size
        if before_boundary and self.encoding != "base64":
            end = 2 if self.tail == b"\r\n" else int(self.tail.endswith(b"\n"))
            size = max(0, size - end)
            octets = octets[: len(octets) - end] if self.room > 0 else octets
        return size, _decoded(octets, self.encoding)

    def _measured(self, octets: bytes) -> int:
        match self.encoding:
            case "base64":
                return len(octets.translate(None, _NOT_BASE64))
            case "quoted-printable":
                return len(binascii.a2b_qp(octets))
        return len(octets)


class _Boundary(Struct, frozen=True):
    """A line that ends a part."""

    depth: int
    """Index of the multipart it belongs to, from 0 outside; -1 = the message is at its end."""
    closes: bool


_END = _Boundary(-1, closes=True)


class _Walk:
    """Down into the parts."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._boundaries: list[bytes] = []
        """Of the multiparts that are open, outermost first, each with its two hyphens."""
        self.header: Header = Message()
        """The message's own."""
        self.found: list[Leaf] = []

    def part(self, within: tuple[str, ...], *, first: bool, kind: str = "text/plain") -> _Boundary:
        """One part with all that is in it; what ended it."""
        head, ended = self._head(kind)
        if not within:
            self.header = head
        boundary = head.get_boundary() if head.get_content_maintype() == "multipart" else None
        if ended is not None or boundary is None:
            return ended or self._leaf(head, within, first=first)
        if len(self._boundaries) >= DEEPEST:
            raise TooDeepError
        self._boundaries.append(b"--" + boundary.encode("utf-8", "surrogateescape"))
        depth = len(self._boundaries) - 1
        preamble = _Content("", is_text=False)
        ended = self._content(preamble)
        if ended.depth != depth or ended.closes:
            self._keep(head, within, first, preamble.finished(ended is not _END))
        else:
            ended = self._children(head, within, depth)
        self._boundaries.pop()
        # Behind the last child comes what nobody reads, up to a boundary further out.
        return self._content(_Content("", is_text=False)) if ended.depth == depth else ended

    def _children(self, head: Header, within: tuple[str, ...], depth: int) -> _Boundary:
        kind = head.get_content_type()
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        is_first = True
        while True:
            ended = self.part((*within, kind), first=is_first, kind=default)
            if ended.depth != depth or ended.closes:
                return ended
            is_first = False

    def _leaf(self, head: Header, within: tuple[str, ...], *, first: bool) -> _Boundary:
        encoding = str(head.get("content-transfer-encoding", "")).strip().lower()
        content = _Content(encoding, is_text=head.get_content_maintype() == "text")
        ended = self._content(content)
        self._keep(head, within, first, content.finished(ended is not _END))
        return ended

    def _keep(self, head: Header, within: tuple[str, ...], first: bool, measured: tuple[int, bytes]) -> None:
        self.found.append(Leaf(head, within, first, *measured))

    def _head(self, kind: str) -> tuple[Header, _Boundary | None]:
        """The header, and what ended the part where that came already.

        The empty line is read; a line that is no field begins the content, as other readers have it.
        """
        lines: list[bytes] = []
        ended: _Boundary | None = None
        while line := self._source.line():
            ended = self._boundary(line)
            if ended is not None or not line.strip(b"\r\n"):
                break
            if not _FIELD.match(line):
                self._source.give_back(line)
                break
            lines.append(line)
        head = BytesHeaderParser().parsebytes(b"".join(lines))
        head.set_default_type(kind)
        return head, ended

    def _content(self, content: _Content) -> _Boundary:
        while True:
            if block := self._source.block():
                content.add(block)
                continue
            line = self._source.line()
            ended = self._boundary(line) if line else _END
            if ended is not None:
                return ended
            content.add(line)

    def _boundary(self, line: bytes) -> _Boundary | None:
        if line.startswith(b"--"):
            text = line.rstrip(b" \t\r\n")
            for depth in range(len(self._boundaries) - 1, -1, -1):
                if text == self._boundaries[depth]:
                    return _Boundary(depth, closes=False)
                if text == self._boundaries[depth] + b"--":
                    return _Boundary(depth, closes=True)
        return None


def _decoded(octets: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return binascii.a2b_qp(octets)
    if encoding == "base64":
        letters = octets.translate(None, _NOT_BASE64)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + _rest(letters))
    return octets


def _rest(letters: bytes) -> bytes:
    """The last letters with the padding that makes them whole; a single one says nothing."""
    over = len(letters) % 4
    return letters[-over:] + b"=" * (4 - over) if over > 1 else b""
