"""From an approved draft to bytes: one record for Sent, and a head for each copy over the body they share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from composer.delivery.wire import header_fields
from composer.delivery.wire.encoded_text import folded
from composer.delivery.wire.header_fields import address_field
from composer.delivery.wire.level_fields import level_fields
from composer.delivery.wire.recipients import Copy, copies
from policy.address import Entry
from policy.draft import Draft
from policy.exemption import sender_of
from policy.levels import JudgedLevel

Entries = tuple[Entry, ...]


class WireCopy(Struct, frozen=True):
    """One message on the wire: its own head; its body is the shared one."""

    head: bytes
    """Header fields with CRLF, without those of the content and without the empty line."""
    message_id: str
    copy: Copy


class Heads(Struct, frozen=True):
    """The heads of everything that one draft becomes."""

    record: bytes
    """What Sent keeps: all recipients, Bcc too."""
    record_id: str
    copies: tuple[WireCopy, ...]


def heads(draft: Draft, level: JudgedLevel, policy_id: str, date: datetime) -> Heads:
    """The head of the record and of each copy; raises ``ValueError`` without exactly one sender.

    Copies that are sent individually have ids of their own. An id stands for exactly one version of a message (RFC
    5322, 3.6.4), and their To differ; with one id for all, servers that drop duplicates would swallow the second copy
    of whoever gets two, by a list as well, and recipients who compare would see that there were others. A reply names
    the id of the copy that it answers, so the record names those of all copies in References, by which mail programs
    put the reply below it. The copies do not name the record, for the same reason as above.
    """
    sender = sender_of(draft)
    if sender is None:
        raise ValueError("a message has one sender")
    common = [
        address_field("From", (sender,)),
        header_fields.date_field("Date", date),
        header_fields.subject_field(draft.subject),
        *([header_fields.ids_field("In-Reply-To", draft.in_reply_to)] if draft.in_reply_to else []),
        *level_fields(level, policy_id),
    ]
    planned = copies(draft)
    ids = [header_fields.message_id(sender.address) for _copy in planned]
    record_id = header_fields.message_id(sender.address) if draft.individually else ids[0]
    wire = tuple(
        WireCopy(_head(common, (copy.to, copy.cc, ()), identity, draft.references), identity, copy)
        for copy, identity in zip(planned, ids, strict=True)
    )
    named = (*draft.references, *ids) if draft.individually else draft.references
    return Heads(_head(common, (draft.to, draft.cc, draft.bcc), record_id, named), record_id, wire)


def _head(
    common: Sequence[str], recipients: tuple[Entries, Entries, Entries], message_id: str, references: Sequence[str]
) -> bytes:
    sender, *rest = common
    to, cc, bcc = recipients
    fields = [sender, address_field("To", to) if to or cc else header_fields.no_visible_recipients()]
    fields += [address_field(name, entries) for name, entries in (("Cc", cc), ("Bcc", bcc)) if entries]
    ids = [folded("Message-ID", [message_id])]
    ids += [header_fields.ids_field("References", references)] if references else []  # the longest stands last
    return "".join([*fields, *rest, *ids]).encode("utf-8")
