"""Many cells of the truth table grouped into a few regions that can be printed."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Hashable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from msgspec import Struct

from policy.organization import RecipientClass
from policy.settings import Level
from policy.truth_table.matrix import Cell, SenderKind

Value = TypeVar("Value", bound=Hashable)
_Point = tuple[Hashable, ...]
_Box = tuple[tuple[Hashable, ...], ...]

BOOLEANS = (False, True)
DIMENSIONS: tuple[tuple[Hashable, ...], ...] = (
    tuple(SenderKind),
    tuple(RecipientClass),
    BOOLEANS,
    BOOLEANS,
    tuple(Level),
)
"""Every value of each field of a cell, in order."""


class Region(Struct, frozen=True):
    """All combinations of some values of each dimension, each in declaration order."""

    senders: tuple[SenderKind, ...] = tuple(SenderKind)
    recipients: tuple[RecipientClass, ...] = tuple(RecipientClass)
    attachment: tuple[bool, ...] = BOOLEANS
    individually: tuple[bool, ...] = BOOLEANS
    levels: tuple[Level, ...] = tuple(Level)

    def cells(self) -> Iterator[Cell]:
        """Every cell that the region stands for."""
        values = (self.senders, self.recipients, self.attachment, self.individually, self.levels)
        return itertools.starmap(Cell, itertools.product(*values))


def merged(cells: Collection[Cell]) -> tuple[Region, ...]:
    """Disjoint regions that together are exactly these cells, as few as splitting dimension by dimension finds."""
    points = frozenset(tuple(getattr(cell, name) for name in Cell.__struct_fields__) for cell in cells)
    places = sorted(_places(box) for box in _split(points))
    return tuple(Region(*_values(place)) for place in places)


def by_value(table: Mapping[Cell, Value]) -> dict[Value, tuple[Region, ...]]:
    """The regions of each value of a table, in the order in which the values first appear."""
    groups: dict[Value, list[Cell]] = {}
    for cell, value in table.items():
        groups.setdefault(value, []).append(cell)
    return {value: merged(group) for value, group in groups.items()}


@lru_cache(maxsize=4096)
def _split(points: frozenset[_Point]) -> tuple[_Box, ...]:
    """The fewest boxes over the choice of the dimension to split first; values with equal slices share theirs."""
    if not points:
        return ()
    if not next(iter(points)):
        return ((),)
    width = len(next(iter(points)))
    candidates = (_split_along(points, axis) for axis in range(width))
    return min(candidates, key=len)


def _split_along(points: frozenset[_Point], axis: int) -> tuple[_Box, ...]:
    slices: dict[Hashable, set[_Point]] = {}
    for point in points:
        slices.setdefault(point[axis], set()).add(point[:axis] + point[axis + 1 :])
    equal: dict[frozenset[_Point], list[Hashable]] = {}
    for value, rest in slices.items():
        equal.setdefault(frozenset(rest), []).append(value)
    return tuple((*box[:axis], tuple(values), *box[axis:]) for rest, values in equal.items() for box in _split(rest))


def _places(box: _Box) -> tuple[tuple[int, ...], ...]:
    """Where the values of a box stand in their dimensions, in order."""
    return tuple(tuple(sorted(map(all_.index, part))) for all_, part in zip(DIMENSIONS, box, strict=True))


def _values(places: tuple[tuple[int, ...], ...]) -> Iterator[tuple[Any, ...]]:
    return (tuple(all_[place] for place in part) for all_, part in zip(DIMENSIONS, places, strict=True))
