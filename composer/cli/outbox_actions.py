"""What ``presend outbox`` does with the messages of an outbox, and the lines that it says of them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct

from composer.exit_status import Exit
from composer.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from composer.services.clock import Clock
    from composer.services.outbox import Decision, Job, Outbox, Progress
    from composer.threads.abort import Abort


class OutboxVerb(Struct, frozen=True):
    """The actions on one outbox, each with the lines that it prints and its exit status."""

    outbox: Outbox
    clock: Clock
    out: TextIO
    abort: Abort | None = None
    """Aborts the delivery that is running."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do one action, print its result, and return the exit status."""
        match arguments.action:
            case "list":
                return self.list()
            case "show":
                return self.show(arguments.id)
            case "retry":
                return self.retry(arguments.id, arguments.unknown)
            case "cancel":
                return self.cancel(arguments.id)
            case "settle":
                from composer.services.outbox import Decision

                is_there = arguments.delivered is not None
                decision = Decision.DELIVERED if is_there else Decision.GIVE_UP
                return self.settle(arguments.id, decision, arguments.delivered or arguments.give_up or None)
        return self.flush()

    def list(self) -> int:
        """Print a line for each job, oldest first."""
        for line in list_lines(self.outbox.jobs()):
            self.say(line)
        return Exit.OK

    def show(self, job_id: str) -> int:
        """Print everything that is known of one job."""
        self._report(self.outbox.job(job_id))
        return Exit.OK

    def retry(self, job_id: str, include_unknown: bool) -> int:
        """Deliver the failed recipients again, and file in Sent what could not be filed."""
        self.outbox.retry(job_id, include_unknown)
        job = self.outbox.deliver(job_id, quietly, self.abort)
        self._report(job)
        return status_of(job)

    def cancel(self, job_id: str) -> int:
        """Turn a job that nobody received back into a draft."""
        from composer.sentences.jobs import not_taken_back

        if self.outbox.undo(job_id) is None:
            self.say(not_taken_back(self.outbox.job(job_id), self.clock.now()))
            return Exit.TEMPORARY
        self.say(_taken_back_words())
        return Exit.OK

    def settle(self, job_id: str, decision: Decision, address: str | None) -> int:
        """Close recipients as the member decides; a message that nobody has becomes a draft again."""
        job = self.outbox.settle(job_id, decision, address)
        if job.draft_id is not None:
            self.say(_taken_back_words())
        else:
            self._report(job)
        return Exit.OK

    def flush(self) -> int:
        """Deliver what is due, as ``flush_all`` does; the status also counts what the policy keeps from being due."""
        tried = self.flush_all()
        counted = [*tried.values(), *(job for job in self.outbox.jobs() if job.lacks_policy)]
        return max(map(status_of, counted), default=0)

    def flush_all(self) -> dict[str, Job]:
        """Deliver what is due, print a line for each job, and return those that were tried, by id.

        Raises ``StorageError`` where the disk failed, after the lines are printed.
        """
        from composer.services.outbox_errors import BrokenFlushError

        waiting = self.outbox.jobs()
        try:
            tried = self._told(waiting, self.outbox.flush(quietly, self.abort))
        except BrokenFlushError as error:
            self._told(waiting, error.tried, is_complete=False)
            raise
        return tried

    def _told(self, waiting: Sequence[Job], found: Sequence[Job], *, is_complete: bool = True) -> dict[str, Job]:
        """Print each job that was ``waiting``, and return those that were tried, by id.

        ``is_complete``: a due job that is not among ``found`` is being sent by another presend.
        """
        tried = {job.id: job for job in found}
        for job in waiting:
            now = tried.get(job.id) or self._as_it_is_now(job)
            self.tell(now, was_tried=job.id in tried or (not is_complete and now.not_before is None))
        if not waiting:
            from composer.sentences.jobs import empty_outbox_words

            self.say(empty_outbox_words())
        return tried

    def _as_it_is_now(self, job: Job) -> Job:
        """Another presend may have sent it meanwhile."""
        from composer.errors import StorageError

        try:
            return self.outbox.job(job.id)
        except StorageError:
            return job

    def tell(self, job: Job, *, was_tried: bool) -> None:
        """Print what became of one job, or why nothing was done about it."""
        from composer.sentences.jobs import reasons_words
        from composer.services.outbox import JobState

        is_over = was_tried or job.state in {JobState.SENT, JobState.CLOSED, JobState.CANCELLED, JobState.RETURNED}
        self.say(summary(job) if is_over else f"{summary(job)}  {self._not_tried(job)}")
        if job.state is not JobState.SENT:
            for line in reasons_words(job).splitlines():
                self.say(f"  {line}")

    def _not_tried(self, job: Job) -> str:
        """What has to happen first."""
        from composer.services.outbox import JobState
        from composer.words import date_time

        if job.state in {JobState.HELD, JobState.QUEUED}:
            if job.not_before is None:
                return _("being sent elsewhere")
            when = date_time(job.not_before.astimezone(self.clock.now().tzinfo))
            return _("not due before {when}", when=when)
        return _("waits for you: presend outbox show {id}", id=job.id)

    def _report(self, job: Job) -> None:
        for line in report_lines(job, self.clock):
            self.say(line)

    def say(self, line: str) -> None:
        """Write one line and flush it: the next may come minutes later."""
        self.out.write(f"{line}\n")
        self.out.flush()


def list_lines(jobs: Sequence[Job]) -> Iterator[str]:
    """A line for each job."""
    from composer.sentences.jobs import empty_outbox_words

    yield from map(summary, jobs)
    if not jobs:
        yield empty_outbox_words()


def report_lines(job: Job, clock: Clock) -> Iterator[str]:
    """Everything known of one job."""
    from composer.sentences.jobs import headline, report

    yield summary(job)
    yield headline(job, clock.now())
    yield from report(job)


def summary(job: Job) -> str:
    """A job in one line: id, state, number of recipients, subject, two spaces between them."""
    from composer.safe_text import clean
    from composer.sentences.jobs import state_label

    recipients = ngettext("{n} recipient", "{n} recipients", len(job.recipients))
    return "  ".join((job.id, state_label(job.state), recipients, clean(job.subject)))


def status_of(job: Job) -> int:
    """The exit status for a job that was tried."""
    from composer.services.outbox import JobState

    done = {JobState.SENT, JobState.SENT_NOT_FILED, JobState.CLOSED}
    if job.lacks_policy:
        return Exit.CONFIGURATION
    return Exit.OK if job.state in done else Exit.TEMPORARY


def quietly(_progress: Progress) -> None:
    """Show no progress: a verb has no screen for it."""


def _taken_back_words() -> str:
    return _("The message was taken back. It is among your drafts again.")
