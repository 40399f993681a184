"""Checks what a terminal would do with a translation: control characters, direction, widths, line breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from composer.language.cells import cells
from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault

_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_ZERO_WIDTH = {0x00AD, 0x200B, 0x200C, 0x2060, 0xFEFF, 0x180E, 0x034F}
_EMOJI_PARTS = {0x200D, 0x20E3, *range(0xFE00, 0xFE10), *range(0x1F1E6, 0x1F200), *range(0x1F300, 0x1FAFF)}
"""What makes emoji and sequences of them: pictures, joiner, keycap, variation selectors, flags, skin tones."""
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_MARKUP = re.compile(r"\[/|\[[^\[\]]*[A-Za-z#@$%]")
"""How an instruction in square brackets begins or is written: ``[b]``, ``[/]``, ``[#fff]``; ``[보안]`` is none."""
_ONE_PIECE = re.compile(r"[^\s\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
"""What no line break parts: no white space, and nothing of Chinese or Japanese, which breaks anywhere."""
NARROWEST = 40
"""The cells of the narrowest line that texts are wrapped to."""


def check_terminal(entry: Entry) -> Iterator[Fault]:
    """Characters that do harm, and texts that do not fit."""
    for character in sorted(set(entry.text)):
        code = _character_fault(character)
        if code and character != "\n":  # lines are counted elsewhere
            yield code, f"U+{ord(character):04X}"
    if "\\" in entry.text and "\\" not in entry.source:
        yield Code.CONTROL, "\\"
    if not unicodedata.is_normalized("NFC", entry.text):
        yield Code.NOT_NFC, entry.text
    if _MARKUP.search(_without_the_sources_brackets(entry)):
        yield Code.MARKUP, entry.text
    yield from _widths(entry)


def _widths(entry: Entry) -> Iterator[Fault]:
    if entry.most_cells is not None and cells(entry.text) > entry.most_cells:
        yield Code.TOO_WIDE, f"{cells(entry.text)} > {entry.most_cells}: {entry.text}"
    if len(entry.text) > NARROWEST // 2:
        pieces = [piece for piece in _ONE_PIECE.findall(entry.bare_text) if len(piece) > NARROWEST // 2]
        longest = max(pieces, key=cells, default="")
        if cells(longest) > NARROWEST and longest not in entry.source:
            yield Code.UNBREAKABLE, longest


@lru_cache(maxsize=4096)
def _character_fault(character: str) -> Code | None:
    number = ord(character)
    if character == "\N{REPLACEMENT CHARACTER}":
        return Code.REPLACEMENT
    if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
        return Code.CONTROL
    for code, characters in ((Code.BIDI, _BIDI), (Code.ZERO_WIDTH, _ZERO_WIDTH), (Code.EMOJI, _EMOJI_PARTS)):
        if number in characters:
            return code
    return None


def _without_the_sources_brackets(entry: Entry) -> str:
    """The translation without bracketed names (``[transport]``) that the English message has too."""
    known = set(_BRACKETS.findall(" ".join(entry.sources)))
    return _BRACKETS.sub(lambda found: "" if found[0] in known else found[0], entry.text)
