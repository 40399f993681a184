"""Whole sentences one after the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_WIDE = frozenset("WF")
"""East Asian Width (UAX 11) of a stop that brings its own space, as 。 does."""


def paragraph(sentences: Iterable[str]) -> str:
    """The sentences as one text, a space between two of them, and none behind a full-width stop; empty ones left out.

    Which one it is depends on the sentence before, not on the language of the screen: a server's answer is in English.
    """
    text = ""
    for sentence in filter(None, sentences):
        text += (" " if text and not _ends_wide(text) else "") + sentence
    return text


def _ends_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[-1]) in _WIDE and unicodedata.category(text[-1]).startswith("P")
