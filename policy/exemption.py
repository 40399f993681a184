"""Whom the warning is never shown to: senders who write as a mailing list that has outside members."""

from __future__ import annotations

from policy.address import Address, Mailbox
from policy.draft import Draft
from policy.organization import Organization
from policy.vouching import Vouching


def sender_of(draft: Draft) -> Mailbox | None:
    """The one mailbox in From; None where there is none, several, or something that is no address."""
    match draft.sender:
        case (Mailbox() as sender,):
            return sender
    return None


def exempts(sender: Address, organization: Organization) -> bool:
    """Whether mail from this address shows no warning: it is that of a list that holds a known external address."""
    return organization.is_list_with_outsiders(sender)


def is_exempt(draft: Draft, organization: Organization, vouching: Vouching, *, is_of_the_machine: bool) -> bool:
    """Whether this message shows no warning; under a machine's policy only a sender whom its administrator names."""
    if is_of_the_machine and vouching is not Vouching.NAMED:
        return False
    sender = sender_of(draft)
    return sender is not None and exempts(sender.address, organization)
