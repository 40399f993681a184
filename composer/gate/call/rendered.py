"""Standard input becomes a rendered message: one pass in chunks to a private file, every line end CRLF."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from msgspec import Struct
from msgspec.structs import replace

from composer.disk.held_file import HeldFile
from composer.errors import PresendError
from composer.gate.call.header_limits import excess_of
from composer.gate.call.incoming import CHUNK, chunks
from composer.gate.recoding.line_lengths import LineLengths, has_long_line
from composer.gate.unreadable import UnreadableError
from composer.message.rendered import RenderedMessage
from composer.reading.mime_leaves import LONGEST_HEAD
from composer.reading.raw_fields import NotFieldsError, RawField, begins_with_field, fields_of
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure, reason_words
from composer.storage.atomic import private_folder, storage_error

_LINE_END = re.compile(rb"\r+\n|\r|\n")
_EMPTY_LINE = b"\r\n\r\n"
_MBOX = re.compile(rb">?From (?![ \t]*:)")
"""The line that mailboxes have above a message; ``From :`` is a field, though one that is not sent."""


class NotAMessageError(PresendError):
    """It does not begin with header fields; nothing of it is worth keeping."""


def spool(descriptor: int, folder: Path) -> Path:
    """Read a message to its end into a file of its own in ``folder``.

    Raises ``NotAMessageError`` for what does not begin with a header field, and ``StorageError``; no file stays then.
    """
    private_folder(folder)
    path = folder / f"{secrets.token_hex(12)}.eml"
    try:
        _write(descriptor, path)
        _require_field(path)
    except OSError as error:
        _take_away(path)
        raise storage_error(path, error) from error
    except BaseException:
        _take_away(path)
        raise
    return path


def _take_away(path: Path) -> None:
    with suppress(OSError):  # a later sweep takes it
        path.unlink(missing_ok=True)


def open_rendered(path: Path, folder: Path) -> RenderedMessage:
    """A file that ``spool`` wrote, in which every line has a length that servers take; it is held until it is closed.

    What had longer ones is written anew into ``folder``, and ``path`` stays. Raises ``UnreadableError``, also where the
    file is not as ``spool`` wrote it any more, and ``OSError``.
    """
    rendered, fields, has_long = _read(path)
    if not has_long:
        return rendered
    from composer.gate.recoding.message import recoded

    try:
        return open_recoded(recoded(rendered, fields, folder))
    finally:
        rendered.close()


def open_recoded(path: Path) -> RenderedMessage:
    """Open a file that ``recoding`` wrote, and delete it where it cannot be read; raises as ``open_rendered`` does."""
    try:
        rendered, _fields_of_it, _has_long = _read(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return replace(rendered, is_recoded=True)


def _read(path: Path) -> tuple[RenderedMessage, tuple[RawField, ...], bool]:
    """The message that is held from here on, its fields, and whether it has a line that is too long."""
    held = HeldFile(path)
    try:
        with held.reading() as file:
            head = _whole_head(file)
            fields = _fields(head)
            file.seek(len(head))
            content = _surveyed(file, head)
    except BaseException:
        held.close()
        raise
    rendered = RenderedMessage(path, head, len(head), content.is_8bit, held=held)
    return rendered, fields, content.has_long_line or has_long_line(head)


class _Survey(Struct, frozen=True):
    """What was seen in the content in passing."""

    is_8bit: bool
    has_long_line: bool


def _surveyed(file: IO[bytes], head: bytes) -> _Survey:
    lengths, is_8bit, line, last = LineLengths(), False, 1 + head.count(b"\n"), b""
    _require_no_nul(head, 1)
    _require_crlf(head)
    while chunk := file.read(CHUNK):
        _require_no_nul(chunk, line)
        _require_crlf(last + chunk.removesuffix(b"\r"))
        last = b"\r" if chunk.endswith(b"\r") else b""
        line += chunk.count(b"\n")
        lengths.add(chunk)
        is_8bit = is_8bit or not chunk.isascii()
    _require_crlf(last)
    return _Survey(is_8bit, lengths.has_long)


def _require_crlf(octets: bytes) -> None:
    """Whether every line ends as ``spool`` ended it: servers disagree where a line ends that ends otherwise."""
    if not octets.count(b"\r") == octets.count(b"\n") == octets.count(b"\r\n"):
        raise failure(UnreadableError, ReasonCode.KEPT_FILE_CHANGED)


def _require_no_nul(octets: bytes, line: int) -> None:
    place = octets.find(b"\0")
    if place >= 0:
        raise failure(UnreadableError, ReasonCode.NUL_CHARACTER, line=line + octets.count(b"\n", 0, place))


def _fields(head: bytes) -> tuple[RawField, ...]:
    try:
        fields = fields_of(head)
    except NotFieldsError as error:
        raise failure(UnreadableError, ReasonCode.NO_FIELD, line=error.line) from error
    if excess := excess_of(fields):
        raise UnreadableError(reason_words(excess), excess)
    return fields


def _whole_head(file: IO[bytes]) -> bytes:
    """The header without its empty line; raises ``UnreadableError`` where it is longer than what is read."""
    start = file.read(LONGEST_HEAD + len(_EMPTY_LINE))
    end = start.find(_EMPTY_LINE)
    if end < 0 and len(start) < LONGEST_HEAD:
        raise failure(UnreadableError, ReasonCode.KEPT_FILE_CHANGED)
    if end < 0:
        raise failure(UnreadableError, ReasonCode.LONG_HEADER, limit=LONGEST_HEAD)
    return start[: end + 2]


def _require_field(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(CHUNK)
        if not (begins_with_field(start) or begins_with_field(start + file.read(LONGEST_HEAD))):
            raise NotAMessageError


def _write(descriptor: int, path: Path) -> None:
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with open(target, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        tail = b""
        for piece in _without_mbox_line(_with_crlf(chunks(descriptor))):
            out.write(piece)
            tail = (tail + piece)[-4:]
        # What ends inside the header gets its empty line, what ends inside a line gets the end of that line.
        out.write(b"" if tail.endswith(b"\r\n") or not tail else b"\r\n")
    _close_head(path)


def _close_head(path: Path) -> None:
    """A message that is nothing but a header has an empty line below it all the same."""
    with path.open("rb") as file:
        start = file.read(LONGEST_HEAD)
    if start and _EMPTY_LINE not in start and len(start) < LONGEST_HEAD:
        with path.open("ab") as file:
            file.write(b"\r\n")


def _with_crlf(octets: Iterator[bytes]) -> Iterator[bytes]:
    """CR, LF, and CRs before an LF are one line end each, also where chunks meet."""
    held = b""
    for chunk in octets:
        whole = held + chunk
        rest = whole.rstrip(b"\r")
        held = whole[len(rest) :]
        yield _lines_in_crlf(rest)
    yield _LINE_END.sub(b"\r\n", held)


def _lines_in_crlf(octets: bytes) -> bytes:
    """What nearly every client writes, one kind of line end, is done in one go."""
    returns = octets.count(b"\r")
    if not returns:
        return octets.replace(b"\n", b"\r\n")
    if returns == octets.count(b"\r\n") == octets.count(b"\n"):
        return octets
    return _LINE_END.sub(b"\r\n", octets)


def _without_mbox_line(pieces: Iterator[bytes]) -> Iterator[bytes]:
    begun = b""
    for piece in pieces:
        begun += piece
        if b"\r\n" in begun or len(begun) > CHUNK:
            break
    yield begun.partition(b"\r\n")[2] if _MBOX.match(begun) else begun
    yield from pieces
