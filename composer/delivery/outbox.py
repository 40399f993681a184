"""The outbox: accepting, undoing, delivering, trying again. Nothing else reaches a transport."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from composer.audit import facts as audit_facts
from composer.audit.log import AuditEvent, AuditLog
from composer.delivery.acceptance import Acceptance, lacking
from composer.delivery.attempt import DeliveryRun
from composer.delivery.decisions import decided, nothing_open, only_for, open_recipients
from composer.delivery.follow_up import FollowUp
from composer.delivery.queue.job_document import JobDocument, UnknownJobError
from composer.delivery.queue.job_state import (
    DUE,
    LEFT_OPEN,
    REACHED,
    JobProgress,
    due_at,
    needs_no_attempt,
    pause,
    view,
)
from composer.delivery.queue.journal import Began, Changed, Ended, Filed, Mark, Marked, Retried, WentOn
from composer.delivery.queue.spool import Spool
from composer.delivery.queue.unread_jobs import job_of_another_version, other_version_reason, unreadable
from composer.delivery.rejudging import Rejudging
from composer.delivery.sent import SentFolder
from composer.delivery.transports.base import Transport
from composer.errors import BusyError, NotAsApprovedError, PolicyFaultsError, StorageError
from composer.message.composition import Composition
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import held_by, reason_of, reason_words
from composer.services.clock import Clock
from composer.services.drafts import SavedDraft
from composer.services.outbox import Decision, Job, JobState, Progress, RecipientState, Stage, Submission
from composer.services.outbox_errors import BrokenDeliveryError, BrokenFlushError, NotAcceptedError
from composer.storage.atomic import read_error
from composer.threads.abort import Abort, AbortedError
from composer.words import _
from policy.draft import Draft
from policy.verdict import Member, Verdict

Report = Callable[[Progress], None]
_WAITING = frozenset({JobState.HELD, JobState.QUEUED})
_FAILED = (RecipientState.PERMANENT, RecipientState.TEMPORARY, RecipientState.TRYING)


class MailOutbox:
    """``services.Outbox`` over a spool, a transport and a Sent folder; ``delivery.build`` puts it together."""

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        acceptance: Acceptance,
        follow_up: FollowUp,
        rejudging: Rejudging,
        transport: Transport,
        sent: SentFolder | None,
        audit: AuditLog,
        checkpoint: Callable[[str], None],
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._acceptance = acceptance
        self._follow_up = follow_up
        self._rejudging = rejudging
        self._transport = transport
        self._sent = sent
        self._audit = audit
        self._checkpoint = checkpoint
        self._accepted: dict[str, float] = {}
        """When this process accepted a job that was not tried yet, by the clock that nobody sets."""

    def accept(self, submission: Submission, abort: Abort | None = None) -> Job:
        """Judge again under the policy now in force and write the job durably; see ``services.Outbox``."""
        with self._spool.accepting(abort):
            self._require_unsent(submission)
            try:
                document = self._acceptance.accept(submission)
            except NotAcceptedError as error:
                self._audit_refusal(submission, error)
                raise
            self._accepted[document.id] = self._clock.monotonic()
            self._note_acceptance(document)
        return self._view(document)

    def _note_acceptance(self, document: JobDocument) -> None:
        """The job is durable: who is told otherwise sends it again, and the next start makes up for the rest.

        Raises ``AuditHeldError`` where it may not be sent without a line in the audit log; then it is no job any more.
        """
        try:
            self._follow_up.accepted(document)
        except StorageError as error:
            self._follow_up.drop_unnoted(document, error)
        except Exception:  # noqa: S110 - a fault of presend's own must not make what will be sent look unsent
            pass

    def _require_unsent(self, submission: Submission) -> None:
        """Two windows may have one draft open where the disk has no locks; it leaves once."""
        if submission.rendered is None and submission.draft_id in self._spool.drafts_sent():
            raise StorageError(_("This message was sent already, in another window. Nothing was sent a second time."))

    def drafts_sent(self) -> frozenset[str]:
        """See ``services.Outbox``."""
        return self._spool.drafts_sent()

    def jobs(self) -> Sequence[Job]:
        """All jobs of the queue, oldest first; those that cannot be read are shown and left alone."""
        return [job for job_id in self._spool.ids() for job in self._found(job_id)]

    def _found(self, job_id: str) -> Iterator[Job]:
        """None where it was taken out of the queue meanwhile."""
        try:
            yield self.job(job_id)
        except StorageError as error:
            if self._spool.is_queued(job_id):
                yield unreadable(job_id, reason_of(error))

    def job(self, job_id: str) -> Job:
        """One job, sent and cancelled ones too; raises ``StorageError`` when there is none."""
        try:
            return self._view(self._spool.document(job_id))
        except UnknownJobError:
            return job_of_another_version(job_id)

    def undo(self, job_id: str) -> SavedDraft | None:
        """Take a job back before any server may have it; its draft is there again, its consent stays used."""
        document = self._known(job_id)
        if not self._spool.is_queued(job_id):
            return None
        # With ``accepting`` nobody merely looks at the job at this moment: who holds it then is sending it.
        with self._spool.accepting(), self._spool.holding(job_id) as free:
            progress = self._spool.progress(document)
            if not free or progress.indexes(REACHED):
                return None
            if not progress.is_cancelled:
                self._spool.log(job_id, Marked(Mark.CANCELLED))
            self._checkpoint("undo:cancelled")
            with suppress(StorageError):  # the caller has the message on screen; the next start makes up for it
                self._follow_up.cancelled(document)
        return self._follow_up.draft_of(document)

    def deliver(self, job_id: str, on_progress: Report, abort: Abort | None = None) -> Job:
        """Try one job now, whether it is due or not; waits while another sender is at work."""
        document, abort = self._known(job_id), abort or Abort()
        try:
            with self._spool.sending(abort, lambda: on_progress(Progress(Stage.WAITING))):
                if self._spool.is_queued(job_id):
                    with self._spool.holding_to_send(job_id, abort) as is_there:
                        if is_there:
                            self._deliver(document, on_progress, abort)
        except AbortedError as error:  # while it waited: nothing was begun
            return replace(self.job(job_id), reasons=(reason_of(error),))
        return self.job(job_id)

    def judge_again(self) -> Sequence[Job]:
        """Judge what waits and nobody has, where the policy is another now; see ``services.Outbox``."""
        back: list[Job] = []
        with self._spool.accepting():
            for job_id in self._spool.ids():
                with suppress(UnknownJobError, StorageError, PolicyFaultsError):  # the next attempt looks again
                    back.extend(self._came_back(self._spool.document(job_id)))
        return back

    def _came_back(self, document: JobDocument) -> Iterator[Job]:
        with self._spool.holding(document.id) as free:
            stays = not free or self._is_over(document) or self._rejudging.passes(document)
        if not stays:
            yield self._view(document)

    def _is_over(self, document: JobDocument) -> bool:
        """Whether nothing is sent of it by itself any more."""
        progress = self._spool.progress(document)
        return progress.is_cancelled or needs_no_attempt(document, progress, self._clock.now())

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        """Make the failed recipients due again; unknown ones only when the member said so."""
        document = self._known(job_id)
        if not self._spool.is_queued(job_id):
            return self._view(document)
        with self._spool.holding(job_id) as free:
            if not free:
                raise _being_sent()
            self._follow_up.after_a_crash(document)
            states = (*_FAILED, RecipientState.UNKNOWN) if include_unknown else _FAILED
            again = self._spool.progress(document).indexes(states)
            pending = [Changed(index, RecipientState.PENDING) for index in again]
            self._spool.log(job_id, Retried(self._clock.now()), *pending)
        return self.job(job_id)

    def settle(self, job_id: str, decision: Decision, address: str | None = None) -> Job:
        """Close recipients as a person says; see ``services.Outbox``."""
        document = self._known(job_id)
        if not self._spool.is_queued(job_id):
            raise nothing_open(self._spool.progress(document))
        with self._spool.holding(job_id) as free:
            if not free:
                raise _being_sent()
            self._follow_up.after_a_crash(document)
            if self._spool.is_queued(job_id):
                self._settle(document, decision, address)
        return self.job(job_id)

    def _settle(self, document: JobDocument, decision: Decision, address: str | None) -> None:
        progress = self._spool.progress(document)
        chosen = open_recipients(document, progress, address)
        self._spool.log(document.id, *decided(progress, chosen, decision, self._clock.now()))
        self._checkpoint("settle:decided")
        left = self._spool.progress(document)
        if left.is_cancelled:
            self._follow_up.cancelled(document)
            return
        if progress.filed or left.indexes(REACHED):
            self._file(document, _unseen, again=bool(progress.filed))
        self._follow_up.delivered(document)

    def correction(self, job_id: str, address: str) -> Composition:
        """The message for one recipient alone; see ``services.Outbox``."""
        return only_for(self._known(job_id), address)

    def flush(self, on_progress: Report, abort: Abort | None = None) -> Sequence[Job]:
        """Deliver every job that is due and return those; a disk that says no for one does not keep the others.

        Raises ``BrokenFlushError`` then.
        """
        tried: list[Job] = []
        refused: StorageError | None = None
        abort = abort or Abort()
        try:
            self.recover(abort)
        except AbortedError:  # while it waited: nothing was begun
            return tried
        for job_id in self._spool.ids():
            try:
                if not abort.is_set and self._is_due(job_id):
                    tried.append(self.deliver(job_id, on_progress, abort))
            except UnknownJobError:
                continue
            except BusyError:  # it would be so for every other too
                raise
            except StorageError as error:
                refused = refused or error
        if refused is not None:
            raise BrokenFlushError(str(refused), tried) from refused
        return tried

    def recover(self, abort: Abort | None = None) -> None:
        """Make up for what a killed process left undone; nothing is sent. Raises ``AbortedError`` while it waits."""
        with self._spool.accepting(abort):
            for job_id in self._spool.ids():
                with suppress(UnknownJobError, StorageError), self._spool.holding(job_id) as free:
                    if free:
                        self._follow_up.after_a_crash(self._spool.document(job_id))

    def _deliver(self, document: JobDocument, report: Report, abort: Abort) -> None:
        self._follow_up.after_a_crash(document)
        if not self._spool.is_queued(document.id):
            return
        if not self._may_go(document):
            return
        progress = self._spool.progress(document)
        try:
            if progress.indexes(DUE) and not progress.has_stopped:
                self._attempt(document, progress, report, abort)
                progress = self._spool.progress(document)
            self._file(document, report)
            progress = self._spool.progress(document)
            self._follow_up.delivered(document)
        except StorageError as error:
            raise self._broken(error, document, progress) from error
        except OSError as error:
            place = Path(os.fsdecode(error.filename)) if error.filename is not None else self._spool.root
            raise self._broken(read_error(place, error), document, progress) from error

    def _broken(self, error: StorageError, document: JobDocument, progress: JobProgress) -> BrokenDeliveryError:
        """With what this process knows, though the disk may not."""
        progress.end_what_is_open()
        return BrokenDeliveryError(error, view(document, progress, self._clock.now()))

    def _may_go(self, document: JobDocument) -> bool:
        """Whether policy and audit log let the job go; while one is broken it stays as it is, and its view says why."""
        try:
            return self._rejudging.passes(document) and self._follow_up.may_leave(document)
        except PolicyFaultsError:
            return False

    def _attempt(self, document: JobDocument, progress: JobProgress, report: Report, abort: Abort) -> None:
        """One attempt; whatever happens, ``progress`` says afterwards what is known of the recipients."""
        other = self._rejudging.policy_it_goes_on_under(document, progress)
        went_on = [] if other is None else [WentOn(self._clock.now(), other)]
        self._spool.log(document.id, Began(self._clock.now()), *went_on)
        self._accepted.pop(document.id, None)
        self._checkpoint("deliver:began")
        run = DeliveryRun(self._spool, self._clock, self._checkpoint, document, progress)
        why = run.run(self._transport, report, abort)
        progress = self._spool.progress(document)
        now = self._clock.now()
        next_time = now + pause(progress.tries + 1) if progress.indexes(DUE) else None
        self._spool.log(document.id, Ended(now, not_before=next_time, why=why))
        self._checkpoint("deliver:ended")

    def _file(self, document: JobDocument, report: Report, *, again: bool = False) -> None:
        """File the record as soon as anybody may have the message, and again when a result changed."""
        job = self._view(document)
        if not again and not any(result.state in REACHED for result in job.recipients):
            return
        if self._sent is None:
            self._spool.log(document.id, Filed(True))
            return
        report(Progress(Stage.FILING, len(document.copies), len(document.copies)))
        try:
            approved = document.digests.record if document.digests else None
            self._sent.file(document.id, self._spool.record(document.id), job.recipients, document.created_at, approved)
        except NotAsApprovedError:
            self._spool.log(document.id, Filed(False, why=Reason(ReasonCode.RECORD_CHANGED)))
        except StorageError as error:
            self._spool.log(document.id, Filed(False, why=reason_of(error)))
        else:
            self._checkpoint("file:done")
            self._spool.log(document.id, Filed(True))

    def _is_due(self, job_id: str) -> bool:
        document = self._spool.document(job_id)
        now = self._now(document)
        due = due_at(document, self._spool.progress(document), now)
        return due is not None and due <= now

    def _view(self, document: JobDocument) -> Job:
        progress = self._spool.progress(document)
        if progress.indexes(LEFT_OPEN) and not self._spool.is_sending():
            progress.end_what_is_open()
        job = self._as_clocks_say(document, progress)
        return self._with_what_it_waits_for(job) if job.state in _WAITING else job

    def _as_clocks_say(self, document: JobDocument, progress: JobProgress) -> Job:
        now = self._now(document)
        job = view(document, progress, now)
        if job.state is JobState.HELD:
            return replace(job, not_before=self._clock.now() + (document.held_until - now))
        return job

    def _now(self, document: JobDocument) -> datetime:
        """The present. As long as a job is held that this process accepted, no setting of the clock changes it."""
        now, begun = self._clock.now(), self._accepted.get(document.id)
        if begun is None:
            return now
        passed = document.created_at + timedelta(seconds=self._clock.monotonic() - begun)
        return passed if passed < document.held_until else max(now, document.held_until)

    def _with_what_it_waits_for(self, job: Job) -> Job:
        """With a policy that cannot be used, and an audit log that cannot be written, among its reasons."""
        fault, stays = self._policy_fault(), self._follow_up.why_it_stays()
        more = [held_by(ReasonCode.POLICY_BROKEN, fault)] if fault else []
        more += [stays] if stays else []
        return replace(job, reasons=(*job.reasons, *more), lacks_policy=fault is not None)

    def _policy_fault(self) -> Reason | None:
        """The first one; None where there is none."""
        try:
            self._rejudging.policy()
        except PolicyFaultsError as error:
            return reason_of(error)
        return None

    def _known(self, job_id: str) -> JobDocument:
        try:
            return self._spool.document(job_id)
        except UnknownJobError as error:
            why = other_version_reason(job_id)
            raise StorageError(reason_words(why), why) from error

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        """Note that the warning was shown and the member did not send; see ``services.Outbox``."""
        facts = audit_facts.member_facts(member) | audit_facts.went_back_facts(draft, verdict, milliseconds)
        facts |= audit_facts.door_facts(through_gate)
        self._audit.write(self._clock.now(), AuditEvent.WENT_BACK, facts)

    def unanswered(self, submission: Submission, verdict: Verdict) -> None:
        """Note that nobody could be asked what the verdict demands; see ``services.Outbox``."""
        reason = lacking(submission, verdict)
        if reason is not None:
            self._audit_refusal(submission, NotAcceptedError(reason, verdict))

    def _audit_refusal(self, submission: Submission, error: NotAcceptedError) -> None:
        facts = audit_facts.member_facts(submission.member) | audit_facts.refused_facts(submission, error)
        facts |= audit_facts.door_facts(submission.rendered is not None)
        with suppress(StorageError):  # nothing left the machine; the refusal itself matters more
            self._audit.write(self._clock.now(), AuditEvent.REFUSED, facts)


def _unseen(_progress: Progress) -> None:
    """Nobody looks."""


def _being_sent() -> StorageError:
    return StorageError(_("This message is being sent at this moment. Wait until that has ended."))
