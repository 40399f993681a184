"""A look at an outbox that cannot be used at present: nothing is made, written, made up for or sent."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from composer.delivery.queue.job_document import UnknownJobError
from composer.delivery.queue.job_state import view
from composer.delivery.queue.spool import Spool
from composer.delivery.queue.unread_jobs import job_of_another_version, unreadable
from composer.errors import StorageError
from composer.sentences.reasons import reason_of
from composer.services.clock import Clock
from composer.services.outbox import Job


class OutboxReader(Struct, frozen=True):
    """Reads the jobs of an outbox from disk and changes nothing; the policy in force is not asked."""

    spool: Spool
    clock: Clock

    def jobs(self) -> Sequence[Job]:
        """All jobs of the queue, oldest first; raises ``StorageError``."""
        return [self._found(job_id) for job_id in self.spool.ids()]

    def job(self, job_id: str) -> Job:
        """One job, sent and cancelled ones too; raises ``StorageError`` when there is none."""
        try:
            document = self.spool.document(job_id)
        except UnknownJobError:
            return job_of_another_version(job_id)
        progress = self.spool.progress(document)
        if not self._is_sending():
            progress.end_what_is_open()
        return view(document, progress, self.clock.now())

    def _found(self, job_id: str) -> Job:
        try:
            return self.job(job_id)
        except StorageError as error:
            return unreadable(job_id, reason_of(error))

    def _is_sending(self) -> bool:
        with suppress(StorageError):
            return self.spool.is_sending()
        return False


def outbox_reader(root: Path, clock: Clock) -> OutboxReader:
    """The reader of the outbox in a folder, which need not be there."""
    return OutboxReader(Spool(root, makes_folders=False), clock)
