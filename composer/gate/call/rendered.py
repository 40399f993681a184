"""Standard input becomes a rendered message: one pass in chunks to a private file, every line end CRLF."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from composer.message.raw_fields import NotFieldsError, fields_of
from composer.reading.message_facts import NotAMessageError
from composer.message.rendered import RenderedMessage
from composer.storage.atomic import private_folder, storage_error

__all__ = ["LONGEST_HEAD", "NotAMessageError", "RenderedMessage", "open_rendered", "spool"]

CHUNK = 262_144
LONGEST_HEAD = 1_000_000
"""Octets of header that are read."""
_LINE_END = re.compile(rb"\r+\n|\r|\n")
_EMPTY_LINE = b"\r\n\r\n"
_MBOX = re.compile(rb">?From (?![ \t]*:)")
"""The line that mailboxes have above a message; ``From :`` is a field, though one that is not sent."""


def spool(descriptor: int, folder: Path) -> RenderedMessage:
    """Read a message to its end into a file of its own in ``folder``.

    Raises ``NotAMessageError`` for what does not begin with header fields, and ``StorageError``; no file stays then.
    """
    private_folder(folder)
    path = folder / f"{secrets.token_hex(12)}.eml"
    try:
        _write(descriptor, path)
        return open_rendered(path)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise storage_error(path, error) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def open_rendered(path: Path) -> RenderedMessage:
    """A file that ``spool`` wrote; raises ``NotAMessageError`` and ``OSError``."""
    with path.open("rb") as file:
        head = _head(file.read(LONGEST_HEAD))
        file.seek(len(head))
        is_8bit = any(not chunk.isascii() for chunk in iter(lambda: file.read(CHUNK), b""))
    try:
        fields = fields_of(head)
    except NotFieldsError as error:
        raise NotAMessageError from error
    if not fields:
        raise NotAMessageError
    return RenderedMessage(path, head, len(head), is_8bit)


def _head(start: bytes) -> bytes:
    end = start.find(_EMPTY_LINE)
    if end < 0:
        raise NotAMessageError
    return start[: end + 2]


def _write(descriptor: int, path: Path) -> None:
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with open(target, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        tail = b""
        for piece in _without_mbox_line(_with_crlf(_chunks(descriptor))):
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


def _chunks(descriptor: int) -> Iterator[bytes]:
    while chunk := os.read(descriptor, CHUNK):
        yield chunk


def _with_crlf(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """CR, LF, and CRs before an LF are one line end each, also where chunks meet."""
    held = b""
    for chunk in chunks:
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
