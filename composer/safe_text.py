"""The one door for text that someone else wrote: control, bidi-override and invisible characters never pass."""

from __future__ import annotations

import unicodedata

_BIDI_AND_INVISIBLE = {
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, 0x00AD,
    *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080), 0x180E,
    0x115F, 0x1160, 0x3164, 0xFFA0, 0x034F,
}  # fmt: skip
LONGEST = 100_000
"""Characters of one foreign text that are ever shown."""


def _table() -> dict[int, str | None]:
    removed: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_BIDI_AND_INVISIBLE))
    removed.update(dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " "))
    removed.update(dict.fromkeys(range(55296, 57344), "�"))
    return removed


_ONE_LINE = _table()
_LINES = {**_ONE_LINE, 0x0A: "\n"}


def clean(text: str, *, lines: bool = False, longest: int = LONGEST) -> str:
    """Foreign text made safe to show: NFC, one line unless ``lines``; line breaks of any kind become LF there."""
    text = text[:longest]
    if lines:
        text = text.replace("\r\n", "\n").translate(_BREAKS)
    return unicodedata.normalize("NFC", text.translate(_LINES if lines else _ONE_LINE))


_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
