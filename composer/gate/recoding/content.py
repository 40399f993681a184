"""Content in a transfer encoding with short lines (RFC 2045, 6.7 and 6.8), piece by piece."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from composer.delivery.wire.mime_text import base64_lines

_OCTETS = 57 * 4_096
"""They become whole lines of base64."""
_LETTERS = 76 * 4_096
_LONGEST = 65_536
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_QUOTED = re.compile(rb"(?s:(?:=[0-9A-Fa-f]{2}|[^=]|=){1,24})")
_QUOTED_LINE = 76


class Encoding(Enum):
    """How the content of a part is encoded anew."""

    QUOTED = "plain octets as quoted-printable"
    BASE64 = "plain octets as base64"
    QUOTED_AGAIN = "quoted-printable with more line ends"
    BASE64_AGAIN = "base64 with more line ends"

    @property
    def field(self) -> str:
        """The value of Content-Transfer-Encoding for it."""
        return "base64" if self in (Encoding.BASE64, Encoding.BASE64_AGAIN) else "quoted-printable"

    @property
    def ends_lines(self) -> bool:
        """Whether what ``encoded`` gives ends in a line end by itself."""
        return self.field == "base64"


def encoded(pieces: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """The content, of which ``pieces`` are cut anywhere, with lines of at most 77 octets and CRLF."""
    match encoding:
        case Encoding.QUOTED:
            return _line_by_line(pieces, _quoted)
        case Encoding.QUOTED_AGAIN:
            return _line_by_line(pieces, _quoted_again)
        case Encoding.BASE64:
            return map(base64_lines, _in_blocks(pieces, _OCTETS))
        case Encoding.BASE64_AGAIN:
            return _base64_again(pieces)


def _in_blocks(pieces: Iterable[bytes], block: int) -> Iterator[bytes]:
    """All of it in blocks of one size, the last one smaller."""
    held = b""
    for piece in pieces:
        held += piece
        while len(held) >= block:
            yield held[:block]
            held = held[block:]
    if held:
        yield held


def _line_by_line(pieces: Iterable[bytes], encode: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """Whole lines, and pieces of lines that are very long, of which each goes on behind a soft line end."""
    held = b""
    for piece in pieces:
        held += piece
        while len(held) > _LONGEST:
            whole = held.rfind(b"\n", 0, _LONGEST) + 1
            end = whole or _apart(held, _LONGEST)
            yield encode(held[:end]) + (b"" if whole else b"=\r\n")
            held = held[end:]
    yield encode(held)


def _apart(octets: bytes, end: int) -> int:
    """A place at ``end`` or a little before it where no line end and no escape is cut."""
    if octets[end - 1 : end] in (b"\r", b"="):
        return end - 1
    return end - 2 if octets[end - 2 : end - 1] == b"=" else end


def _quoted(octets: bytes) -> bytes:
    return binascii.b2a_qp(octets, istext=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _quoted_again(octets: bytes) -> bytes:
    lines = octets.split(b"\r\n")
    return b"\r\n".join(line if len(line) <= _QUOTED_LINE else b"=\r\n".join(_QUOTED.findall(line)) for line in lines)


def _base64_again(pieces: Iterable[bytes]) -> Iterator[bytes]:
    letters = (piece.translate(None, _NOT_BASE64) for piece in pieces)
    for block in _in_blocks(letters, _LETTERS):
        yield b"".join(_padded(block[place : place + 76]) + b"\r\n" for place in range(0, len(block), 76))


def _padded(letters: bytes) -> bytes:
    over = len(letters) % 4
    return letters[:-1] if over == 1 else letters + b"=" * (-len(letters) % 4)
