"""Bare brace names in messages: finding, comparing and filling them. Nothing else in braces has a meaning."""

from __future__ import annotations

import re
from collections.abc import Callable

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.ASCII)


def names(text: str) -> frozenset[str]:
    """The names in braces that ``fill`` would replace."""
    return frozenset(_NAME.findall(text))


def fill(text: str, value: Callable[[str], str | None]) -> str:
    """Each name replaced once by its value; what has none stays, and values are never read as messages."""
    return _NAME.sub(lambda found: _or_itself(value(found[1]), found[0]), text)


def fits(translation: str, *sources: str) -> bool:
    """Whether a translation has the placeholders of its source; of a plural, ``{n}`` may be left out (``one file``)."""
    found, needed = names(translation), frozenset[str]().union(*map(names, sources))
    return found == needed or (len(sources) > 1 and found | {"n"} == needed)


def _or_itself(value: str | None, placeholder: str) -> str:
    return placeholder if value is None else value
