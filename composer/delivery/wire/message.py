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
from policy.levels import JudgedLevel
from policy.verdict import sender_of

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
    """Render the address fields and the rest of each head; raises ``ValueError`` without exactly one sender."""
    sender = sender_of(draft)
    if sender is None:
        raise ValueError("a message has one sender")
    common = [
        address_field("From", (sender,)),
        header_fields.date_field("Date", date),
        header_fields.subject_field(draft.subject),
        *level_fields(level, policy_id),
    ]
    planned = copies(draft)
    ids = [header_fields.message_id(sender.address) for _copy in planned]
    record_id = header_fields.message_id(sender.address) if draft.individually else ids[0]
    wire = tuple(
        WireCopy(_head(common, copy.to, copy.cc, (), identity), identity, copy)
        for copy, identity in zip(planned, ids, strict=True)
    )
    return Heads(_head(common, draft.to, draft.cc, draft.bcc, record_id), record_id, wire)


def _head(common: Sequence[str], to: Entries, cc: Entries, bcc: Entries, message_id: str) -> bytes:
    sender, *rest = common
    fields = [sender, address_field("To", to) if to or cc else header_fields.no_visible_recipients()]
    fields += [address_field(name, entries) for name, entries in (("Cc", cc), ("Bcc", bcc)) if entries]
    return "".join([*fields, *rest, folded("Message-ID", [message_id])]).encode("utf-8")
