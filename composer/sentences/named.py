"""The first few of several things by name, and the number of the rest with the word for what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from composer.safe_text import clean
from composer.words import listing, ngettext

NAMED = 3
"""How many of them one sentence names before it counts the rest."""


class Things(Enum):
    """What is counted: languages count people, lists and files with other words."""

    ADDRESSES = auto()
    FILES = auto()
    LISTS = auto()
    PEOPLE = auto()
    OTHERS = auto()
    """What has no word of its own here: domains, languages, characters."""


def named(subjects: Sequence[str], things: Things, count: int | None = None) -> str:
    """The first few subjects in words, the rest counted; ``count`` is their number where not all are given."""
    shown = [clean(subject) for subject in subjects[:NAMED]]
    rest = (len(subjects) if count is None else count) - len(shown)
    if rest:
        shown.append(more(rest, things))
    return listing(shown)


def more(count: int, things: Things) -> str:
    """That there are so many more, as the last entry of a list."""
    match things:
        case Things.ADDRESSES:
            return ngettext("{n} more address", "{n} more addresses", count)
        case Things.FILES:
            return ngettext("{n} more file", "{n} more files", count)
        case Things.LISTS:
            return ngettext("{n} more list", "{n} more lists", count)
        case Things.PEOPLE:
            return ngettext("{n} more person", "{n} more people", count)
        case Things.OTHERS:
            return ngettext("{n} more", "{n} more", count)
