"""The outbox on disk: a folder for each job, written beside and renamed into ``queue``, never deleted by itself.

incoming/ID   being written
queue/ID      accepted: job.json, heads.json, record.eml, journal
done/ID       sent and filed, or taken back: job.json and journal, and the record where nothing else keeps it
consents      ids of the consents of jobs that left the queue
drafts        ids of the drafts of jobs that were sent and left the queue
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from msgspec import Struct

from composer.delivery.queue import journal
from composer.delivery.queue.job_document import Heads, JobDocument, UnknownJobError, decode_heads, decode_job, encode
from composer.delivery.queue.job_state import JobProgress, replay
from composer.delivery.queue.journal import Event
from composer.disk.regular_file import read_regular
from composer.errors import BusyError, NotAsApprovedError, StorageError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.storage import locks
from composer.storage.atomic import (
    fsync_folder,
    listed,
    private_folder,
    read_error,
    storage_error,
    write_atomically,
    write_beside,
)
from composer.threads.abort import Abort
from composer.words import _

JOB, HEADS, RECORD, JOURNAL, LOCK, OWNER = "job.json", "heads.json", "record.eml", "journal", "lock", "owner"
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Patience(Struct, frozen=True):
    """Seconds that one presend waits for another, which may stand still."""

    sender: float = 120.0
    """Seconds to wait for the message that another process sends."""
    moment: float = 20.0
    """Seconds to wait for a lock that nobody holds for longer than it takes to write a message."""
    notice: float = 2.0
    """Seconds after which it is said what is waited for."""


def _nobody_hears() -> None:
    pass


class Spool:
    """Jobs under one folder; safe for several processes and threads."""

    def __init__(self, root: Path, patience: Patience | None = None, *, makes_folders: bool = True) -> None:
        """Raises ``StorageError``; ``makes_folders=False`` is for who only looks, whatever is there."""
        self._patience = patience or Patience()
        self.root = root
        self._incoming, self._queue, self._done = (root / name for name in ("incoming", "queue", "done"))
        if makes_folders:
            for folder in (root, self._incoming, self._queue, self._done):
                private_folder(folder)
        self._consents = root / "consents"
        self._drafts = root / "drafts"
        self._owned: dict[str, int] = {}
        """Descriptors that hold the locks of the jobs this process accepted and still answers for."""

    @contextmanager
    def accepting(self, abort: Abort | None = None) -> Iterator[None]:
        """Hold the lock of acceptances; remove what a killed acceptance left unfinished.

        Raises ``BusyError``, and ``AbortedError`` while it waits.
        """
        with self._turn("accept.lock", self._patience.moment, abort or Abort()):
            with suppress(OSError, StorageError):  # the next one sweeps
                for leftover in listed(self._incoming, "*"):
                    shutil.rmtree(leftover, ignore_errors=True)
            yield

    @contextmanager
    def sending(self, abort: Abort, waits: Callable[[], None]) -> Iterator[None]:
        """Hold the lock of senders; ``waits`` is called once where that takes a moment.

        Raises ``BusyError`` where it takes too long, and ``AbortedError``.
        """
        with self._turn("sender.lock", self._patience.sender, abort, waits):
            yield

    @contextmanager
    def _turn(
        self, lock: str, seconds: float, abort: Abort, waits: Callable[[], None] = _nobody_hears
    ) -> Iterator[None]:
        told = False

        def wait(waited: float) -> None:
            nonlocal told
            if waited >= self._patience.notice and not told:
                told = True
                waits()

        with ExitStack() as held:
            try:
                held.enter_context(locks.patient(self.root / lock, abort, seconds, wait))
            except TimeoutError as error:
                raise _busy(seconds) from error
            yield

    def is_sending(self) -> bool:
        """Whether a sender is at work at this moment."""
        return locks.is_held(self.root / "sender.lock")

    @contextmanager
    def holding(self, job_id: str) -> Iterator[bool]:
        """Hold the lock of one job; False where another has it, or took the job out of the queue.

        Raises ``StorageError`` where it is not in the queue.
        """
        with locks.attempt(self._folder(job_id) / LOCK) as free:
            yield free and self.is_queued(job_id)

    @contextmanager
    def holding_to_send(self, job_id: str, abort: Abort) -> Iterator[bool]:
        """Hold the lock of one job as ``holding`` does, but wait for it: others hold a job only for moments.

        Raises ``BusyError`` and ``AbortedError`` too.
        """
        lock = str(self._folder(job_id) / LOCK)
        with self._turn(lock, self._patience.moment, abort):
            yield self.is_queued(job_id)

    def is_queued(self, job_id: str) -> bool:
        """Whether a job waits in the queue, read or not."""
        return bool(_ID.fullmatch(job_id)) and (self._queue / job_id).is_dir()

    def new_job(self, now: datetime) -> Path:
        """A fresh folder in ``incoming``; its name is the job's id and sorts by time."""
        folder = self._incoming / f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
        return private_folder(folder)

    def own(self, folder: Path) -> None:
        """Hold the lock that says that this process answers for a job; it moves with the folder."""
        self._owned[folder.name] = locks.taken(folder / OWNER)

    def is_owned(self, job_id: str) -> bool:
        """Whether a living process, this one included, answers for a job."""
        return locks.is_held(self._folder(job_id) / OWNER)

    def _disown(self, job_id: str) -> None:
        descriptor = self._owned.pop(job_id, None)
        if descriptor is not None:
            os.close(descriptor)

    def finish(self, folder: Path, document: JobDocument, heads: Heads) -> None:
        """Write what is still missing of a job whose record is there, then put it into the queue, durably."""
        write_beside(folder / HEADS, encode(heads))
        write_beside(folder / JOURNAL, b"")
        write_beside(folder / JOB, encode(document))
        fsync_folder(folder)
        queued = self._queue / folder.name
        self._move(folder, queued)
        try:
            fsync_folder(self._queue)
        except StorageError:
            self._move(queued, folder)
            raise

    def discard(self, folder: Path) -> None:
        """Take a job away whose acceptance did not come to its end, also from the queue."""
        self._disown(folder.name)
        with suppress(OSError):
            (self._queue / folder.name).rename(folder)
        shutil.rmtree(folder, ignore_errors=True)

    def withdraw(self, job_id: str) -> None:
        """Take a job out of the queue as if it had never been accepted; raises ``StorageError``."""
        unfinished = self._incoming / job_id
        try:
            (self._queue / job_id).rename(unfinished)
        except OSError as error:
            raise storage_error(self._queue, error) from error
        self.discard(unfinished)

    def ids(self) -> Sequence[str]:
        """Jobs in the queue, oldest first, also those that cannot be read."""
        try:
            return sorted(entry.name for entry in self._queue.iterdir() if _ID.fullmatch(entry.name))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise read_error(self._queue, error) from error

    def document(self, job_id: str) -> JobDocument:
        """A job, sent and cancelled ones too.

        Raises ``StorageError`` for none, ``UnknownJobError`` for one of another version.
        """
        folder = self._folder(job_id, done_too=True)
        document = decode_job(self._read(folder / JOB))
        if document.id != job_id:
            raise UnknownJobError
        return document

    def progress(self, document: JobDocument) -> JobProgress:
        """How far the job has come, by its journal."""
        return replay(document, journal.read(self._folder(document.id, done_too=True) / JOURNAL))

    def log(self, job_id: str, *events: Event) -> None:
        """Add events to the job's journal, durably."""
        journal.append(self._folder(job_id, done_too=True) / JOURNAL, events)

    def journal_size(self, job_id: str) -> int:
        """Octets of the job's journal; raises ``StorageError``."""
        path = self._folder(job_id) / JOURNAL
        try:
            return path.stat().st_size
        except OSError as error:
            raise read_error(path, error) from error

    def cut_journal(self, job_id: str, size: int) -> None:
        """Cut the journal to ``size`` octets, where a full disk lets no correction be added.

        That needs no room and no descriptor.
        """
        with suppress(OSError):
            os.truncate(self._folder(job_id) / JOURNAL, size)

    def heads(self, document: JobDocument) -> tuple[bytes, ...]:
        """The head of each copy; ``NotAsApprovedError`` where they are gone or damaged, ``StorageError``."""
        try:
            return decode_heads(self._read(self._folder(document.id) / HEADS), len(document.copies))
        except UnknownJobError as error:
            raise NotAsApprovedError from error

    def record(self, job_id: str) -> Path:
        """The file with what Sent keeps, whose end all copies share."""
        return self._folder(job_id) / RECORD

    def retire(self, document: JobDocument, *, keep_record: bool) -> None:
        """Move a job that came to its end out of the queue; its consent stays used."""
        if document.consent_id is not None:
            self._remember(self._consents, document.consent_id)
        if document.draft_id is not None and not document.is_rendered and not self.progress(document).is_cancelled:
            self._remember(self._drafts, document.draft_id)
        self._disown(document.id)
        folder = self._done / document.id
        self._move(self._folder(document.id), folder)
        fsync_folder(self._done)
        fsync_folder(self._queue)
        with suppress(OSError):
            (folder / HEADS).unlink(missing_ok=True)
            if not keep_record:
                (folder / RECORD).unlink(missing_ok=True)

    def consent_is_used(self, consent_id: str) -> bool:
        """Whether a job, in the queue or gone from it, was accepted on this consent."""
        if self._consents.exists() and consent_id.encode() in self._read(self._consents).split():
            return True
        return any(self._consent_of(job_id) == consent_id for job_id in self.ids())

    def drafts_sent(self) -> frozenset[str]:
        """Ids of the drafts whose messages were accepted and not taken back; raises ``StorageError``."""
        gone = self._read(self._drafts).split() if self._drafts.exists() else []
        return frozenset([*(draft_id.decode("ascii", "replace") for draft_id in gone), *self._drafts_queued()])

    def _drafts_queued(self) -> Iterator[str]:
        for job_id in self.ids():
            with suppress(UnknownJobError, StorageError):  # taken out of the queue meanwhile
                document = self.document(job_id)
                if document.draft_id is not None and not self.progress(document).is_cancelled:
                    yield document.draft_id

    def _remember(self, file: Path, used: str) -> None:
        if not file.exists():
            write_atomically(file, b"")
        journal.append_lines(file, used.encode() + b"\n")

    def _consent_of(self, job_id: str) -> str | None:
        try:
            return self.document(job_id).consent_id
        except UnknownJobError:
            return None

    def _folder(self, job_id: str, *, done_too: bool = False) -> Path:
        if _ID.fullmatch(job_id):
            for place in (self._queue, self._done) if done_too else (self._queue,):
                if (place / job_id).is_dir():
                    return place / job_id
        raise StorageError(_("There is no message {id} in the outbox. List the outbox to see the names.", id=job_id))

    @staticmethod
    def _move(source: Path, target: Path) -> None:
        try:
            source.rename(target)
        except OSError as error:
            raise storage_error(target, error) from error

    @staticmethod
    def _read(path: Path) -> bytes:
        try:
            return read_regular(path)[0]
        except FileNotFoundError as error:
            raise UnknownJobError from error
        except OSError as error:
            raise read_error(path, error) from error


def _busy(seconds: float) -> BusyError:
    return failure(BusyError, ReasonCode.BUSY, n=round(seconds))


def write_record(folder: Path, head: bytes, write: Callable[[IO[bytes]], None]) -> None:
    """Write ``record.eml`` durably: the head, then what ``write`` adds; raises ``StorageError``."""
    path = folder / RECORD
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        out.write(head)
        write(out)
        out.flush()
        os.fsync(descriptor)
