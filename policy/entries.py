"""Address fields searched for what cannot be read, and fields with some of their recipients taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from policy.address import Entry, Group, Mailbox, Malformed, parse_field
from policy.addresses.fault import AddressFault
from policy.refusal import FaultyAddress

OTHER_FIELDS = frozenset(
    ("sender", "reply-to", "resent-from", "resent-sender", "resent-to", "resent-cc", "resent-bcc", "resent-reply-to")
)
"""Fields of addresses beside From, To, Cc and Bcc (RFC 5322, 3.6.2, 3.6.6 and 4.5.6), in small letters."""


def unreadable_in(fields: Iterable[tuple[str, str]]) -> tuple[FaultyAddress, ...]:
    """What cannot be read in ``OTHER_FIELDS`` of a header, given as pairs of name (in small letters) and value."""
    found = (
        FaultyAddress(name, piece)
        for name, value in fields
        if name in OTHER_FIELDS
        for piece in malformed_in(parse_field(value))
    )
    return tuple(one for one in found if one.malformed.fault is AddressFault.UNDECODABLE)


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


def malformed_in(entries: Iterable[Entry]) -> Iterator[Malformed]:
    """The pieces among some entries that are no address, those within groups included."""
    for entry in entries:
        if isinstance(entry, Malformed):
            yield entry
        elif isinstance(entry, Group):
            yield from malformed_in(entry.members)
