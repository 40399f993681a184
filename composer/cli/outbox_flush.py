"""``presend outbox flush --wait``: stays until everything is sent, or has been tried for as long as presend tries."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from composer.cli.outbox_actions import OutboxVerb, quietly, status_of
from composer.delivery.queue.job_state import NOTICE_AFTER
from composer.errors import BusyError, PresendError, StorageError
from composer.exit_status import Exit
from composer.safe_text import clean
from composer.services.bundle import Services
from composer.services.outbox import Job, JobState, Outbox
from composer.services.outbox_errors import BrokenFlushError
from composer.storage import locks
from composer.threads.abort import Abort
from composer.words import _

LONGEST_WAIT = 60.0
"""Seconds slept at most before the outbox is looked at again: the member may have undone a message meanwhile."""


class Flusher(Struct):
    """Delivers until nothing is worth waiting for.

    Settings and policy are read anew each round, which may be days apart.
    """

    services: Callable[[], Services]
    verb: OutboxVerb
    lock: Path
    """The lock of the process that keeps trying; another one waits only for messages in their time to undo."""
    wait: Callable[[float], None] = time.sleep
    """Waits for a number of seconds."""
    tried: dict[str, Job] = field(default_factory=dict)
    trouble: str = ""
    """The last disk error in words; empty after a round without one."""

    def run(self, abort: Abort) -> int:
        """Try until nothing is worth waiting for; 0, 75 where something is not sent, 78 without a usable policy."""
        self.verb = replace(self.verb, abort=abort)
        with locks.attempt(self.lock) as is_alone:
            self._first_round()
            if not is_alone:
                self.verb.say(_("Another presend goes on with what waits."))
            jobs = self.verb.outbox.jobs()
            while (seconds := _until_the_next(jobs, self.verb.clock.now(), is_alone)) is not None:
                self.wait(min(seconds, LONGEST_WAIT))
                with suppress(PresendError):  # broken settings or a full disk may be mended meanwhile
                    self._round()
                    jobs = self.verb.outbox.jobs()
        return max([*map(status_of, self.tried.values()), Exit.TEMPORARY if self.trouble else Exit.OK])

    def _first_round(self) -> None:
        """Try everything once; a disk error for one message does not stop the others."""
        try:
            self.tried |= self.verb.flush_all()
        except BrokenFlushError as error:
            self.tried |= {job.id: job for job in error.tried}
            self._note(error)
        except BusyError as error:
            self._note(error)

    def _note(self, error: StorageError) -> None:
        """Say a disk error once, for it may recur every minute for days."""
        words = clean(str(error))
        if words != self.trouble:
            self.verb.say(words)
        self.trouble = words

    def _round(self) -> None:
        services = self.services()
        self.verb = replace(self.verb, outbox=services.outbox, clock=services.clock)
        for job in self._flushed(services.outbox):
            self.tried[job.id] = job
            self.verb.tell(job, was_tried=True)

    def _flushed(self, outbox: Outbox) -> Sequence[Job]:
        try:
            tried = outbox.flush(quietly, self.verb.abort)
        except BrokenFlushError as error:
            self._note(error)
            return error.tried
        self.trouble = ""
        return tried


def _until_the_next(jobs: Sequence[Job], now: datetime, is_alone: bool) -> float | None:
    """Seconds until something may be sent that is worth waiting for; None = nothing is."""
    waits = [_seconds(job, now) for job in jobs if job.state is JobState.HELD or (is_alone and _is_tried(job, now))]
    return min(waits, default=None)


def _is_tried(job: Job, now: datetime) -> bool:
    """Whether presend goes on with it; once its notice is due, a person has to know."""
    return job.state is JobState.QUEUED and now - job.created_at < NOTICE_AFTER


def _seconds(job: Job, now: datetime) -> float:
    left = (job.not_before - now).total_seconds() if job.not_before else 0.0
    return max(0.0, left) if left > 0 or job.state is JobState.HELD else LONGEST_WAIT
