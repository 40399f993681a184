"""Octets decoded in a character set that foreign mail or programs name."""

from __future__ import annotations

import codecs

_CHARACTER_SETS = ("ascii", "utf", "iso8859", "iso2022", "cp", "euc", "shift", "big5", "gb", "koi8", "johab", "tis")
"""Beginnings of the codecs that are character sets; others (``unicode_escape``) are programs for a stranger to run."""


def decode_bytes(data: bytes, character_set: str) -> str:
    """The text of some octets; an unknown set is read as UTF-8, and what does not fit becomes U+FFFD."""
    try:
        codec = codecs.lookup(character_set).name
    except (LookupError, ValueError):
        codec = "utf-8"
    if not codec.startswith(_CHARACTER_SETS):
        codec = "utf-8"
    try:
        return data.decode(codec, "replace")
    except ValueError:  # some codecs refuse even "replace"
        return data.decode("ascii", "replace")
