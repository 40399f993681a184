"""What sending individually comes to, before it is done: how many copies, and what one recipient sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from composer.drafting.judging import Assessment
from composer.safe_text import clean
from composer.sentences.domains import address_words
from composer.words import _, ngettext
from policy.address import Entry, Group, Mailbox
from policy.draft import Draft, Field


def copy_recipients(draft: Draft) -> tuple[Mailbox, ...]:
    """The recipients that get a copy each, in the order To, Cc, Bcc, a mailbox once; a list gets one copy."""
    written = (mailbox for field in Field for mailbox in _mailboxes(draft.entries(field)))
    once: dict[str, Mailbox] = {}
    for mailbox in written:
        once.setdefault(mailbox.address.key, mailbox)
    return tuple(once.values())


def count_words(copies: int) -> str:
    """How many messages would be sent individually, in a sentence."""
    if not copies:
        return _("There is no recipient yet.")
    return ngettext("{n} message would be sent, to one recipient.", "{n} messages would be sent, one each.", copies)


def state_words(individually: bool) -> str:
    """Whether the message is sent individually now, in a sentence."""
    if individually:
        return _("Individually is on: each recipient gets a message of their own.")
    return _("Individually is off: all recipients get the same message.")


def seen_by(mailbox: Mailbox, assessment: Assessment) -> str:
    """The header lines of the copy for one mailbox, as its recipient sees them."""
    composition = assessment.composition
    lines = [
        _("From: {sender}", sender=clean(composition.sender)),
        _("To: {recipient}", recipient=_named(mailbox)),
        _("Subject: {subject}", subject=clean(composition.subject)),
        _("No Cc, no Bcc, nobody else's address."),
    ]
    if assessment.in_force.organization.list_at(mailbox.address) is not None:
        lines.append(_("This is a mailing list: its members get this one message, addressed to the list."))
    return "\n".join(lines)


def _named(mailbox: Mailbox) -> str:
    address = address_words(mailbox.address)
    return f"{clean(mailbox.name)} <{address}>" if mailbox.name else address


def _mailboxes(entries: Iterable[Entry]) -> Iterator[Mailbox]:
    for entry in entries:
        if isinstance(entry, Mailbox):
            yield entry
        elif isinstance(entry, Group):
            yield from (member for member in entry.members if isinstance(member, Mailbox))
