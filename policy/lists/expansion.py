"""Mailing lists resolved to the people and the unknown lists behind them, with the way there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from policy.address import Address
from policy.lists.members import LazyMembers, Outline, ParsedMembers, parsed_members
from policy.settings import MailingList

DEEPEST = 32
"""Levels of nesting that are followed; recipients of deeper lists count as unknown."""
FEW = 32
"""With more lists than this a list is expanded to find out whether it holds one of them."""


class UnknownReason(Enum):
    """Why it is not known whom an address reaches."""

    NOT_READABLE = "not_readable"
    NO_MEMBERS = "no_members"
    TOO_DEEP = "too_deep"
    MEMBER_MALFORMED = "member_malformed"
    ROUTED = "routed"
    """An address of the company whose local part names a way of its own, which servers may follow."""


class Branch(NamedTuple):
    """Leaves that came through the same lists, or one list that could not be expanded, with the reason."""

    people: ParsedMembers
    via: tuple[Address, ...]
    """The mailing lists they came through, outermost first."""
    unknown: UnknownReason | None = None


class Lists:
    """The organization's lists by key, each read and expanded at most once."""

    def __init__(self, lists: Iterable[MailingList]) -> None:
        self._lists = {entry.address.key: entry for entry in lists}
        self._members: dict[str, ParsedMembers | None] = {}
        self._expansions: dict[str, tuple[Branch, ...]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._lists

    def get(self, key: str) -> MailingList | None:
        """The mailing list whose address has this key; None where there is none."""
        return self._lists.get(key)

    def within(self, key: str) -> tuple[str, ...]:
        """The keys of the lists that stand among the members of the list with this key."""
        members, _reason = self._read(self._lists[key])
        return tuple(members.keys[place] for place in self._lists_among(members.keys))

    def branches(self, key: str) -> tuple[Branch, ...]:
        """The full expansion of a list by its key, depth first, never empty; a leaf may stand in several branches."""
        known = self._expansions.get(key)
        if known is None:
            entry = self._lists[key]
            found = tuple(self._walk(entry, (), set()))
            known = self._expansions[key] = found or (_unknown(entry, (), UnknownReason.NO_MEMBERS),)
        return known

    def outline(self, key: str) -> Outline | None:
        """What can be told of a list's leaves without expanding it; None where it must be expanded for that.

        That is where it holds another list, and where there are so many lists that looking for each takes longer.
        """
        members = self._lists[key].members
        if key in self._members or not isinstance(members, LazyMembers) or len(self._lists) > FEW:
            return None
        found = members.outline()
        if found is None or not found.count or found.has_fault or found.may_route or any(map(found.holds, self._lists)):
            return None
        return found

    def _walk(self, entry: MailingList, path: tuple[Address, ...], opened: set[str]) -> Iterator[Branch]:
        """Everybody that a list reaches, in branches, depth first; each list is opened once, so that cycles end."""
        if len(path) >= DEEPEST:
            yield _unknown(entry, path, UnknownReason.TOO_DEEP)
            return
        opened.add(entry.address.key)
        members, reason = self._read(entry)
        way = (*path, entry.address)
        start = 0
        for place in self._lists_among(members.keys):
            yield from _people(members, start, place, way)
            start = place + 1
            if members.keys[place] not in opened:
                yield from self._walk(self._lists[members.keys[place]], way, opened)
        yield from _people(members, start, len(members.keys), way)
        if reason is not None:
            yield _unknown(entry, path, reason)

    def _lists_among(self, keys: tuple[str, ...]) -> list[int]:
        """The indexes at which a key is that of a list."""
        inner = self._lists.keys() & keys
        return [place for place, key in enumerate(keys) if key in inner] if inner else []

    def _read(self, entry: MailingList) -> tuple[ParsedMembers, UnknownReason | None]:
        """The members that can be parsed, and why more are not known (None where nothing is missing)."""
        key = entry.address.key
        if key not in self._members:
            self._members[key] = None if entry.members is None else parsed_members(entry.members)
        members = self._members[key]
        if members is None:
            return ParsedMembers(), UnknownReason.NOT_READABLE
        if members.has_fault:
            return members, UnknownReason.MEMBER_MALFORMED
        return members, None if members.keys else UnknownReason.NO_MEMBERS


def _people(members: ParsedMembers, start: int, end: int, way: tuple[Address, ...]) -> Iterator[Branch]:
    if start < end:
        yield Branch(members if end - start == len(members.keys) else members.part(start, end), way)


def _unknown(entry: MailingList, path: tuple[Address, ...], reason: UnknownReason) -> Branch:
    address = entry.address
    return Branch(ParsedMembers((address.key,), (address.local,), (address.domain,), (entry.name,)), path, reason)
