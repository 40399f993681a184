"""Measures texts in terminal cells, and cuts them to a number of cells."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """How many terminal cells a text takes, by Unicode's East Asian Width (UAX 11)."""
    return sum(_cell(character) for character in text)


def shorten(text: str, most: int, mark: str = "…") -> str:
    """The text cut to ``most`` cells, with a mark where something was cut."""
    if cells(text) <= most:
        return text
    kept, used = "", cells(mark)
    for character in text:
        used += _cell(character)
        if used > most:
            break
        kept += character
    return kept + mark


def _cell(character: str) -> int:
    if character > "\x7f" and unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
