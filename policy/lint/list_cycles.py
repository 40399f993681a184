"""Mailing lists that contain themselves, by way of others or at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def cycles(inner: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The shortest way from a list back to itself, its ends equal; ``inner`` has the lists within each list.

    Every list that is in a cycle stands in at least one of them; each cycle begins at its first list.
    """
    named: set[str] = set()
    for key in inner:
        way = () if key in named else _way_back(key, inner)
        named.update(way)
        if way:
            yield way


def _way_back(start: str, inner: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The shortest way from a list back to itself, by breadth-first search; empty where no way leads back."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for here in waiting:
        for there in inner[here]:
            if there == start:
                return (*_way(start, here, came_from), start)
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return ()


def _way(start: str, end: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    backwards = [end]
    while backwards[-1] != start:
        backwards.append(came_from[backwards[-1]])
    return tuple(reversed(backwards))
