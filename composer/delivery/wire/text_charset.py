"""The charset of a text file, where its octets prove one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

_SHIFTS = re.compile(rb"\x1b[ -/]|[\x0e\x0f]")
"""What turns seven bits into other letters (ISO 2022); colours of terminals, ``ESC [``, do not."""
_MARKS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def charset_of(pieces: Iterable[bytes]) -> str | None:
    """``us-ascii``, ``utf-8`` or ``utf-16`` (with its byte order mark, RFC 2781); None = the octets prove none.

    ``pieces`` are cut anywhere but in the first two octets. Legacy charsets are never guessed: nearly any octets are
    text in several of them, and the sender's locale says nothing of where a file comes from.
    """
    text = _Text()
    for piece in pieces:
        text.add(piece)
        if text.is_broken:
            return None
    text.add(b"", final=True)
    return text.charset


class _Text:
    """A text as far as it was read."""

    def __init__(self) -> None:
        self._name = "utf-8"
        self._decoder: codecs.IncrementalDecoder | None = None
        self._is_ascii = True
        self._has_shifts = False
        self._last = b""
        self.is_broken = False

    @property
    def charset(self) -> str | None:
        """What it is written in, once all of it was read."""
        if self.is_broken or (self._is_ascii and self._has_shifts):
            return None
        return "us-ascii" if self._is_ascii else self._name

    def add(self, piece: bytes, *, final: bool = False) -> None:
        """Read on; a NUL is in no text."""
        if self._decoder is None:
            self._name = "utf-16" if piece.startswith(_MARKS_OF_UTF_16) else "utf-8"
            self._decoder = codecs.getincrementaldecoder(self._name)()
        self._is_ascii = self._is_ascii and piece.isascii()
        self._has_shifts = self._has_shifts or _SHIFTS.search(self._last + piece) is not None
        self._last = piece[-1:]
        try:
            self.is_broken = "\0" in self._decoder.decode(piece, final)
        except UnicodeDecodeError:
            self.is_broken = True
