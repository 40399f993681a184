"""Edits as the difference of two documents, and edits made on one document carried over to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from composer.administration.toml.document_values import (
    Document,
    Edits,
    Value,
    differing,
    list_tables,
    same,
    value_at,
    without_lists,
)
from composer.words import _
from policy.address import MalformedAddressError, parse_address
from policy.errors import KeyPath


def edits_between(before: Document, after: Document) -> dict[KeyPath, Value | None]:
    """The edits that make ``after`` of ``before``, one for each value that differs.

    Mailing lists are told apart by their addresses; in what order they stand is not looked at.
    """
    plain = differing(without_lists(before), without_lists(after))
    return dict((*plain, *_differing_lists(list_tables(before), list_tables(after))))


def changed_on_both(before: Document, mine: Edits, theirs: Document) -> tuple[KeyPath, ...]:
    """Where ``theirs`` differs from ``before`` in what ``mine`` edits too, in another way."""
    changed = edits_between(before, theirs)
    both = {
        max(one, other, key=len)
        for one, value in mine.items()
        for other, their_value in changed.items()
        if one[: len(other)] == other[: len(one)] and not (one == other and same(value, their_value))
        if not _are_new_lists(before, one, other) or _address_of(value) == _address_of(their_value)
    }
    return tuple(sorted(both, key=str))


def moved(edits: Edits, before: Document, theirs: Document) -> tuple[dict[KeyPath, Value | None], tuple[str, ...]]:
    """The edits as they read on another document, and a sentence about each list where they cannot be made there."""
    old, new = list_tables(before), list_tables(theirs)
    places = {_address_of(table): at for at, table in enumerate(new)}
    found: dict[KeyPath, Value | None] = {}
    dropped: dict[str, None] = {}
    free = len(new)
    for path, value in edits.items():
        match path:
            case ("lists", int(at), *rest) if at < len(old):
                place = places.get(_address_of(old[at]))
                if place is not None:
                    found["lists", place, *rest] = value
                elif rest or value is not None:
                    dropped[_gone(old[at])] = None
            case ("lists", int(at)) if _address_of(value) in places:
                dropped[_there_already(value)] = None
            case ("lists", int(at)):
                found["lists", free] = value
                free += 1
            case _:
                found[path] = value
    return found, tuple(dropped)


def list_place(tables: list[object], table: object) -> int | None:
    """The index at which a list stands among others, by its address; None where it is not there."""
    address = _address_of(table)
    return next((at for at, one in enumerate(tables) if _address_of(one) == address), None)


def _differing_lists(before: list[object], after: list[object]) -> Iterator[tuple[KeyPath, Value | None]]:
    new = {_address_of(table): table for table in after}
    for at, table in enumerate(before):
        other = new.pop(_address_of(table), None)
        if other is None:
            yield ("lists", at), None
        else:
            yield from differing(table, other, ("lists", at))
    for at, table in enumerate(new.values(), len(before)):
        yield ("lists", at), cast(Value, table)


def _are_new_lists(before: Document, one: KeyPath, other: KeyPath) -> bool:
    """New lists of two sides have the same place by chance only."""
    return one == other and one[:1] == ("lists",) and value_at(before, one[:2]) is None


def _address_of(table: object) -> str:
    """What identifies a list: its address's key, or what is written where that is no address."""
    written = str(table.get("address", "")) if isinstance(table, Mapping) else ""
    try:
        return parse_address(written).key
    except MalformedAddressError:
        return written


def _gone(table: object) -> str:
    return _("The mailing list {address} is gone; what you changed in it was left out.", address=_address_of(table))


def _there_already(table: object) -> str:
    return _(
        "Somebody else has added the mailing list {address}; the one you added was left out.",
        address=_address_of(table),
    )
