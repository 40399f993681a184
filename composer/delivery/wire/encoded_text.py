"""Text in header fields: encoded words (RFC 2047), and folding between tokens only (RFC 5322, 2.2.3)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

from policy.foreign_text import header_text

PREFERRED = 78
"""Characters of a line that folding aims at; a single longer token stays whole."""
_BYTES_OF_A_WORD = 45
"""Octets in one encoded word: 60 characters of base64 and 12 around them stay under the 75 that are allowed."""
_ORDINARY = re.compile(r"[!-~]{1,70}(?: [!-~]{1,70})*")


def encoded_words(text: str) -> list[str]:
    """The text as encoded words in UTF-8, none of which splits a character."""
    return [f"=?UTF-8?B?{base64.b64encode(piece).decode('ascii')}?=" for piece in _pieces(text)]


def text_tokens(text: str) -> list[str]:
    """Unstructured text as written, but for controls and bidi overrides, as tokens between which it may be folded."""
    line = header_text(text)
    if _ORDINARY.fullmatch(line) and "=?" not in line:
        return line.split(" ")
    return encoded_words(line)


def folded(name: str, tokens: Iterable[str]) -> str:
    """One header field with its CRLF; tokens are joined by a space or by a fold."""
    lines = [f"{name}:"]
    for token in tokens:
        if len(lines[-1]) + 1 + len(token) > PREFERRED and lines[-1].strip(" ") not in ("", f"{name}:"):
            lines.append("")
        lines[-1] += f" {token}"
    return "\r\n".join(lines) + "\r\n"


def _pieces(text: str) -> Iterator[bytes]:
    piece = b""
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > _BYTES_OF_A_WORD:
            yield piece
            piece = b""
        piece += octets
    if piece:
        yield piece
