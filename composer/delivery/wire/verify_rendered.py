"""The last look at a rendered message: nobody is named or reached but who was approved, and Bcc nowhere."""

from __future__ import annotations

from email.parser import BytesHeaderParser

from composer.delivery.wire.message import Heads, WireCopy
from composer.delivery.wire.recipients import recipients
from composer.delivery.wire.rendered_heads import NEVER_SENT, OF_ALL, PSEUDO
from composer.delivery.wire.verify import MismatchError, addresses, envelope_matches
from composer.message.rendered import RenderedMessage
from composer.reading.raw_fields import NotFieldsError, RawField, fields_of, joined, texts
from policy.address import Address, parse_field
from policy.draft import Draft

_LEVEL_FIELDS = ("presend-level", "presend-level-name", "presend-forward", "presend-policy")
_ONCE = ("from", "date", "message-id", *_LEVEL_FIELDS)


def verify_rendered(draft: Draft, heads: Heads, rendered: RenderedMessage) -> None:
    """Read every head again and compare it with the draft and the client's header; raises ``MismatchError``."""
    _read(heads.record)
    for copy in heads.copies:
        _verify_copy(draft, copy, rendered)
    envelope_matches(heads, recipients(draft))


def _verify_copy(draft: Draft, wire: WireCopy, rendered: RenderedMessage) -> None:
    fields = _read(wire.head)
    if any(field.name in NEVER_SENT for field in fields):
        raise MismatchError("bcc")
    if _addresses(fields, "from") != addresses(draft.sender):
        raise MismatchError("from")
    if draft.individually:
        if _addresses(fields, "to") != list(wire.copy.envelope) or len(wire.copy.envelope) != 1:
            raise MismatchError("individually")
        if any(field.name in OF_ALL for field in fields):
            raise MismatchError("other recipients")
        return
    client = fields_of(rendered.head)
    for name, entries in (("to", rendered.to), ("cc", rendered.cc)):
        if entries is not None and _addresses(fields, name) != addresses(entries):
            raise MismatchError(name)
        if entries is None and texts(client, name) and _octets(fields, name) != _octets(client, name):
            raise MismatchError(name)


def _read(head: bytes) -> tuple[RawField, ...]:
    """The fields, in which the standard library's parser must see the same names."""
    try:
        fields = fields_of(head)
    except NotFieldsError as error:
        raise MismatchError("lines") from error
    if joined(fields) != head or head.replace(b"\r\n", b"").translate(None, b"\r\n") != head.replace(b"\r\n", b""):
        raise MismatchError("lines")
    seen = [name.strip().lower() for name in BytesHeaderParser().parsebytes(head)]
    if seen != [field.name for field in fields]:
        raise MismatchError("fields")
    for name in _ONCE:
        if len(texts(fields, name)) > 1:
            raise MismatchError(name)
    if any(field.name.startswith(PSEUDO) and field.name not in _LEVEL_FIELDS for field in fields):
        raise MismatchError("pseudo")
    return fields


def _octets(fields: tuple[RawField, ...], name: str) -> bytes:
    return joined(field for field in fields if field.name == name)


def _addresses(fields: tuple[RawField, ...], name: str) -> list[Address]:
    return addresses([entry for text in texts(fields, name) for entry in parse_field(text)])
