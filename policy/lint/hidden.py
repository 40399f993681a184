"""Characters that presend takes out of the administrator's texts before it shows them."""

from __future__ import annotations

import unicodedata

from policy.foreign_text import clean_line

_USUAL = frozenset("\t\n")


def hidden_characters(text: str) -> tuple[str, ...]:
    """The code points (``U+202E``) of controls, bidi overrides and invisible characters, each once, in order.

    Line feeds and tabs belong into a text, and so does a carriage return before a line feed.
    """
    unified = text.replace("\r\n", "\n")
    found = dict.fromkeys(character for character in unified if character not in _USUAL and _is_hidden(character))
    return tuple(f"U+{ord(character):04X}" for character in found)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or not clean_line(character)
