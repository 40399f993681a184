"""Finds two placeholders that have changed places, from what stands around their likes in the whole catalog.

In every pair of an English message and its translation each placeholder has surroundings on both sides. How often two
of them go together, compared with chance, says how well a placeholder of the English message fits a place in the
translation. Where two of them fit the place of the other one far better, they have changed places.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.ASCII)
_WORD = re.compile(r"[A-Za-z']+|\S")
_SURE = 16.0
"""The logarithm of odds from which on two have changed places; at 14 the last false alarm was seen."""
_ORDER = 3.0
"""What it counts that two stand in the order of the English message."""
_OWN, _SMOOTH = 0.5, 0.02
"""How much chance counts for a pair that was never seen, and what keeps a rare one from counting for much."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """One placeholder: its surroundings in the English message, and in the translation."""

    name: str
    rank: int
    english: tuple[str, ...]
    translated: tuple[str, ...]


class PlaceholderOrder:
    """What the translations of a catalog have around their placeholders."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        self._counts: Counter[str | tuple[str, str]] = Counter()
        self._total = 0
        for english, translated in entries:
            self.learn(english, translated)

    def learn(self, english: str, translated: str) -> None:
        """Take what stands around the placeholders of one more entry."""
        pairs = _pairs(english, translated)
        self._counts.update(_features(pairs))
        self._total += len(pairs)

    def forget(self, english: str, translated: str) -> None:
        """Leave out an entry that was learnt."""
        pairs = _pairs(english, translated)
        self._counts.subtract(_features(pairs))
        self._total -= len(pairs)

    def swapped(self, english: str, translated: str) -> tuple[str, str] | None:
        """The names of two placeholders of an entry of the catalog that have changed places; None = none have."""
        pairs = _pairs(english, translated)
        if len(pairs) < 2:
            return None
        own = Counter(_features(pairs))
        gain, one, other = max(
            ((self._gain(one, other, own), one, other) for one, other in combinations(pairs, 2)),
            key=lambda found: found[0],
        )
        return (one.name, other.name) if gain > _SURE else None

    def _gain(self, one: _Pair, other: _Pair, own: Counter[str | tuple[str, str]]) -> float:
        """How much better the two fit each other's place; what the entry itself says is left out of the counts."""
        now = self._fit(one.english, one.translated, own) + self._fit(other.english, other.translated, own)
        then = self._fit(other.english, one.translated, own) + self._fit(one.english, other.translated, own)
        order = 2 * _ORDER if one.rank > other.rank else -2 * _ORDER
        return then - now + order

    def _fit(self, english: Sequence[str], translated: Sequence[str], own: Counter[str | tuple[str, str]]) -> float:
        total, counts = self._total, self._counts
        fit = 0.0
        for there in english:
            for here in translated:
                together = max(counts[there, here] - own[there, here], 0)
                by_chance = max(counts[here] - own[here], 0) / total
                weight = _OWN * by_chance + _SMOOTH
                fit += math.log((together + weight) / (max(counts[there] - own[there], 0) * by_chance + weight))
        return fit


def _pairs(english: str, translated: str) -> list[_Pair]:
    """The placeholders that stand once on either side, in the order of the translation."""
    found = list(_PLACEHOLDER.finditer(english))
    ranks = {match[1]: rank for rank, match in enumerate(found)}
    places = list(_PLACEHOLDER.finditer(translated))
    if len(ranks) != len(found) or sorted(match[1] for match in places) != sorted(ranks):
        return []
    return [
        _Pair(match[1], ranks[match[1]], _around_english(english, found[ranks[match[1]]]), _around(translated, match))
        for match in places
    ]


def _features(pairs: Sequence[_Pair]) -> Iterator[str | tuple[str, str]]:
    for pair in pairs:
        yield from pair.english
        yield from pair.translated
        yield from ((there, here) for there in pair.english for here in pair.translated)


def _around_english(text: str, match: re.Match[str]) -> tuple[str, ...]:
    """The name, the words beside it, and the name with the word before it: prepositions decide."""
    before = _WORD.findall(_PLACEHOLDER.sub("{}", text[: match.start()]))[-1:] or ["^"]
    after = _WORD.findall(_PLACEHOLDER.sub("{}", text[match.end() :]))[:1] or ["$"]
    left, right = before[0].lower(), after[0].lower()
    return f"name {match[1]}", f"left {left}", f"right {right}", f"both {match[1]} {left}"


def _around(text: str, match: re.Match[str]) -> tuple[str, ...]:
    """The characters beside it, one, two and three of them: particles and counters decide."""
    before = _PLACEHOLDER.sub("{}", text[: match.start()]) or "^"
    after = _PLACEHOLDER.sub("{}", text[match.end() :]) or "$"
    return f"<{before[-1:]}", f"<<{before[-3:]}", f">{after[:1]}", f">>{after[:2]}", f">>>{after[:3]}"
