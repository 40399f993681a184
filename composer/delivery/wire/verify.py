"""The last look before a message is kept: the addresses in the final bytes must be those that were approved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.parser import BytesHeaderParser

from composer.delivery.wire.message import Heads, WireCopy
from composer.delivery.wire.recipients import Copy, mailboxes, recipients
from policy.address import Address, Entry, Mailbox, Malformed, parse_field
from policy.draft import Draft

LONGEST_LINE = 998
_ONCE = {
    "from", "to", "cc", "bcc", "date", "subject", "message-id", "in-reply-to", "references", "sensitivity", "expires",
    "presend-level", "presend-level-name", "presend-forward", "presend-policy",
}  # fmt: skip
_FOLD = re.compile(r"\r\n(?=[ \t])")


class MismatchError(Exception):
    """The rendered bytes do not say what was approved; a fault of presend, and nothing is sent."""


def verify(draft: Draft, heads: Heads) -> None:
    """Parse every head again and compare addresses and envelopes with the draft; raises ``MismatchError``."""
    record = _fields(heads.record)
    for name, entries in (("from", draft.sender), ("to", draft.to), ("cc", draft.cc), ("bcc", draft.bcc)):
        _same(name, addresses(entries), _written(record, name))
    copies = tuple(copy.message_id for copy in heads.copies) if draft.individually else ()
    _same_thread(record, draft, copies)
    for copy in heads.copies:
        _verify_copy(draft, copy)
    envelope_matches(heads, recipients(draft))


def envelope_matches(heads: Heads, recipients: Iterable[Mailbox]) -> None:
    """Demand that every approved recipient gets one copy, and nobody else; raises ``MismatchError``."""
    approved = {mailbox.address for mailbox in recipients}
    envelope = [address for copy in heads.copies for address in copy.copy.envelope]
    if len(envelope) != len(approved) or set(envelope) != approved:
        raise MismatchError("envelope")


def _verify_copy(draft: Draft, wire: WireCopy) -> None:
    fields, copy = _fields(wire.head), wire.copy
    if "bcc" in fields:
        raise MismatchError("bcc")
    _same("from", addresses(draft.sender), _written(fields, "from"))
    _same("to", addresses(copy.to), _written(fields, "to"))
    _same("cc", addresses(copy.cc), _written(fields, "cc"))
    _same_thread(fields, draft)
    if draft.individually and not _shows_only_its_recipient(copy):
        raise MismatchError("individually")


def _shows_only_its_recipient(copy: Copy) -> bool:
    return len(copy.envelope) == 1 and addresses(copy.to) == list(copy.envelope) and not copy.cc


def _same_thread(fields: dict[str, str], draft: Draft, copies: tuple[str, ...] = ()) -> None:
    """What the message answers, and in the record the ids of the copies that were sent individually."""
    for name, ids in (("in-reply-to", draft.in_reply_to), ("references", (*draft.references, *copies))):
        if tuple(fields.get(name, "").split()) != ids:
            raise MismatchError(name)


def _same(name: str, approved: list[Address], written: list[Address]) -> None:
    if approved != written:
        raise MismatchError(name)


def addresses(entries: Iterable[Entry]) -> list[Address]:
    """The addresses of a field's entries; raises ``MismatchError`` for what is none."""
    try:
        return [mailbox.address for mailbox in mailboxes(entries)]
    except ValueError as error:
        raise MismatchError(str(error)) from error


def _written(fields: dict[str, str], name: str) -> list[Address]:
    parsed = parse_field(fields.get(name, ""))
    if any(isinstance(entry, Malformed) for entry in parsed):
        raise MismatchError(name)
    return addresses(parsed)


def _fields(head: bytes) -> dict[str, str]:
    """Header fields by lower-case name; the standard library's parser must see the same names."""
    lines = head.split(b"\r\n")
    if lines[-1] or any(not line or b"\r" in line or b"\n" in line or len(line) > LONGEST_LINE for line in lines[:-1]):
        raise MismatchError("lines")
    fields: dict[str, str] = {}
    for line in _FOLD.sub("", head.decode("utf-8")).split("\r\n")[:-1]:
        name, _colon, value = line.partition(":")
        if name.lower() in fields or name.lower() not in _ONCE:
            raise MismatchError(name)
        fields[name.lower()] = value.strip(" ")
    seen = [name.lower() for name in BytesHeaderParser().parsebytes(head)]
    if seen != list(fields):
        raise MismatchError("fields")
    return fields
