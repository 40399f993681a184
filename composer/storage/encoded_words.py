"""Bytes of mail and of address books as text: named character sets, and encoded words in header fields (RFC 2047)."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Callable

_WORD = re.compile(r"=\?([!-~]{1,40}?)\?([bBqQ])\?([!->@-~ ]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")
_CHARACTER_SETS = ("ascii", "utf", "iso8859", "iso2022", "cp", "euc", "shift", "big5", "gb", "koi8", "johab", "tis")
"""Beginnings of the codecs that are character sets; others (``unicode_escape``) are programs for a stranger to run."""


def decode_bytes(data: bytes, character_set: str) -> str:
    """Decode with a character set named by a stranger; what does not fit becomes U+FFFD."""
    try:
        codec = codecs.lookup(character_set.partition("*")[0]).name
    except (LookupError, ValueError):
        codec = "utf-8"
    if not codec.startswith(_CHARACTER_SETS):
        codec = "utf-8"
    try:
        return data.decode(codec, "replace")
    except ValueError:  # some codecs refuse even "replace"
        return data.decode("ascii", "replace")


def decode_header(text: str) -> str:
    """Text with its encoded words decoded; what is broken stays as it is."""
    if "=?" not in text:
        return text
    return _WORD.sub(_decoded, _BETWEEN_WORDS.sub(r"\1", text))


def _decoded(found: re.Match[str]) -> str:
    character_set, encoding, payload = found.groups()
    try:
        data = _PAYLOADS[encoding.lower()](payload)
    except ValueError:
        return found.group()
    return decode_bytes(data, character_set)


_PAYLOADS: dict[str, Callable[[str], bytes]] = {
    "b": lambda payload: binascii.a2b_base64(payload.encode("ascii")),
    "q": lambda payload: binascii.a2b_qp(payload.encode("ascii"), header=True),
}
