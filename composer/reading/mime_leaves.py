"""The parts of a message that have no parts themselves (RFC 2046), found in one pass; files are measured, not held."""

from __future__ import annotations

import binascii
import re
from typing import BinaryIO

from msgspec import Struct, field
from msgspec.structs import replace

from composer.reading.content_lines import END, Boundary, ContentLines
from composer.reading.part_head import PartHead, part_head
from composer.reading.uuencoded import NAMES, UuencodedSize

LONGEST_TEXT = 2_000_000
"""Octets of text that are held of all parts together, before decoding."""
LONGEST_HEAD = 1_000_000
"""Octets that the header of a message or of a part may have."""
DEEPEST = 100
"""How deep multiparts within each other are followed."""
MOST_PARTS = 2_000
"""The most parts of a message that are read."""
_FIELD = re.compile(rb"[!-9;-~]*[ \t]*:|[ \t]|From ")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


class StructureError(Exception):
    """The structure of a message cannot be followed to its end."""


class TooDeepError(StructureError):
    """The parts of a message are nested more than ``DEEPEST`` deep."""


class TooManyPartsError(StructureError):
    """A message has more than ``MOST_PARTS`` parts."""


class LongPartHeadError(StructureError):
    """The header of a part is longer than ``LONGEST_HEAD``."""


class Place(Struct, frozen=True):
    """Where a part stands in the file: the offsets of its header, its content and its end, in octets."""

    head: int
    content: int
    """The offset behind the empty line."""
    end: int
    """The offset of the boundary that ends the part, or the end of the file."""


class Leaf(Struct, frozen=True):
    """A part without parts; an attached message is one, whatever it holds."""

    part: PartHead
    within: tuple[str, ...]
    """The media types of the multiparts it lies in, outermost first."""
    number: int
    """Its place among the children of its multipart, from 1, or 1 where it stands alone."""
    size: int
    """Octets once the transfer encoding is decoded; of base64 and uuencode, an estimate."""
    octets: bytes
    """The first part of its text, decoded; empty for what is no text."""
    place: Place
    is_sealed: bool
    """Whether a signature or an encryption covers it, so that no octet may change."""


class PlacedHead(Struct, frozen=True):
    """The header of a part with its empty line: its offsets in the file, in octets."""

    start: int
    end: int
    is_sealed: bool
    """Whether a signature or an encryption covers it, so that no octet may change."""


class Layout(Struct, frozen=True):
    """Where every part and every part's header stands in a message, those within attached messages included."""

    leaves: tuple[Leaf, ...]
    heads: tuple[PlacedHead, ...]
    """The headers of all parts, leaves too; octets in neither heads nor leaves belong to no part."""


def leaves_of(head: bytes, file: BinaryIO) -> list[Leaf]:
    """Every leaf, in order, of a message with this header, whose content a file has from its present place on.

    The content begins with the empty line. Raises ``StructureError``.
    """
    walk = _Walk(ContentLines(file))
    walk.message(head)
    return walk.found


def layout_of(head: bytes, file: BinaryIO) -> Layout:
    """The leaves and the headers of all parts, attached messages taken apart too. Raises ``StructureError``."""
    walk = _Walk(ContentLines(file), into_messages=True)
    walk.message(head)
    return Layout(tuple(walk.found), tuple(walk.heads))


class _Content(Struct):
    """The size of one leaf's content, and the first octets of it."""

    encoding: str
    room: int
    """Octets that may still be held."""
    size: int = 0
    held: list[bytes] = field(default_factory=list)
    tail: bytes = b""
    uuencoded: UuencodedSize = field(default_factory=UuencodedSize)

    def add(self, octets: bytes) -> None:
        """Count more octets of the content, and hold them while there is room."""
        self.size += self._measured(octets)
        if self.encoding in NAMES:
            self.uuencoded.add(octets)
        self.tail = octets[-2:] if len(octets) > 1 else (self.tail + octets)[-2:]
        if self.room > 0:
            self.held.append(octets[: self.room])
            self.room -= len(octets)

    def finished(self, before_boundary: bool) -> tuple[int, bytes]:
        """The size in octets and the held text, decoded; the line end before a boundary belongs to the boundary."""
        octets = b"".join(self.held)
        size = self.size * 3 // 4 if self.encoding == "base64" else self.size
        if before_boundary and self.encoding != "base64":
            end = 2 if self.tail == b"\r\n" else int(self.tail.endswith(b"\n"))
            size = max(0, size - end)
            octets = octets[: len(octets) - end] if self.room > 0 else octets
        if self.uuencoded.has_file:
            size = self.uuencoded.finished()
        return size, _decoded(octets, self.encoding)

    def _measured(self, octets: bytes) -> int:
        match self.encoding:
            case "base64":
                return len(octets.translate(None, _NOT_BASE64))
            case "quoted-printable":
                return len(binascii.a2b_qp(octets))
        return len(octets)


