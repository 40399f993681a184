"""The heads of a message that another client rendered: its own header, but for what the policy must change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from composer.delivery.wire import header_fields
from composer.delivery.wire.encoded_text import folded
from composer.delivery.wire.header_fields import address_field
from composer.delivery.wire.level_fields import level_fields
from composer.delivery.wire.message import Heads, WireCopy
from composer.delivery.wire.recipients import Copy, copies
from composer.message.message_ids import MOST_PARENTS, message_ids
from composer.message.rendered import RenderedMessage
from composer.reading.raw_fields import RawField, fields_of, joined, texts
from policy.address import Address, Entry, Mailbox
from policy.draft import Draft
from policy.exemption import sender_of
from policy.levels import JudgedLevel
from policy.settings import Level

NEVER_SENT = frozenset({"bcc", "resent-bcc"})
PSEUDO = "presend-"
"""The beginnings of presend's own field names: those that the member writes, and those that delivery writes."""
MUST_BE = frozenset({"from", "date", "message-id"})
"""Fields that are added where the client wrote none, or an empty one."""
OF_LEVELS = frozenset({"sensitivity", "expires"})
"""Fields for a security level that other programs know too."""
OF_ALL = frozenset({"cc", "resent-to", "resent-cc", "mail-followup-to", "apparently-to"})
"""Fields in which clients name the other recipients; no individual copy has one."""
Fields = tuple[RawField, ...]


def rendered_heads(
    rendered: RenderedMessage, draft: Draft, level: JudgedLevel, policy_id: str, date: datetime
) -> Heads:
    """The record's head and that of each copy; raises ``ValueError`` without exactly one sender.

    Every field of the client stays octet for octet, but: Bcc and presend's own fields go; From, Date and Message-ID
    are added where they are missing or empty; To and Cc are written anew where a repair changed them; an individual
    copy has its own To, and no other field that names recipients; a level's fields are added. The record of such
    copies names their ids in References, as ``heads`` does it.
    """
    sender = sender_of(draft)
    if sender is None:
        raise ValueError("a message has one sender")
    shown = tuple(_kept(fields_of(rendered.head), level))
    for name, entries in (("To", rendered.to), ("Cc", rendered.cc)):
        if entries is not None:
            shown = _written_anew(shown, name, entries)
    shown = (*_completed(shown, sender, date), *map(_field, level_fields(level, policy_id)))
    fresh = header_fields.message_id(sender.address)
    record_id = next(iter(texts(shown, "message-id")), fresh)
    whole = _with_id(shown, record_id)
    wire = tuple(_wire(whole, copy, record_id, sender.address, draft.individually) for copy in copies(draft))
    record = (*whole, _field(address_field("Bcc", draft.bcc))) if draft.bcc else whole
    if draft.individually:
        record = _referring(record, [copy.message_id for copy in wire])
    return Heads(joined(record), record_id, wire)


def _kept(fields: Fields, level: JudgedLevel) -> Iterator[RawField]:
    """The client's fields that go on; those of a level were presend's where its own stands among them."""
    are_ours = level.level is not Level.GENERAL or bool(texts(fields, "presend-policy"))
    for field in fields:
        if field.name in NEVER_SENT or field.name.startswith(PSEUDO) or (are_ours and field.name in OF_LEVELS):
            continue
        if field.name in MUST_BE and not field.text:
            continue
        yield field


def _completed(fields: Fields, sender: Mailbox, date: datetime) -> Iterator[RawField]:
    yield from fields
    if not texts(fields, "from"):
        yield _field(address_field("From", (sender,)))
    if not texts(fields, "date"):
        yield _field(header_fields.date_field("Date", date))


def _with_id(fields: Fields, message_id: str) -> Fields:
    if texts(fields, "message-id"):
        return fields
    return (*fields, _field(folded("Message-ID", [message_id])))


def _wire(fields: Fields, copy: Copy, message_id: str, sender: Address, individually: bool) -> WireCopy:
    if not individually:
        return WireCopy(joined(fields), message_id, copy)
    own = _written_anew(tuple(field for field in fields if field.name not in OF_ALL), "To", copy.to)
    own_id = header_fields.message_id(sender)
    own = _replaced(own, "message-id", _field(folded("Message-ID", [own_id])))
    return WireCopy(joined(own), own_id, copy)


def _referring(fields: Fields, ids: Sequence[str]) -> Fields:
    """The fields with more ids in References; what the client wrote there stays octet for octet.

    Where it wrote none, what In-Reply-To names comes first: mail programs look there only without References.
    """
    written = next((field for field in fields if field.name == "references" and field.text), None)
    if written is None:
        parents = message_ids(" ".join(texts(fields, "in-reply-to")), MOST_PARENTS)
        return (*_replaced(fields, "references", None), _field(header_fields.ids_field("References", (*parents, *ids))))
    added = header_fields.ids_field("References", ids)
    more = "\r\n" + added.removeprefix("References:")
    octets = written.octets.rstrip(b"\r\n") + more.encode("ascii")
    return tuple(RawField(field.name, octets) if field is written else field for field in fields)


def _written_anew(fields: Fields, name: str, entries: tuple[Entry, ...]) -> Fields:
    """The field with other addresses, where the first of its name stood; without any it goes."""
    return _replaced(fields, name.lower(), _field(address_field(name, entries)) if entries else None)


def _replaced(fields: Fields, name: str, by: RawField | None) -> Fields:
    return tuple(_with_replaced(fields, name, by))


def _with_replaced(fields: Iterable[RawField], name: str, by: RawField | None) -> Iterator[RawField]:
    left = by
    for field in fields:
        if field.name != name:
            yield field
        elif left is not None:
            yield left
            left = None
    if left is not None:
        yield left


def _field(text: str) -> RawField:
    return RawField(text.partition(":")[0].lower(), text.encode("utf-8"))
