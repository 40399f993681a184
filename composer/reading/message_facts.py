"""A message as bytes (RFC 5322, MIME) -> the snapshot the policy judges; nothing is decoded that is not needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from composer.errors import PresendError
from policy.address import Entry, parse_field
from policy.draft import Draft, FileFacts, FileRole
from policy.encoded_words import decode_words

if TYPE_CHECKING:
    Part = Message[str, str]

_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_CID = re.compile(r"\bcid:([^\"'\s)>]+)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_BODY_TYPES = {"text/plain", "text/html", "text/enriched", "text/x-amp-html"}
LONGEST_BODY = 1_000_000
"""Characters of text that are kept for the questions."""


class NotAMessageError(PresendError):
    """The input does not begin with header fields, or its structure cannot be followed."""


def read_message(raw: bytes) -> Draft:
    """The snapshot of a finished message; raises NotAMessageError."""
    raw = _without_mbox_line(raw)
    if not _FIELD.match(raw):
        raise NotAMessageError
    try:
        message = message_from_bytes(raw)
        parts = list(_leaves(message, within=()))
        return _draft(message, parts)
    except (RecursionError, MessageError) as error:
        raise NotAMessageError from error


def read_facts(path: Path, head: bytes, content_at: int) -> Draft:
    """The snapshot of a message on disk; raises ``NotAMessageError`` and ``OSError``."""
    return read_message(path.read_bytes())


def _draft(message: Part, parts: list[_Leaf]) -> Draft:
    referenced = _referenced(parts)
    return Draft(
        sender=_addresses(message, "from"),
        to=_addresses(message, "to"),
        cc=_addresses(message, "cc"),
        bcc=_addresses(message, "bcc"),
        subject=decode_words(" ".join(_values(message, "subject"))),
        body="\n".join(_text(leaf.part) for leaf in parts if leaf.is_body)[:LONGEST_BODY],
        files=tuple(_file(leaf, referenced) for leaf in parts if not leaf.is_body),
    )


def _without_mbox_line(raw: bytes) -> bytes:
    return raw.partition(b"\n")[2] if raw.startswith((b"From ", b">From ")) else raw


def _values(message: Part, name: str) -> list[str]:
    """Every occurrence of a field, unfolded; raw UTF-8 (RFC 6532) is decoded, other bytes are replaced."""
    found = []
    for field, value in message.raw_items():
        if field.lower() == name:
            text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            found.append(re.sub(r"\r?\n(?=[ \t])", "", text).strip())
    return found


def _addresses(message: Part, name: str) -> tuple[Entry, ...]:
    return tuple(entry for value in _values(message, name) for entry in parse_field(value))


def _bytes_text(piece: bytes, charset: str | None) -> str:
    try:
        return piece.decode(charset or "utf-8", "replace")
    except LookupError:
        return piece.decode("utf-8", "replace")


class _Leaf:
    """A part without parts, and the kinds of multipart it lies in, outermost first."""

    __slots__ = ("first", "part", "within")

    def __init__(self, part: Part, within: tuple[str, ...], first: bool) -> None:
        self.part = part
        self.within = within
        self.first = first
        """Whether it is the first child of its multipart, or stands alone."""

    @property
    def is_body(self) -> bool:
        part = self.part
        kind = part.get_content_type()
        if self.within and self.within[-1] == "multipart/alternative" and kind == "text/calendar":
            return True
        if part.get_content_disposition() == "attachment" or part.get_filename():
            return False
        return kind in _BODY_TYPES or (kind == "application/pgp-encrypted" and self.first)


def _leaves(part: Part, within: tuple[str, ...], first: bool = True) -> Iterator[_Leaf]:
    """Depth first; an attached message is one leaf, whatever it holds."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        children = part.get_payload()
        for place, child in enumerate(children):
            yield from _leaves(child, (*within, part.get_content_type()), first=place == 0)
    else:
        yield _Leaf(part, within, first)


def _text(part: Part) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    text = _bytes_text(raw, part.get_content_charset())
    return _TAG.sub(" ", text) if part.get_content_type() == "text/html" else text


def _referenced(parts: list[_Leaf]) -> set[str]:
    """Content-IDs that an HTML part shows."""
    found: set[str] = set()
    for leaf in parts:
        if leaf.is_body and leaf.part.get_content_type() == "text/html":
            payload = leaf.part.get_payload(decode=True)
            text = _bytes_text(payload, None) if isinstance(payload, bytes) else ""
            found.update(unquote(identifier) for identifier in _CID.findall(text))
    return found


def _file(leaf: _Leaf, referenced: set[str]) -> FileFacts:
    return FileFacts(name=_name(leaf.part), size=_size(leaf.part), role=_role(leaf, referenced))


def _role(leaf: _Leaf, referenced: set[str]) -> FileRole:
    part = leaf.part
    kind = part.get_content_type()
    if kind in _SIGNATURES and leaf.within[-1:] == ("multipart/signed",) and not leaf.first:
        return FileRole.SIGNATURE
    identifier = str(part.get("content-id", "")).strip().strip("<>")
    if identifier and identifier in referenced and part.get_content_maintype() == "image":
        return FileRole.INLINE
    return FileRole.ATTACHMENT


def _name(part: Part) -> str:
    try:
        name = part.get_filename()
    except (LookupError, ValueError):
        name = None
    return decode_words(name) if name else part.get_content_type()


def _size(part: Part) -> int:
    """Bytes before transfer encoding."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return len(payload)
    return len(part.as_bytes())
