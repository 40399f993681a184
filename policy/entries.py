"""Address fields with some of their recipients taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from policy.address import Entry, Group, Mailbox


def without_keys(entries: tuple[Entry, ...], keys: frozenset[str]) -> tuple[Entry, ...]:
    """The entries without the mailboxes of these keys; groups stay as long as something is in them."""
    return without(entries, lambda entry: isinstance(entry, Mailbox) and entry.address.key in keys)


def without(entries: tuple[Entry, ...], goes: Callable[[Entry], bool]) -> tuple[Entry, ...]:
    """The entries, those within groups too, of which ``goes`` is not true; a group that was empty before stays."""
    return tuple(_kept(entries, goes))


def _kept(entries: tuple[Entry, ...], goes: Callable[[Entry], bool]) -> Iterator[Entry]:
    for entry in entries:
        if isinstance(entry, Group):
            members = tuple(one for one in entry.members if not goes(one))
            if members or not entry.members:
                yield replace(entry, members=members)
        elif not goes(entry):
            yield entry
