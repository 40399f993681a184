"""What a job is, written once at acceptance and never changed: ``job.json`` and ``heads.json``."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec

from composer.delivery.queue.stored_member import StoredMember
from composer.delivery.wire.digests import Digests
from composer.message.composition import Composition
from policy.draft import FileRole
from policy.toml.shape import prepare

VERSION = 1


class AcceptedFile(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment as it was copied into the job."""

    name: str
    size: int
    sha256: str
    """SHA-256 of its bytes, hexadecimal; empty for a file inside a rendered message."""
    role: FileRole = FileRole.ATTACHMENT


class JobDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A job as it was accepted, without the octets of its message; what happens later is in the journal."""

    version: int
    id: str
    created_at: datetime
    """The moment of acceptance, which is also the message's Date."""
    held_until: datetime
    """Until then nothing is sent; until delivery begins the job can be undone."""
    expires_at: datetime | None
    """In UTC; a copy that was not sent before is not sent any more. None = no expiry."""
    sender: str
    """The envelope sender (RFC 5321, reverse-path)."""
    recipients: tuple[str, ...]
    """The envelope recipients in order; the journal refers to them by their index."""
    copies: tuple[tuple[int, ...], ...]
    """For each message on the wire, the indexes of its recipients."""
    message_id: str
    """The Message-ID of the record in Sent."""
    content_at: int
    """The octet of ``record.eml`` at which the part begins that all copies share."""
    policy_id: str
    consent_id: str | None
    draft_id: str | None
    """The draft that is deleted once the job is durable."""
    composition: Composition
    """The composition that undoing restores."""
    files: tuple[AcceptedFile, ...]
    verdict: dict[str, Any]
    """The facts of the verdict for the audit log."""
    member: StoredMember | None = None
    """Who sent it, for judging it again; None in a job written before members were kept."""
    is_rendered: bool = False
    """Whether another client rendered it and waits, or waited, for its exit status: what that client was not told to
    be sent is never sent later by itself."""
    is_8bit: bool = False
    """Whether the shared content holds octets above 127."""
    digests: Digests | None = None
    """The digests of what was approved; None in a job of a version without them, which is sent as it lies on disk."""


class Heads(msgspec.Struct, frozen=True):
    """The head of each copy, in the order of ``JobDocument.copies``.

    Octets that are not UTF-8, which other clients may write, stand there as lone surrogates.
    """

    heads: tuple[str, ...]


prepare(JobDocument, Heads)


class UnknownJobError(Exception):
    """Not a job of a version that is understood."""


def encode(document: JobDocument | Heads) -> bytes:
    """UTF-8 JSON; lone surrogates, which stand for undecodable bytes of file names, become escapes."""
    text = json.dumps(msgspec.to_builtins(document), ensure_ascii=False)
    return (text + "\n").encode("utf-8", "backslashreplace")


def decode_job(data: bytes) -> JobDocument:
    """Read ``job.json``; raises ``UnknownJobError``."""
    try:
        document = msgspec.convert(_of_known_version(data), JobDocument)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise UnknownJobError from error
    moments = (document.created_at, document.held_until, document.expires_at or document.created_at)
    if any(moment.tzinfo is None for moment in moments):
        raise UnknownJobError
    if sorted(index for copy in document.copies for index in copy) != list(range(len(document.recipients))):
        raise UnknownJobError
    return document


def decode_heads(data: bytes, copies: int) -> tuple[bytes, ...]:
    """Read ``heads.json`` of a job with so many copies; raises ``UnknownJobError``."""
    try:
        heads = msgspec.convert(json.loads(data), Heads).heads
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise UnknownJobError from error
    if len(heads) != copies:
        raise UnknownJobError
    try:
        return tuple(head.encode("utf-8", "surrogateescape") for head in heads)
    except UnicodeEncodeError as error:
        raise UnknownJobError from error


def _of_known_version(data: bytes) -> dict[str, Any]:
    plain = json.loads(data)
    if not isinstance(plain, dict) or plain.get("version") != VERSION:
        raise UnknownJobError
    return plain
