"""Text of others made harmless: what a warning text or a level name may hold, what counts as blank, as unreadable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Embeddings, overrides and isolates (UAX 9), which reach beyond the word they stand in."""
_BIDI = (0x061C, 0x200E, 0x200F, *_OVERRIDES)
_INVISIBLE = (0x00AD, 0x180E, 0x200B, *range(0x2060, 0x2065), *range(0x206A, 0x2070), 0xFEFF)
_ANNOTATION = (*range(0xFFF9, 0xFFFC), *range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B))
_TAGS = range(0xE0000, 0xE0080)
_FILLERS = (0x3164, 0x115F, 0x1160, 0xFFA0, 0x2800, 0x034F)
"""Characters that draw nothing although they are letters or symbols."""
_IGNORABLE = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
"""Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt (version 15.1), first and last of each range."""
UNREADABLE = "\ufdd0"
"""Stands for one octet that is no text: a noncharacter, which no text for people holds (Unicode 15.1, section 23.7)."""
_LINE_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
_ESCAPED = re.compile("[\ud800-\udfff]")
_UNREADABLE = re.compile(f"[{UNREADABLE}\ud800-\udfff]")
LONGEST = 100_000
"""Characters of one foreign text that are ever used."""
MOST_MARKS = 30
"""Combining marks in a row that are kept (UAX 15, stream-safe text format)."""
_NO_LETTERS = re.compile(rf"\W{{{MOST_MARKS + 1},}}")
"""Where more marks than that may stand in a row: no mark is a letter, a digit or an underscore."""


def _table(line_feed: str) -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(
        (*range(0x20), *range(0x7F, 0xA0), *_BIDI, *_INVISIBLE, *_ANNOTATION, *_TAGS, *_FILLERS)
    )
    table.update(dict.fromkeys((0x09, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " "))
    table.update(dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"))
    table[ord(UNREADABLE)] = "\N{REPLACEMENT CHARACTER}"
    table[0x0A] = line_feed
    return table


def _header_table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_OVERRIDES))
    table.update(dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " "))
    table.update(dict.fromkeys((ord(UNREADABLE), *range(0xD800, 0xE000)), "\N{REPLACEMENT CHARACTER}"))
    return table


_ONE_LINE = _table(" ")
_LINES = _table("\n")
_HEADER = _header_table()


def header_text(text: str) -> str:
    """One line as it was written, without controls and bidi overrides: what a header carries, not what is shown."""
    return text[:LONGEST].translate(_HEADER)


def clean_line(text: str) -> str:
    """One line without controls, bidi overrides and invisible characters, NFC; breaks and tabs become spaces.

    The joiners U+200C and U+200D stay, which Persian, Indic scripts and emoji need.
    """
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():  # nothing to do, which matters for the rows of a large list
        return text
    return _normal(text.translate(_ONE_LINE))


def clean_lines(text: str) -> str:
    """Several lines without controls, bidi overrides and invisible characters, NFC.

    Line breaks of every kind become LF.
    """
    unified = text[:LONGEST].replace("\r\n", "\n").translate(_LINE_BREAKS)
    return _normal(unified.translate(_LINES))


def _normal(text: str) -> str:
    """NFC in bounded time: putting marks in order is quadratic, and 100,000 in a row took ten seconds."""
    if text.isascii():
        return text
    return _shortened(unicodedata.normalize("NFC", _shortened(text)))  # NFC takes some marks apart


def _shortened(text: str) -> str:
    return _NO_LETTERS.sub(_with_few_marks, text)


def _with_few_marks(found: re.Match[str]) -> str:
    kept: list[str] = []
    run = 0
    for character in found[0]:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def is_blank(text: str) -> bool:
    """Whether nothing is left after white space, controls, format and ignorable characters and fillers are removed."""
    return all(character.isspace() or draws_nothing(character) for character in text)


@lru_cache(maxsize=4096)
def draws_nothing(character: str) -> bool:
    """Whether a character is a control, a filler, or one that Unicode lets programs draw as nothing."""
    code = ord(character)
    return (
        unicodedata.category(character) in {"Cc", "Cf"}
        or code in _FILLERS
        or any(first <= code <= last for first, last in _IGNORABLE)
    )


def text_of(octets: bytes) -> str:
    """Octets as UTF-8, with ``UNREADABLE`` for each that is none."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return _ESCAPED.sub(UNREADABLE, octets.decode("utf-8", "surrogateescape"))


def shown_unreadable(text: str) -> str:
    """The text with U+FFFD for what stands for no text, as programs elsewhere expect it."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def unreadable_at(text: str) -> int | None:
    """The index of the first character that stands for an octet which is no text; of an argument, a lone surrogate."""
    found = None if text.isascii() else _UNREADABLE.search(text)
    return found.start() if found else None
