"""Characters that scripts and keyboards need, and that the stock fields would not take when they are typed."""

from __future__ import annotations

import unicodedata

from policy.foreign_text import header_text


def is_typed(character: str | None) -> bool:
    """Whether a key brings a joiner or another mark of a script, or a space other than the plain one.

    Controls and bidi overrides are no text here either.
    """
    if character is None or len(character) != 1 or character.isprintable():
        return False
    return unicodedata.category(character) in {"Zs", "Cf", "Co"} and header_text(character) == character
