"""What happened to a job: one JSON line an event, durable before anything is done on its strength."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from enum import Enum
from pathlib import Path

import msgspec

from composer.disk.regular_file import read_regular
from composer.reasons import Reason
from composer.services.outbox import RecipientState
from composer.storage.atomic import read_error, storage_error
from policy.refusal import Refusal
from policy.warning import Rule


class Mark(Enum):
    """A step that is done once for a job."""

    DRAFT_GONE = "draft_gone"
    ACCEPTANCE_AUDITED = "acceptance_audited"
    CANCELLED = "cancelled"
    DRAFT_BACK = "draft_back"
    CANCEL_AUDITED = "cancel_audited"
    DELIVERY_AUDITED = "delivery_audited"
    """The result stands in the audit log; another attempt makes another one."""


class Marked(msgspec.Struct, frozen=True, tag="mark"):
    """A step that is done once for a job, such as deleting its draft, is done."""

    mark: Mark


class Began(msgspec.Struct, frozen=True, tag="began"):
    """An attempt is about to be made; counted before, so that crashes count too."""

    at: datetime


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """An attempt came to its end, good or bad."""

    at: datetime
    message: str = ""
    """A sentence in the language of that moment, as presend 0.1.0 wrote it in the place of ``why``."""
    not_before: datetime | None = None
    why: Reason | None = None
    """What stopped it; None where nothing did."""


class Changed(msgspec.Struct, frozen=True, tag="state"):
    """One recipient's state has become another."""

    recipient: int
    state: RecipientState
    reply: str = ""
    """The server's words; from presend 0.1.0 also a sentence in the language of that moment."""
    code: str = ""
    """The stable token of a refusal, in a line of presend 0.1.0 whose ``reply`` is such a sentence."""
    why: Reason | None = None
    """What presend itself has to say of it."""


class Filed(msgspec.Struct, frozen=True, tag="filed"):
    """The record was filed in Sent, or could not be."""

    done: bool
    message: str = ""
    """A sentence in the language of that moment, as presend 0.1.0 wrote it in the place of ``why``."""
    why: Reason | None = None


class Retried(msgspec.Struct, frozen=True, tag="retried"):
    """The member wants another attempt now."""

    at: datetime


class Decided(msgspec.Struct, frozen=True, tag="decided"):
    """A person closed recipients; their states stand before this line."""

    at: datetime


class Returned(msgspec.Struct, frozen=True, tag="returned"):
    """presend took the job back, because the policy in force does not let it go as it was accepted."""

    at: datetime
    policy_id: str
    """The id of the policy that does not let it go."""
    rule: Rule
    """The rule of the warning that is due, where nothing is refused."""
    refusals: tuple[Refusal, ...] = ()


class WentOn(msgspec.Struct, frozen=True, tag="went_on"):
    """The rest of a job went on under another policy than it was approved under, because a recipient has it already."""

    at: datetime
    policy_id: str
    """The id of the policy in force then."""


Event = Marked | Began | Ended | Changed | Filed | Retried | Decided | Returned | WentOn
_DECODER = msgspec.json.Decoder(Event)
_ENCODER = msgspec.json.Encoder()


def append(path: Path, events: Iterable[Event]) -> None:
    """Write the events and make them durable; raises ``StorageError``."""
    append_lines(path, b"".join(_ENCODER.encode(event) + b"\n" for event in events))


def append_lines(path: Path, lines: bytes) -> None:
    """Add whole lines to an existing file, durably; raises ``StorageError``.

    A torn line, left by a crash, is closed first, so that it can never swallow a new one. What cannot be made durable
    is taken away again: nothing is done on its strength, so nobody may read it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            _append_durably(descriptor, lines)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise storage_error(path, error) from error


def _append_durably(descriptor: int, lines: bytes) -> None:
    size = os.fstat(descriptor).st_size
    try:
        _write(descriptor, lines, size)
        os.fsync(descriptor)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def _write(descriptor: int, lines: bytes, size: int) -> None:
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        lines = b"\n" + lines
    left = memoryview(lines)
    while left:
        left = left[os.write(descriptor, left) :]


def read(path: Path) -> list[Event]:
    """All events that are whole; a torn line is passed over: nothing was done on its strength."""
    try:
        return list(_events(read_regular(path)[0]))
    except OSError as error:
        raise read_error(path, error) from error


def _events(data: bytes) -> Iterator[Event]:
    for line in data.split(b"\n"):
        try:
            yield _DECODER.decode(line)
        except (ValueError, msgspec.ValidationError):
            continue
