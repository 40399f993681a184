"""The outbox on disk: a folder for each job, written beside and renamed into ``queue``, never deleted by itself.

incoming/ID   being written
queue/ID      accepted: job.json, heads.json, record.eml, journal
done/ID       sent and filed, or taken back: job.json and journal, and the record where nothing else keeps it
consents      ids of the consents of jobs that left the queue
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from composer.delivery.queue import journal
from composer.delivery.queue.job_document import Heads, JobDocument, UnknownJobError, decode_heads, decode_job, encode
from composer.delivery.queue.job_state import JobProgress, replay
from composer.delivery.queue.journal import Event
from composer.errors import StorageError
from composer.storage import locks
from composer.storage.atomic import fsync_folder, private_folder, storage_error, write_atomically, write_beside
from composer.words import _

JOB, HEADS, RECORD, JOURNAL, LOCK, OWNER = "job.json", "heads.json", "record.eml", "journal", "lock", "owner"
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Spool:
    """Jobs under one folder; safe for several processes and threads."""

    def __init__(self, root: Path) -> None:
        self._root = private_folder(root)
        self._incoming, self._queue, self._done = (private_folder(root / n) for n in ("incoming", "queue", "done"))
        self._consents = root / "consents"
        self._owned: dict[str, int] = {}
        """Descriptors that hold the locks of the jobs this process accepted and still answers for."""

    @contextmanager
    def accepting(self) -> Iterator[None]:
        """Alone among acceptances; what a killed one left unfinished is swept away."""
        with locks.exclusive(self._root / "accept.lock"):
            for leftover in self._incoming.iterdir():
                shutil.rmtree(leftover, ignore_errors=True)
            yield

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Alone among senders; waits for its turn."""
        with locks.exclusive(self._root / "sender.lock"):
            yield

    def is_sending(self) -> bool:
        """Whether a sender is at work at this moment."""
        return locks.is_held(self._root / "sender.lock")

    @contextmanager
    def holding(self, job_id: str, *, wait: bool = False) -> Iterator[bool]:
        """Alone with one job; False = somebody else has it, or had it and took it out of the queue.

        ``wait`` is for the one sender: everybody else holds a job only for moments. Raises ``StorageError`` when it is
        not in the queue.
        """
        folder = self._folder(job_id)
        with locks.waited(folder / LOCK) if wait else locks.attempt(folder / LOCK) as free:
            yield free and self.is_queued(job_id)

    def is_queued(self, job_id: str) -> bool:
        """Whether a job waits in the queue, read or not."""
        return bool(_ID.fullmatch(job_id)) and (self._queue / job_id).is_dir()

    def new_job(self, now: datetime) -> Path:
        """A fresh folder in ``incoming``; its name is the job's id and sorts by time."""
        folder = self._incoming / f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
        return private_folder(folder)

    def own(self, folder: Path) -> None:
        """Answer for a job until it leaves the queue or this process ends; the lock moves with the folder."""
        self._owned[folder.name] = locks.taken(folder / OWNER)

    def is_owned(self, job_id: str) -> bool:
        """Whether a living process, this one too, answers for a job."""
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
        """Take an unfinished job away."""
        self._disown(folder.name)
        shutil.rmtree(folder, ignore_errors=True)

    def ids(self) -> Sequence[str]:
        """Jobs in the queue, oldest first, also those that cannot be read."""
        try:
            return sorted(entry.name for entry in self._queue.iterdir() if _ID.fullmatch(entry.name))
        except OSError as error:
            raise storage_error(self._queue, error) from error

    def document(self, job_id: str) -> JobDocument:
        """A job, sent and cancelled ones too; raises ``StorageError`` for none, ``UnknownJobError`` for a stranger."""
        folder = self._folder(job_id, done_too=True)
        document = decode_job(self._read(folder / JOB))
        if document.id != job_id:
            raise UnknownJobError
        return document

    def progress(self, document: JobDocument) -> JobProgress:
        """The job's journal, replayed."""
        return replay(document, journal.read(self._folder(document.id, done_too=True) / JOURNAL))

    def log(self, job_id: str, *events: Event) -> None:
        """Add events to the job's journal, durably."""
        journal.append(self._folder(job_id, done_too=True) / JOURNAL, events)

    def heads(self, document: JobDocument) -> tuple[bytes, ...]:
        """The head of each copy."""
        return decode_heads(self._read(self._folder(document.id) / HEADS), len(document.copies))

    def record(self, job_id: str) -> Path:
        """The file with what Sent keeps, whose end all copies share."""
        return self._folder(job_id) / RECORD

    def retire(self, document: JobDocument, *, keep_record: bool) -> None:
        """Move a job that came to its end out of the queue; its consent stays used."""
        if document.consent_id is not None:
            self._remember_consent(document.consent_id)
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

    def _remember_consent(self, consent_id: str) -> None:
        if not self._consents.exists():
            write_atomically(self._consents, b"")
        journal.append_lines(self._consents, consent_id.encode() + b"\n")

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
            return path.read_bytes()
        except FileNotFoundError as error:
            raise UnknownJobError from error
        except OSError as error:
            raise storage_error(path, error) from error


def write_record(folder: Path, head: bytes, write: Callable[[IO[bytes]], None]) -> None:
    """Write ``record.eml`` durably: the head, then what ``write`` adds; raises ``StorageError``."""
    path = folder / RECORD
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        out.write(head)
        write(out)
        out.flush()
        os.fsync(descriptor)
