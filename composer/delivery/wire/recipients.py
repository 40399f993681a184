"""Who gets a message, and the copies in which it leaves: one for all, or one for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from policy.address import Address, Entry, Group, Mailbox, Malformed
from policy.draft import Draft, Field


class Copy(Struct, frozen=True):
    """One message on the wire: what its address fields show, and its envelope."""

    to: tuple[Entry, ...]
    cc: tuple[Entry, ...]
    envelope: tuple[Address, ...]
    """Distinct recipients, in the order of the fields."""


def mailboxes(entries: Iterable[Entry]) -> Iterator[Mailbox]:
    """The mailboxes of a field, those inside groups too; raises ``ValueError`` for what is no address."""
    for entry in entries:
        match entry:
            case Mailbox():
                yield entry
            case Group(_name, members):
                yield from mailboxes(members)
            case Malformed(text):
                raise ValueError(f"not an address: {text!r}")


def recipients(draft: Draft) -> tuple[Mailbox, ...]:
    """Everybody in To, Cc and Bcc, each mailbox once; a list is one recipient."""
    once: dict[str, Mailbox] = {}
    for field in Field:
        for mailbox in mailboxes(draft.entries(field)):
            once.setdefault(mailbox.address.key, mailbox)
    return tuple(once.values())


def copies(draft: Draft) -> tuple[Copy, ...]:
    """The messages that leave; individually, each shows its one recipient in To and nobody else."""
    everybody = recipients(draft)
    if draft.individually:
        return tuple(Copy((mailbox,), (), (mailbox.address,)) for mailbox in everybody)
    return (Copy(draft.to, draft.cc, tuple(mailbox.address for mailbox in everybody)),)