class _Around(Struct, frozen=True):
    """What a part lies in, and where its header and content begin (octets)."""

    within: tuple[str, ...] = ()
    number: int = 1
    is_sealed: bool = False
    head_at: int = 0
    content_at: int = 0


class _Walk:
    """Walks through the parts of a message and collects its leaves and the headers of its parts."""

    def __init__(self, source: ContentLines, *, into_messages: bool = False) -> None:
        self._source = source
        self._into_messages = into_messages
        self._room = LONGEST_TEXT
        self._parts = 0
        self.found: list[Leaf] = []
        self.heads: list[PlacedHead] = []

    def message(self, head: bytes) -> None:
        """Walk through a whole message with this header, whose content the source has; raises ``StructureError``."""
        self._source.line(LONGEST_HEAD)  # the empty line
        self._part(part_head(head.splitlines(keepends=True)), _Around(content_at=self._source.position))

    def _child(self, around: _Around, kind: str) -> Boundary:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise TooManyPartsError
        head_at = self._source.position
        lines, ended = self._head()
        head = part_head(lines, kind)
        content_at = head_at + sum(map(len, lines)) if ended is not None else self._source.position
        self.heads.append(PlacedHead(head_at, content_at, around.is_sealed or head.is_stamped))
        around = replace(around, head_at=head_at, content_at=content_at)
        if ended is not None:
            self._keep(head, around, (0, b""), content_at)
            return ended
        return self._part(head, around)

    def _part(self, head: PartHead, around: _Around) -> Boundary:
        """Read one part and all parts in it; returns the boundary that ended it."""
        around = replace(around, is_sealed=around.is_sealed or head.is_sealing)
        if head.boundary is None:
            return self._message(head, around) if self._is_open_message(head) else self._leaf(head, around)
        if self._source.depth >= DEEPEST:
            raise TooDeepError
        depth = self._source.enter(head.boundary)
        preamble = _Content("", 0)
        ended = self._content(preamble)
        if ended.depth != depth or ended.closes:
            self._keep(head, around, preamble.finished(ended is not END), self._source.ended_at)
        else:
            ended = self._children(head, around, depth)
        self._source.leave()
        # Behind the last child comes what nobody reads, up to a boundary further out.
        return self._content(_Content("", 0)) if ended.depth == depth else ended

    def _children(self, head: PartHead, around: _Around, depth: int) -> Boundary:
        default = "message/rfc822" if head.kind == "multipart/digest" else "text/plain"
        child = _Around((*around.within, head.kind), is_sealed=around.is_sealed)
        while True:
            ended = self._child(child, default)
            if ended.depth != depth or ended.closes:
                return ended
            child = replace(child, number=child.number + 1)

    def _is_open_message(self, head: PartHead) -> bool:
        is_plain = head.encoding in ("", "7bit", "8bit", "binary")
        return self._into_messages and is_plain and head.kind in ("message/rfc822", "message/global")

    def _message(self, head: PartHead, around: _Around) -> Boundary:
        if len(around.within) >= 2 * DEEPEST:
            raise TooDeepError
        return self._child(_Around((*around.within, head.kind), is_sealed=around.is_sealed), "text/plain")

    def _leaf(self, head: PartHead, around: _Around) -> Boundary:
        is_text = head.main == "text" and head.name is None and not head.is_attachment
        content = _Content(head.encoding, self._room if is_text else 0)
        ended = self._content(content)
        self._room -= sum(map(len, content.held))
        self._keep(head, around, content.finished(ended is not END), self._source.ended_at)
        return ended

    def _keep(self, head: PartHead, around: _Around, measured: tuple[int, bytes], end: int) -> None:
        place = Place(around.head_at, around.content_at, end)
        self.found.append(Leaf(head, around.within, around.number, *measured, place, around.is_sealed))

    def _head(self) -> tuple[list[bytes], Boundary | None]:
        """The lines of a part's header, and the boundary where one ended the part already.

        The empty line is read; a line that is no field begins the content, as other readers have it.
        """
        lines: list[bytes] = []
        left = LONGEST_HEAD
        while line := self._source.line(left):
            left -= len(line)
            if left <= 0:
                raise LongPartHeadError
            ended = self._source.boundary(line)
            if ended is not None or not line.strip(b"\r\n"):
                return lines, ended
            if not _FIELD.match(line):
                self._source.give_back(line)
                return lines, None
            lines.append(line)
        return lines, END

    def _content(self, content: _Content) -> Boundary:
        while True:
            octets, ended = self._source.content()
            content.add(octets)
            if ended is not None:
                return ended


def _decoded(octets: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return binascii.a2b_qp(octets)
    if encoding == "base64":
        letters = octets.translate(None, _NOT_BASE64)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + _rest(letters))
    return octets


def _rest(letters: bytes) -> bytes:
    """The last one to three letters, padded to a group; a single one holds no octet and is dropped."""
    over = len(letters) % 4
    return letters[-over:] + b"=" * (4 - over) if over > 1 else b""
