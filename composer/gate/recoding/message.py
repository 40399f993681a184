"""A message with lines longer than servers take, written anew: headers folded, contents encoded part by part."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, BinaryIO

from msgspec import Struct

from composer.gate.recoding.content import Encoding, encoded
from composer.gate.recoding.folding import NotFoldableError, folded_fields, without_field
from composer.gate.recoding.line_lengths import LONGEST_LINE, LineLengths, has_long_line
from composer.gate.unreadable import UnreadableError, unreadable_parts
from composer.message.rendered import RenderedMessage
from composer.reading.mime_leaves import Layout, Leaf, PlacedHead, StructureError, layout_of
from composer.reading.part_head import PartHead, part_head
from composer.reading.raw_fields import RawField, texts
from composer.reasons import ReasonCode
from composer.safe_text import clean
from composer.sentences.reasons import failure
from composer.storage.atomic import private_folder

CHUNK = 262_144
_PLAIN = ("", "7bit", "8bit", "binary")
_ARMOR = b"-----BEGIN PGP "
_LONGEST_NAME = 60
"""Characters of a field's name that a sentence shows."""
_MANY = 6
"""One octet in so many that quoted-printable writes as three makes base64 the shorter one."""


class _Change(Struct, frozen=True):
    """A leaf that is written in another transfer encoding."""

    leaf: Leaf
    encoding: Encoding


def recoded(message: RenderedMessage, fields: Sequence[RawField], folder: Path) -> Path:
    """Write the message into a file of ``folder`` in which no line is too long; the file.

    Raises ``UnreadableError`` where a signature, an encryption or the line itself stands against it, ``OSError`` and
    ``StorageError``; no file stays then.
    """
    private_folder(folder)
    path = folder / f"{secrets.token_hex(12)}.eml"
    try:
        target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with message.reading() as source, open(target, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
            _Recoding(message, fields, source, out).write()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


class _Recoding:
    """One message on its way from file to file."""

    def __init__(self, message: RenderedMessage, fields: Sequence[RawField], source: BinaryIO, out: IO[bytes]) -> None:
        self._message = message
        self._fields = fields
        self._source = source
        self._out = out
        self._head = part_head(message.head.splitlines(keepends=True))
        self._layout = self._read_layout()
        self._size = os.fstat(source.fileno()).st_size

    def write(self) -> None:
        """All of it."""
        changes = [change for leaf in self._layout.leaves if (change := self._change(leaf))]
        self._write_head(changes)
        place = self._message.content_at
        for change in changes:
            # A leaf that is the whole message has its fields in the message's own header.
            head_at = max(place, change.leaf.place.head)
            self._copy(place, head_at)
            self._write_leaf(change, head_at)
            place = change.leaf.place.end
        self._copy(place, self._size)

    def _read_layout(self) -> Layout:
        self._source.seek(self._message.content_at)
        try:
            return layout_of(self._message.head, self._source)
        except StructureError as error:
            raise unreadable_parts(error) from error

    def _change(self, leaf: Leaf) -> _Change | None:
        """What becomes of a leaf with long lines; raises ``UnreadableError`` where nothing can."""
        lengths, needs_quoting, has_armor, tail = LineLengths(), 0, False, b""
        for piece in self._pieces(leaf.place.content, leaf.place.end):
            lengths.add(piece)
            needs_quoting += len(piece.translate(None, _PRINTABLE))
            has_armor = has_armor or _ARMOR in tail + piece
            tail = piece[-len(_ARMOR) :]
        if not lengths.has_long:
            return None
        if leaf.is_sealed or has_armor:
            raise failure(UnreadableError, ReasonCode.SIGNED_LONG_LINE, limit=LONGEST_LINE)
        encoding = _encoding_for(leaf.part, needs_quoting * _MANY > leaf.place.end - leaf.place.content)
        if encoding is None:
            raise failure(UnreadableError, ReasonCode.LONG_LINE, limit=LONGEST_LINE)
        return _Change(leaf, encoding)

    def _write_head(self, changes: Sequence[_Change]) -> None:
        head = self._message.head
        if self._head.is_stamped and (changes or has_long_line(head)):
            raise failure(UnreadableError, ReasonCode.SIGNED_LONG_LINE, limit=LONGEST_LINE)
        head = _folded(head)
        if changes and not texts(self._fields, "mime-version"):
            head += b"MIME-Version: 1.0\r\n"
        alone = next((change for change in changes if change.leaf.place.head < self._message.content_at), None)
        self._out.write(_with_encoding(head, alone.encoding) if alone else head)

    def _write_leaf(self, change: _Change, head_at: int) -> None:
        place = change.leaf.place
        if place.head < self._message.content_at:
            self._out.write(b"\r\n")
        else:
            lines = b"".join(self._pieces(head_at, place.content)).removesuffix(b"\r\n")
            lines = lines if lines.endswith(b"\r\n") or not lines else lines + b"\r\n"
            self._out.write(_with_encoding(_folded(lines), change.encoding) + b"\r\n")
        ends_with_part = place.end < self._size
        content = self._pieces(place.content, place.end - 2 * ends_with_part)
        for piece in encoded(content, change.encoding):
            self._out.write(piece)
        self._out.write(b"\r\n" if ends_with_part and not change.encoding.ends_lines else b"")

    def _copy(self, start: int, end: int) -> None:
        """What stands between two leaves that change, with the headers in it folded."""
        for head in self._layout.heads:
            if start <= head.start and head.end <= end:
                self._copy_lines(start, head.start)
                self._copy_head(head)
                start = head.end
        self._copy_lines(start, end)

    def _copy_lines(self, start: int, end: int) -> None:
        lengths = LineLengths()
        for piece in self._pieces(start, end):
            lengths.add(piece)
            self._out.write(piece)
        if lengths.has_long:
            raise failure(UnreadableError, ReasonCode.LONG_LINE, limit=LONGEST_LINE)

    def _copy_head(self, head: PlacedHead) -> None:
        lines = b"".join(self._pieces(head.start, head.end))
        if head.is_sealed and has_long_line(lines):
            raise failure(UnreadableError, ReasonCode.SIGNED_LONG_LINE, limit=LONGEST_LINE)
        self._out.write(_folded(lines))

    def _pieces(self, start: int, end: int) -> Iterator[bytes]:
        self._source.seek(start)
        while start < end and (piece := self._source.read(min(CHUNK, end - start))):
            start += len(piece)
            yield piece


_PRINTABLE = bytes(octet for octet in range(0x20, 0x7F) if octet != 0x3D) + b"\t\r\n"


def _encoding_for(part: PartHead, is_dense: bool) -> Encoding | None:
    """How a part with long lines is written; None where it has no other form (RFC 2045, 6.4)."""
    if part.main in ("message", "multipart"):
        return None
    match part.encoding:
        case "base64":
            return Encoding.BASE64_AGAIN
        case "quoted-printable":
            return Encoding.QUOTED_AGAIN
        case encoding if encoding in _PLAIN:
            return Encoding.BASE64 if is_dense or part.main != "text" else Encoding.QUOTED
    return None


def _with_encoding(lines: bytes, encoding: Encoding) -> bytes:
    kept = without_field(lines, b"content-transfer-encoding")
    return kept + f"Content-Transfer-Encoding: {encoding.field}\r\n".encode("ascii")


def _folded(lines: bytes) -> bytes:
    try:
        return folded_fields(lines)
    except NotFoldableError as error:
        name = clean(str(error), longest=_LONGEST_NAME)
        raise failure(UnreadableError, ReasonCode.LONG_FIELD, field=name, limit=LONGEST_LINE) from error
