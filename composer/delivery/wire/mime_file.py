"""An attached file as a MIME part, copied from an open descriptor that is proven to be the file that was judged."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import stat
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

from composer.delivery.wire.digests import Writes
from composer.delivery.wire.mime_text import base64_lines
from composer.delivery.wire.text_charset import charset_of
from composer.errors import FileChangedError
from composer.safe_text import clean
from policy.draft import FileFacts

CHUNK = 57 * 16_384
"""Octets read at once; whole lines of base64."""
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._+()@, -]{1,60}")
_PIECE = 54
"""Characters of one continuation (RFC 2231, 3), percent signs included."""
_OCTETS = "application/octet-stream"
_NEEDS_NO_ENCODING = ("message/", "multipart/")


def file_head(name: str, charset: str | None = None) -> bytes:
    """The header fields of an attachment; a name that is not plain ASCII is sent by RFC 2231.

    A text whose ``charset`` is not known goes as ``application/octet-stream``. Without a charset it would be US-ASCII
    (RFC 2046, 4.1.2), and ``unknown-8bit`` (RFC 1428) is unknown to many readers too: both draw question marks, and
    gateways may write a text's octets anew. What is no text everybody hands on as it is, and whoever opens it by its
    name has a program that knows the charsets of the place.
    """
    shown = clean(name, longest=1_000).replace("/", "_").strip()
    shown = "file" if shown.strip(".") == "" else shown
    lines = [f"Content-Type: {_content_type(shown, charset)}", "Content-Transfer-Encoding: base64"]
    lines.append("Content-Disposition: attachment;\r\n " + ";\r\n ".join(_name_parameters(shown)))
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def write_file(file: FileFacts, out: Writes) -> str:
    """Write the file as a MIME part to ``out``, octet for octet, and return the SHA-256 (hex) of its bytes.

    Raises ``FileChangedError``, also for a link, a FIFO or a device in its place; ``OSError`` is that of ``out``.
    """
    descriptor = _open(file)
    try:
        out.write(file_head(file.name, _charset(file.name, descriptor)) + b"\r\n")
        digest = hashlib.sha256()
        left = file.size
        for chunk in _chunks(descriptor):
            left -= len(chunk)
            digest.update(chunk)
            out.write(base64_lines(chunk))
        if left or _differs(descriptor, file):
            raise FileChangedError(file.name)
    finally:
        os.close(descriptor)
    return digest.hexdigest()


def _open(file: FileFacts) -> int:
    try:
        descriptor = os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise FileChangedError(file.name) from error
    if _differs(descriptor, file):
        os.close(descriptor)
        raise FileChangedError(file.name)
    return descriptor


def _differs(descriptor: int, file: FileFacts) -> bool:
    now = os.fstat(descriptor)
    found = (now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns)
    judged = (file.device, file.inode, file.size, file.mtime_ns, file.ctime_ns)
    return not stat.S_ISREG(now.st_mode) or found != judged


def _charset(name: str, descriptor: int) -> str | None:
    """The charset of a text; None of what is none, and where it cannot be told."""
    return charset_of(_chunks(descriptor)) if _named_type(name).startswith("text/") else None


def _chunks(descriptor: int) -> Iterator[bytes]:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with open(descriptor, "rb", closefd=False) as source:
        while True:
            try:
                chunk = source.read(CHUNK)
            except OSError as error:
                raise FileChangedError from error
            if not chunk:
                return
            yield chunk


@cache
def _types() -> mimetypes.MimeTypes:
    """The types that Python knows; made when a file is first attached, because that reads the system's list too."""
    return mimetypes.MimeTypes(filenames=())


def _content_type(name: str, charset: str | None) -> str:
    found = _named_type(name)
    if not found.startswith("text/"):
        return found
    return _OCTETS if charset is None else f"{found}; charset={charset}"


def _named_type(name: str) -> str:
    """The media type that a file's name stands for."""
    found, encoding = _types().guess_type(name.replace("/", "_"), strict=True)
    if found is None or encoding is not None or found.startswith(_NEEDS_NO_ENCODING):
        return _OCTETS
    return found


def _name_parameters(name: str) -> list[str]:
    if _PLAIN_NAME.fullmatch(name):
        return [f'filename="{name}"']
    pieces = _pieces(quote(name, safe="", errors="replace"))
    if len(pieces) == 1:
        return [f"filename*=UTF-8''{pieces[0]}"]
    first, *rest = pieces
    return [f"filename*0*=UTF-8''{first}", *(f"filename*{n}*={piece}" for n, piece in enumerate(rest, 1))]


def _pieces(encoded: str) -> list[str]:
    """Cut where no percent triplet is broken."""
    return re.findall(rf"(?:%[0-9A-F]{{2}}|[^%]){{1,{_PIECE // 3}}}", encoded)
