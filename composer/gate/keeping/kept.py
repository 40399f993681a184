"""Messages of other clients that were not sent: kept durably until the member finishes or deletes them.

incoming/NAME.eml   what a client is handing over at this moment
kept/ID/            message.eml as the client rendered it, kept.json with why and how it was to be sent
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

import msgspec

from composer.errors import StorageError
from composer.gate.call.arguments import SendmailCall
from composer.message.composition import Composition
from composer.reasons import Reason
from composer.services.clock import Clock
from composer.services.outbox import RecipientResult, TakenBack, TakenBackMessage
from composer.storage import locks
from composer.storage.atomic import fsync_folder, private_folder, storage_error, write_atomically
from composer.words import _
from policy.questions import QuestionCode
from policy.refusal import Refusal
from policy.toml.shape import prepare

VERSION = 1
MESSAGE, DOCUMENT = "message.eml", "kept.json"
ABANDONED_AFTER = timedelta(days=7)
"""Age at which what a killed process left in ``incoming`` is swept away."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


class KeptReason(Enum):
    """Why a message is kept."""

    REFUSED = "refused"
    """The policy refused it."""
    WENT_BACK = "went_back"
    NOBODY_TO_ASK = "nobody_to_ask"
    BAD_FIELD = "bad_field"
    """A ``Presend-`` field or option says what cannot be."""
    UNREADABLE = "unreadable"
    """It cannot be sent as it is written: octets, lines, a header or parts that cannot be read or carried."""
    BROKEN_POLICY = "broken_policy"
    BROKEN_SETTINGS = "broken_settings"
    NOT_DELIVERED = "not_delivered"
    """The server accepted it for no recipient."""
    POLICY_CHANGED = "policy_changed"
    INTERRUPTED = "interrupted"
    """The process ended before the server had accepted it."""


_REASONS = {
    TakenBack.POLICY_CHANGED: KeptReason.POLICY_CHANGED,
    TakenBack.NOT_DELIVERED: KeptReason.NOT_DELIVERED,
    TakenBack.INTERRUPTED: KeptReason.INTERRUPTED,
}


