"""Checks what must never be taken for each other: the two sides of a pair."""

from __future__ import annotations

from collections.abc import Iterator

from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault
from composer.localization.opposite_words import PAIRS, Side


def check_opposites(entry: Entry) -> Iterator[Fault]:
    """One side of a pair where English has the other one."""
    for one, other in PAIRS.get(entry.language.tag, ()):
        if _is_swapped(entry, one, other) or _is_swapped(entry, other, one):
            yield Code.OPPOSITE, entry.text
            break


def _is_swapped(entry: Entry, meant: Side, opposite: Side) -> bool:
    """Whether the translation says the opposite more often than English may mean it, and too seldom what is meant."""
    said = len(opposite.says.findall(entry.text))
    if not said:
        return False
    wanted = len(meant.means.findall(entry.source))
    return (
        wanted > 0
        and said > len(opposite.may_mean.findall(entry.source))
        and len(meant.may_say.findall(entry.text)) < wanted
    )
