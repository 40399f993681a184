"""Mailing lists resolved to the people and the unknown lists behind them, with the way there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from policy.address import Address, Entry, Group, Mailbox, Malformed, parse_field
from policy.settings import MailingList

DEEPEST = 32
"""Lists nested deeper than this are unknown."""


class UnknownReason(Enum):
    """Why a list could not be resolved to people."""

    NOT_READABLE = "not_readable"
    NO_MEMBERS = "no_members"
    TOO_DEEP = "too_deep"
    MEMBER_MALFORMED = "member_malformed"


class Leaf(NamedTuple):
    """Where one way through the lists ends: at a person, or at a list of which no more is known."""

    key: str
    address: Address
    name: str
    via: tuple[Address, ...]
    """The lists it came through, outermost first."""
    unknown: UnknownReason | None = None


class Lists:
    """The organization's lists by key, each read and expanded at most once."""

    def __init__(self, lists: Iterable[MailingList]) -> None:
        self._lists = {entry.address.key: entry for entry in lists}
        self._members: dict[str, tuple[tuple[Mailbox, ...], bool]] = {}
        self._expansions: dict[str, tuple[Leaf, ...]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._lists

    def get(self, key: str) -> MailingList | None:
        """The list with this key."""
        return self._lists.get(key)

    def leaves(self, key: str) -> tuple[Leaf, ...]:
        """The full expansion of the list with this key, depth first, deduplicated, never empty."""
        if key not in self._expansions:
            found: dict[str, Leaf] = {}
            for leaf in self._walk(self._lists[key], (), set()):
                found.setdefault(leaf.key, leaf)
            nobody = _unknown(self._lists[key], (), UnknownReason.NO_MEMBERS)
            self._expansions[key] = tuple(found.values()) or (nobody,)
        return self._expansions[key]

    def _walk(self, entry: MailingList, path: tuple[Address, ...], opened: set[str]) -> Iterator[Leaf]:
        """Each list is opened once, so that cycles end; a list that is open already adds nothing."""
        if len(path) >= DEEPEST:
            yield _unknown(entry, path, UnknownReason.TOO_DEEP)
            return
        opened.add(entry.address.key)
        members, reason = self._read(entry)
        way = (*path, entry.address)
        for mailbox in members:
            key = mailbox.address.key
            inner = self._lists.get(key)
            if inner is None:
                yield Leaf(key, mailbox.address, mailbox.name, way)
            elif key not in opened:
                yield from self._walk(inner, way, opened)
        if reason is not None:
            yield _unknown(entry, path, reason)

    def _read(self, entry: MailingList) -> tuple[tuple[Mailbox, ...], UnknownReason | None]:
        """The members that can be read, and why there are no more of them."""
        if entry.members is None:
            return (), UnknownReason.NOT_READABLE
        key = entry.address.key
        if key not in self._members:
            found = tuple(member for text in entry.members for member in parse_field(text))
            self._members[key] = tuple(mailboxes(found)), any(_has_fault(member) for member in found)
        members, has_fault = self._members[key]
        if has_fault:
            return members, UnknownReason.MEMBER_MALFORMED
        return members, None if members else UnknownReason.NO_MEMBERS


def mailboxes(entries: Iterable[Entry]) -> Iterator[Mailbox]:
    """The mailboxes of a field, those in groups too; what is malformed stands in the way elsewhere."""
    for entry in entries:
        if isinstance(entry, Mailbox):
            yield entry
        elif isinstance(entry, Group):
            yield from (member for member in entry.members if isinstance(member, Mailbox))


def _has_fault(entry: Entry) -> bool:
    if isinstance(entry, Group):
        return any(isinstance(member, Malformed) for member in entry.members)
    return isinstance(entry, Malformed)


def _unknown(entry: MailingList, path: tuple[Address, ...], reason: UnknownReason) -> Leaf:
    return Leaf(entry.address.key, entry.address, entry.name, path, reason)