class KeptFacts(msgspec.Struct, frozen=True):
    """The facts beside a ``KeptReason``, which ``gate.words.kept_words`` puts into a sentence."""

    reasons: tuple[Reason, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """The policy's refusals; empty where the policy changed and demands a warning instead."""
    questions: tuple[QuestionCode, ...] = ()
    """The questions that could not be asked."""
    results: tuple[RecipientResult, ...] = ()
    """The results of the attempt that reached no recipient."""


def not_deleted_words(path: Path) -> str:
    """The sentence that a file or folder of the gate cannot be deleted."""
    return _("{path} cannot be deleted.", path=path)


def because(*reasons: Reason) -> KeptFacts:
    """The facts that consist of reasons only."""
    return KeptFacts(reasons)


class KeptMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One kept message; ``version`` decides whether the rest can be understood."""

    version: int
    id: str
    kept_at: datetime
    reason: KeptReason
    sentence: str = ""
    """What the client was told, in the language of that moment, as presend 0.1.0 wrote it in the place of ``facts``."""
    facts: KeptFacts | None = None
    """Why, beyond ``reason``; None where that is not known, as after a crash."""
    call: SendmailCall
    composition: Composition | None
    """Its options and recipients, repairs included; None = as the header and the call say."""
    subject: str
    """The subject, by which a list names it; foreign text."""


prepare(KeptMessage)


class KeptMessages:
    """The kept messages of one member; safe for several processes."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    @property
    def incoming(self) -> Path:
        """Where messages are spooled, on the same file system, so that keeping one is a rename."""
        return self._folder / "incoming"

    @property
    def folder(self) -> Path:
        """The folder of the kept messages, in which each has a folder."""
        return self._folder / "kept"

    def new_id(self) -> str:
        """A fresh id that sorts by time."""
        return f"{self._clock.now().astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"

    def keep(
        self,
        message: Path,
        reason: KeptReason,
        call: SendmailCall,
        *,
        facts: KeptFacts | None = None,
        subject: str = "",
        composition: Composition | None = None,
        kept_id: str | None = None,
    ) -> Path:
        """Keep a file of ``incoming`` durably and return its folder; raises ``StorageError``.

        A ``message`` outside ``incoming`` is copied. ``kept_id`` names a kept message to be replaced.
        """
        chosen = kept_id or self.new_id()
        folder = private_folder(self.folder) / _checked(chosen)
        if not message.exists():
            raise _missing(chosen)
        document = KeptMessage(
            version=VERSION,
            id=chosen,
            kept_at=self._clock.now(),
            reason=reason,
            facts=facts,
            call=call,
            composition=composition,
            subject=subject,
        )
        private_folder(folder)
        try:
            self._take(message, folder / MESSAGE)
        except OSError as error:
            raise storage_error(folder, error) from error
        fsync_folder(folder)
        write_atomically(folder / DOCUMENT, _encoded(document))
        return folder

    def standing(self, kept_id: str) -> Path | None:
        """The folder of a kept message that can be read; None where there is none."""
        try:
            self.load(kept_id)
        except StorageError:
            return None
        return self.folder / kept_id

    def explain(self, kept_id: str, facts: KeptFacts) -> None:
        """Note why the outbox gave a message back; raises ``StorageError``."""
        kept = msgspec.structs.replace(self.load(kept_id), facts=facts)
        write_atomically(self.folder / kept_id / DOCUMENT, _encoded(kept))

    def list(self) -> Sequence[KeptMessage]:
        """The kept messages that can be read, newest first."""
        found = []
        for name in self._ids():
            with suppress(StorageError):
                found.append(self.load(name))
        return sorted(found, key=lambda kept: (kept.kept_at, kept.id), reverse=True)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept, at the cost of one look at a folder."""
        try:
            with os.scandir(self.folder) as entries:
                return next(entries, None) is None
        except OSError:
            return True

    def unreadable(self) -> Sequence[str]:
        """Folders that hold no kept message of a known version; they are named and never deleted."""
        readable = {kept.id for kept in self.list()}
        return [str(self.folder / name) for name in self._ids() if name not in readable]

    def holds(self, kept_id: str) -> bool:
        """Whether there is one of this id, readable or not."""
        return bool(_ID.fullmatch(kept_id)) and (self.folder / kept_id).is_dir()

    def load(self, kept_id: str) -> KeptMessage:
        """One message; raises ``StorageError`` when there is none or it cannot be read."""
        path = self.folder / _checked(kept_id) / DOCUMENT
        try:
            return _decoded(path.read_bytes(), path)
        except (FileNotFoundError, NotADirectoryError):
            raise _missing(kept_id) from None
        except OSError as error:
            raise _unreadable(path) from error

    def message(self, kept_id: str) -> Path:
        """The file with the message as the client rendered it."""
        return self.folder / _checked(kept_id) / MESSAGE

    def delete(self, kept_id: str) -> None:
        """Delete a kept message; raises ``StorageError`` where there is none, or another process is at work on it."""
        with self.claimed(kept_id):
            self._remove(kept_id)

    @contextmanager
    def claimed(self, kept_id: str) -> Iterator[None]:
        """Hold the lock of a kept message, which would arrive twice if two processes sent it.

        Raises ``StorageError``.
        """
        folder = self.folder / _checked(kept_id)
        if not folder.is_dir():
            raise _missing(kept_id)
        with locks.attempt_folder(folder) as free:
            if not free:
                raise StorageError(_("The kept message {id} is being finished or sent elsewhere.", id=kept_id))
            yield

    def _remove(self, kept_id: str) -> None:
        folder = self.folder / kept_id
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            raise StorageError(not_deleted_words(folder))

    def take_back(self, message: TakenBackMessage) -> None:
        """See ``services.UnsentMessages``."""
        self.keep(
            message.record,
            _REASONS[message.why],
            SendmailCall(sender=message.envelope_sender),
            subject=message.composition.subject,
            composition=message.composition,
            kept_id=message.id,
        )

    def release(self, kept_id: str) -> None:
        """See ``services.UnsentMessages``."""
        if self.holds(kept_id):
            with suppress(StorageError):
                self._remove(kept_id)

    def sweep(self) -> None:
        """Take away what killed processes left in ``incoming`` long ago."""
        oldest = (self._clock.now() - ABANDONED_AFTER).timestamp()
        with suppress(OSError):
            for path in self.incoming.iterdir():
                if path.stat().st_mtime < oldest:
                    path.unlink(missing_ok=True)

    def _ids(self) -> Sequence[str]:
        try:
            return sorted(path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name))
        except OSError:
            return []

    def _take(self, message: Path, target: Path) -> None:
        if message == target:
            return
        if message.parent == self.incoming:
            _make_durable(message)
            message.replace(target)
            return
        beside = target.with_suffix(".new")
        shutil.copyfile(message, beside)
        beside.chmod(0o600)
        _make_durable(beside)
        beside.replace(target)


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _encoded(document: KeptMessage) -> bytes:
    text = json.dumps(msgspec.to_builtins(document, enc_hook=str), ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")


def _decoded(data: bytes, path: Path) -> KeptMessage:
    try:
        plain = json.loads(data)
        if not isinstance(plain, dict) or plain.get("version") != VERSION:
            raise _unreadable(path)
        document = msgspec.convert(plain, KeptMessage, dec_hook=lambda kind, value: kind(value))
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise _unreadable(path) from error
    if document.kept_at.tzinfo is None or document.id != path.parent.name:
        raise _unreadable(path)
    return document


def _checked(kept_id: str) -> str:
    """An id is typed on the command line too, and must never lead out of the folder."""
    if not _ID.fullmatch(kept_id):
        raise _missing(kept_id)
    return kept_id


def _missing(kept_id: str) -> StorageError:
    return StorageError(_("There is no kept message {id}. presend drafts shows their names.", id=kept_id))


def _unreadable(path: Path) -> StorageError:
    return StorageError(_("The kept message {path} cannot be read. It was left as it is.", path=path.parent))
