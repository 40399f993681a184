"""Text of the administrator made harmless: what a warning text or a level name may hold, and what counts as blank."""

from __future__ import annotations

import unicodedata

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE = (0x00AD, 0x180E, *range(0x200B, 0x200E), *range(0x2060, 0x2065), *range(0x206A, 0x2070), 0xFEFF)
_ANNOTATION = (*range(0xFFF9, 0xFFFC), *range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B))
_TAGS = range(0xE0000, 0xE0080)
_FILLERS = (0x3164, 0x115F, 0x1160, 0xFFA0, 0x2800, 0x034F)
"""Characters that draw nothing although they are letters or symbols."""
_LINE_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
LONGEST = 100_000
"""Characters of one foreign text that are ever used."""
MOST_MARKS = 30
"""Combining marks in a row that are kept (UAX 15, stream-safe text format)."""


def _table(line_feed: str) -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(
        (*range(0x20), *range(0x7F, 0xA0), *_BIDI, *_INVISIBLE, *_ANNOTATION, *_TAGS, *_FILLERS)
    )
    table.update(dict.fromkeys((0x09, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " "))
    table.update(dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"))
    table[0x0A] = line_feed
    return table


_ONE_LINE = _table(" ")
_LINES = _table("\n")


def clean_line(text: str) -> str:
    """One line without controls, bidi overrides and invisible characters, NFC; breaks and tabs become spaces."""
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():  # nothing to do, which matters for the rows of a large list
        return text
    return _normal(text.translate(_ONE_LINE))


def clean_lines(text: str) -> str:
    """The same with line breaks of every kind kept as LF."""
    unified = text[:LONGEST].replace("\r\n", "\n").translate(_LINE_BREAKS)
    return _normal(unified.translate(_LINES))


def _normal(text: str) -> str:
    """NFC in bounded time: putting marks in order is quadratic, and 100,000 in a row took ten seconds."""
    if text.isascii():
        return text
    return _shortened(unicodedata.normalize("NFC", _shortened(text)))  # NFC takes some marks apart


def _shortened(text: str) -> str:
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def is_blank(text: str) -> bool:
    """Whether nothing is left after white space, controls, format characters and fillers are removed."""
    return all(
        character.isspace() or unicodedata.category(character) in {"Cc", "Cf"} or ord(character) in _FILLERS
        for character in text
    )
