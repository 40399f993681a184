"""What happened to a job: one JSON line an event, durable before anything is done on its strength."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path

import msgspec

from composer.services.bundle import RecipientState
from composer.storage.atomic import storage_error
from policy.refusal import Refusal
from policy.warning import Rule


class Mark(Enum):
    """Something that is done once for a job."""

    DRAFT_GONE = "draft_gone"
    ACCEPTANCE_AUDITED = "acceptance_audited"
    CANCELLED = "cancelled"
    DRAFT_BACK = "draft_back"
    CANCEL_AUDITED = "cancel_audited"
    DELIVERY_AUDITED = "delivery_audited"
    """The result stands in the audit log; another attempt makes another one."""


class Marked(msgspec.Struct, frozen=True, tag="mark"):
    """A mark was set."""

    mark: Mark


class Began(msgspec.Struct, frozen=True, tag="began"):
    """An attempt is about to be made; counted before, so that crashes count too."""

    at: datetime


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """An attempt came to its end, good or bad."""

    at: datetime
    message: str = ""
    not_before: datetime | None = None


class Changed(msgspec.Struct, frozen=True, tag="state"):
    """One recipient's state, with the server's words."""

    recipient: int
    state: RecipientState
    reply: str = ""


class Filed(msgspec.Struct, frozen=True, tag="filed"):
    """The record was filed in Sent, or could not be."""

    done: bool
    message: str = ""


class Retried(msgspec.Struct, frozen=True, tag="retried"):
    """The member wants another attempt now."""

    at: datetime


class Returned(msgspec.Struct, frozen=True, tag="returned"):
    """presend took the job back, because the policy in force does not let it go as it was accepted."""

    at: datetime
    policy_id: str
    """Of the policy that does not let it go."""
    rule: Rule
    """Of the warning, which is due where nothing is refused."""
    refusals: tuple[Refusal, ...] = ()


Event = Marked | Began | Ended | Changed | Filed | Retried | Returned
_DECODER = msgspec.json.Decoder(Event)
_ENCODER = msgspec.json.Encoder()


def append(path: Path, events: Iterable[Event]) -> None:
    """Write the events and make them durable; raises ``StorageError``."""
    append_lines(path, b"".join(_ENCODER.encode(event) + b"\n" for event in events))


def append_lines(path: Path, lines: bytes) -> None:
    """Add whole lines to an existing file, durably; raises ``StorageError``.

    A torn line, left by a crash or a full disk, is closed first, so that it can never swallow a new one.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            _write(descriptor, lines)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise storage_error(path, error) from error


def _write(descriptor: int, lines: bytes) -> None:
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        lines = b"\n" + lines
    left = memoryview(lines)
    while left:
        left = left[os.write(descriptor, left) :]


def read(path: Path) -> list[Event]:
    """All events that are whole; a torn line is passed over: nothing was done on its strength."""
    try:
        return list(_events(path.read_bytes()))
    except OSError as error:
        raise storage_error(path, error) from error


def _events(data: bytes) -> Iterator[Event]:
    for line in data.split(b"\n"):
        try:
            yield _DECODER.decode(line)
        except (ValueError, msgspec.ValidationError):
            continue
