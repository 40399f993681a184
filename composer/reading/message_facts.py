"""A message as bytes (RFC 5322, MIME) -> the snapshot the policy judges; nothing is decoded that is not needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.errors import MessageError
from email.message import Message
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from composer.errors import PresendError
from composer.reading.mime_leaves import Leaf, TooDeepError, parts_of
from policy.address import Entry, parse_field
from policy.draft import Draft, FileFacts, FileRole
from policy.addresses.encoded_words import decode_words

if TYPE_CHECKING:
    Part = Message[str, str]

_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_CID = re.compile(r"\bcid:([^\"'\s)>]+)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_BODY_TYPES = {"text/plain", "text/html", "text/enriched", "text/x-amp-html"}
LONGEST_NAME = 1_000
"""Octets in which a message must begin with the name of a field."""
LONGEST_BODY = 1_000_000
"""Characters of text that are kept for the questions."""


class NotAMessageError(PresendError):
    """The input does not begin with header fields, or its structure cannot be followed."""


def read_message(raw: bytes) -> Draft:
    """The snapshot of a finished message; raises NotAMessageError."""
    return read_file(BytesIO(_without_mbox_line(raw)))


def read_file(file: BinaryIO) -> Draft:
    """The snapshot of a message from the present place of a file, of which little is held; raises NotAMessageError."""
    if not _FIELD.match(file.read(LONGEST_NAME)):
        raise NotAMessageError
    file.seek(0)
    try:
        return _draft(*parts_of(file))
    except (TooDeepError, RecursionError, MessageError) as error:
        raise NotAMessageError from error


def _draft(head: Part, leaves: Sequence[Leaf]) -> Draft:
    referenced = _referenced(leaves)
    return Draft(
        sender=_addresses(head, "from"),
        to=_addresses(head, "to"),
        cc=_addresses(head, "cc"),
        bcc=_addresses(head, "bcc"),
        subject=decode_words(" ".join(_values(head, "subject"))),
        body="\n".join(_text(leaf) for leaf in leaves if _is_body(leaf))[:LONGEST_BODY],
        files=tuple(_file(leaf, referenced) for leaf in leaves if not _is_body(leaf)),
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


def _is_body(leaf: Leaf) -> bool:
    part = leaf.part
    kind = part.get_content_type()
    if leaf.within[-1:] == ("multipart/alternative",) and kind == "text/calendar":
        return True
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return False
    return kind in _BODY_TYPES or (kind == "application/pgp-encrypted" and leaf.first)


def _text(leaf: Leaf) -> str:
    text = _bytes_text(leaf.octets, leaf.part.get_content_charset())
    return _TAG.sub(" ", text) if leaf.part.get_content_type() == "text/html" else text


def _referenced(leaves: Iterable[Leaf]) -> set[str]:
    """Content-IDs that an HTML part shows."""
    found: set[str] = set()
    for leaf in leaves:
        if leaf.part.get_content_type() == "text/html" and _is_body(leaf):
            text = _bytes_text(leaf.octets, None)
            found.update(unquote(identifier) for identifier in _CID.findall(text))
    return found


def _file(leaf: Leaf, referenced: set[str]) -> FileFacts:
    return FileFacts(name=_name(leaf.part), size=leaf.size, role=_role(leaf, referenced))


def _role(leaf: Leaf, referenced: set[str]) -> FileRole:
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
