"""The header fields of a message, by our own serializer: the standard library's refolding can create recipients."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from composer.delivery.wire.encoded_text import encoded_words, folded, text_tokens
from composer.message.message_ids import is_message_id
from policy.address import Address, Entry, Group, Mailbox, Malformed
from policy.addresses.piece import clean_name

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,60}(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,60})*")
_QUOTABLE = re.compile(r"[!-~](?:[ -~]{0,58}[!-~])?")
_DELIMITED = re.compile(r'^"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*"|\[[!-Z^-~]*\]$')
"""A quoted local part and an address literal, in which more characters are harmless."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\s<>,;:]")


def address_field(name: str, entries: Sequence[Entry]) -> str:
    """``From``, ``To``, ``Cc`` or ``Bcc`` with every address on it; raises ``ValueError`` for what is no address."""
    return folded(name, _entries(entries))


def no_visible_recipients() -> str:
    """``To`` of a message whose recipients are all in Bcc (RFC 5322, appendix A.1.3)."""
    return folded("To", ["undisclosed-recipients:;"])


def subject_field(subject: str) -> str:
    """The subject as written, but for controls and bidi overrides; encoded where it is not plain ASCII."""
    return folded("Subject", text_tokens(subject))


def date_field(name: str, moment: datetime) -> str:
    """A date-time field (RFC 5322, 3.3); the zone of ``moment`` stays."""
    return folded(name, [format_datetime(moment)])


def date_field_utc(name: str, moment: datetime) -> str:
    """A date-time field in UTC."""
    return date_field(name, moment.astimezone(UTC))


def ids_field(name: str, ids: Sequence[str]) -> str:
    """``In-Reply-To`` or ``References`` (RFC 5322, 3.6.4); raises ``ValueError`` for what is no message id."""
    bad = next((one for one in ids if not is_message_id(one)), None)
    if bad is not None:
        raise ValueError(f"not a message id: {bad!r}")
    return folded(name, ids)


def message_id(sender: Address) -> str:
    """A fresh id at the sender's domain, with its angle brackets."""
    return f"<{secrets.token_hex(16)}@{sender.domain}>"


def _entries(entries: Iterable[Entry]) -> Iterator[str]:
    pending: list[str] = []
    for tokens in map(_entry, entries):
        if not tokens:
            continue
        if pending:
            yield from _closed(pending, ",")
        pending = tokens
    yield from pending


def _closed(tokens: list[str], mark: str) -> list[str]:
    return [*tokens[:-1], tokens[-1] + mark]


def _entry(entry: Entry) -> list[str]:
    match entry:
        case Mailbox():
            return _mailbox(entry)
        case Group(name, members):
            inner = list(_entries(members))
            phrase = _phrase(name)
            if not phrase:
                return inner
            return [*_closed(phrase, ":"), *_closed(inner, ";")] if inner else _closed(phrase, ":;")
        case Malformed(text):
            raise ValueError(f"not an address: {text!r}")


def _mailbox(mailbox: Mailbox) -> list[str]:
    address = str(mailbox.address)
    if _UNSAFE.search(_DELIMITED.sub("", address)):
        raise ValueError(f"not an address: {address!r}")
    phrase = _phrase(mailbox.name)
    return [*phrase, f"<{address}>"] if phrase else [address]


def _phrase(name: str) -> list[str]:
    """A display name as tokens: atoms, one quoted string, or encoded words."""
    text = clean_name(name)
    if "=?" not in text and _ATOMS.fullmatch(text):
        return text.split(" ")
    if "=?" not in text and _QUOTABLE.fullmatch(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return [f'"{escaped}"']
    return encoded_words(text)
