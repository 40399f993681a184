"""The outbox: accepting, undoing, delivering, trying again. Nothing else reaches a transport."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from msgspec.structs import replace

from composer.message.composition import Composition
from composer.audit import facts as audit_facts
from composer.delivery.acceptance import Acceptance
from composer.delivery.attempt import DeliveryRun
from composer.delivery.queue.job_document import JobDocument, UnknownJobError
from composer.delivery.queue.job_state import DUE, REACHED, due_at, pause, view
from composer.delivery.queue.journal import Began, Changed, Ended, Filed, Mark, Marked, Retried
from composer.delivery.second_look import SecondLook
from composer.delivery.sent import SentFolder
from composer.delivery.settling import LEFT_OPEN, Settling
from composer.delivery.queue.spool import Spool
from composer.delivery.transports.base import Transport
from composer.errors import NotAcceptedError, PolicyFaultsError, StorageError
from composer.sentences.jobs import policy_broken_words
from composer.services.bundle import Clock, Job, JobState, Progress, RecipientState, Stage, Submission
from composer.audit.log import AuditEvent, AuditLog
from composer.words import _
from policy.draft import Draft
from policy.verdict import Member, Verdict

Report = Callable[[Progress], None]
_NOT_TRIED = frozenset({JobState.HELD, JobState.QUEUED})
_FAILED = (RecipientState.PERMANENT, RecipientState.TEMPORARY, RecipientState.TRYING)


class MailOutbox:
    """``services.Outbox`` over a spool, a transport and a Sent folder; ``delivery.build`` puts it together."""

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        acceptance: Acceptance,
        settling: Settling,
        second_look: SecondLook,
        transport: Transport,
        sent: SentFolder | None,
        audit: AuditLog,
        checkpoint: Callable[[str], None],
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._acceptance = acceptance
        self._settling = settling
        self._second_look = second_look
        self._transport = transport
        self._sent = sent
        self._audit = audit
        self._checkpoint = checkpoint

    def accept(self, submission: Submission) -> Job:
        """Judge again under the policy now in force and write the job durably; see ``services.Outbox``."""
        with self._spool.accepting():
            try:
                document = self._acceptance.accept(submission)
            except NotAcceptedError as error:
                self._audit_refusal(submission, error)
                raise
            with suppress(StorageError):  # the job is durable; the next start makes up for the rest
                self._settling.accepted(document)
        return self._view(document)

    def jobs(self) -> Sequence[Job]:
        """All jobs of the queue, oldest first; those of an unknown version are shown and left alone."""
        found = []
        for job_id in self._spool.ids():
            with suppress(StorageError):  # taken out of the queue meanwhile
                found.append(self.job(job_id))
        return found

    def job(self, job_id: str) -> Job:
        """One job, sent and cancelled ones too; raises ``StorageError`` when there is none."""
        try:
            return self._view(self._spool.document(job_id))
        except UnknownJobError:
            return _stranger(job_id)

    def undo(self, job_id: str) -> Composition | None:
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
                self._settling.cancelled(document)
        return document.composition

    def deliver(self, job_id: str, on_progress: Report) -> Job:
        """Try one job now, whether it is due or not; waits while another sender is at work."""
        document = self._known(job_id)
        with self._spool.sending():
            if self._spool.is_queued(job_id):
                with self._spool.holding(job_id, wait=True) as free:
                    if free:
                        self._deliver(document, on_progress)
        return self.job(job_id)

    def judge_again(self) -> Sequence[Job]:
        """Judge what was never tried, where the policy is another now; see ``services.Outbox``."""
        back: list[Job] = []
        with self._spool.accepting():
            for job_id in self._spool.ids():
                with suppress(UnknownJobError, StorageError, PolicyFaultsError):  # the first attempt looks again
                    back.extend(self._came_back(self._spool.document(job_id)))
        return back

    def _came_back(self, document: JobDocument) -> Iterator[Job]:
        with self._spool.holding(document.id) as free:
            stays = not free or self._spool.progress(document).is_cancelled or self._second_look.passes(document)
        if not stays:
            yield self._view(document)

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        """Make the failed recipients due again; unknown ones only when the member said so."""
        document = self._known(job_id)
        if not self._spool.is_queued(job_id):
            return self._view(document)
        with self._spool.holding(job_id) as free:
            if not free:
                raise StorageError(_("This message is being sent at this moment. Wait until that has ended."))
            self._settling.after_a_crash(document)
            states = (*_FAILED, RecipientState.UNKNOWN) if include_unknown else _FAILED
            again = self._spool.progress(document).indexes(states)
            pending = [Changed(index, RecipientState.PENDING) for index in again]
            self._spool.log(job_id, Retried(self._clock.now()), *pending)
        return self.job(job_id)

    def flush(self, on_progress: Report) -> Sequence[Job]:
        """Deliver every job that is due and return those; a disk that says no for one does not keep the others."""
        tried: list[Job] = []
        refused: StorageError | None = None
        self.recover()
        for job_id in self._spool.ids():
            try:
                if self._is_due(job_id):
                    tried.append(self.deliver(job_id, on_progress))
            except UnknownJobError:
                continue
            except StorageError as error:
                refused = refused or error
        if refused is not None:
            raise refused
        return tried

    def recover(self) -> None:
        """Make up for what a killed process left undone; nothing is sent."""
        with self._spool.accepting():
            for job_id in self._spool.ids():
                with suppress(UnknownJobError, StorageError), self._spool.holding(job_id) as free:
                    if free:
                        self._settling.after_a_crash(self._spool.document(job_id))

    def _deliver(self, document: JobDocument, report: Report) -> None:
        self._settling.after_a_crash(document)
        if not self._spool.is_queued(document.id):
            return
        if not self._may_go(document):
            return
        progress = self._spool.progress(document)
        if progress.indexes(DUE) and not progress.has_stopped:
            self._attempt(document, report)
        self._file(document, report)
        self._settling.delivered(document)

    def _may_go(self, document: JobDocument) -> bool:
        """Whether the policy lets the job go; while that is broken it stays as it is, and its view says why."""
        try:
            return self._second_look.passes(document)
        except PolicyFaultsError:
            return False

    def _attempt(self, document: JobDocument, report: Report) -> None:
        self._spool.log(document.id, Began(self._clock.now()))
        self._checkpoint("deliver:began")
        run = DeliveryRun(self._spool, self._clock, self._checkpoint, document, self._spool.progress(document))
        message = run.run(self._transport, report)
        progress = self._spool.progress(document)
        now = self._clock.now()
        next_time = now + pause(progress.tries + 1) if progress.indexes(DUE) else None
        self._spool.log(document.id, Ended(now, message, next_time))
        self._checkpoint("deliver:ended")

    def _file(self, document: JobDocument, report: Report) -> None:
        """File the record as soon as anybody may have the message, and again when a result changed."""
        job = self._view(document)
        if not any(result.state in REACHED for result in job.recipients):
            return
        if self._sent is None:
            self._spool.log(document.id, Filed(True))
            return
        report(Progress(Stage.FILING, len(document.copies), len(document.copies)))
        try:
            self._sent.file(document.id, self._spool.record(document.id), job.recipients, document.created_at)
        except StorageError as error:
            self._spool.log(document.id, Filed(False, str(error)))
        else:
            self._checkpoint("file:done")
            self._spool.log(document.id, Filed(True))

    def _is_due(self, job_id: str) -> bool:
        document, now = self._spool.document(job_id), self._clock.now()
        due = due_at(document, self._spool.progress(document), now)
        return due is not None and due <= now

    def _view(self, document: JobDocument) -> Job:
        progress = self._spool.progress(document)
        if progress.indexes(LEFT_OPEN) and not self._spool.is_sending():
            progress.results = [(LEFT_OPEN.get(state, state), reply) for state, reply in progress.results]
        job = view(document, progress, self._clock.now())
        if job.attempts == 0 and job.state in _NOT_TRIED:
            return self._with_broken_policy(job)
        return job

    def _with_broken_policy(self, job: Job) -> Job:
        """The job, saying why it waits where the policy cannot be used."""
        try:
            self._second_look.policy()
        except PolicyFaultsError as error:
            return replace(job, message="\n".join(filter(None, (job.message, policy_broken_words(error.faults[0])))))
        return job

    def _known(self, job_id: str) -> JobDocument:
        try:
            return self._spool.document(job_id)
        except UnknownJobError as error:
            raise StorageError(_stranger(job_id).message) from error

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        """Note that the warning was shown and the member did not send; see ``services.Outbox``."""
        facts = audit_facts.member_facts(member) | audit_facts.went_back_facts(draft, verdict, milliseconds)
        facts |= audit_facts.door_facts(through_gate)
        self._audit.write(self._clock.now(), AuditEvent.WENT_BACK, facts)

    def _audit_refusal(self, submission: Submission, error: NotAcceptedError) -> None:
        facts = audit_facts.member_facts(submission.member)
        facts |= audit_facts.door_facts(submission.rendered is not None)
        facts |= {"reason": error.reason.value, "refusals": [one.code.value for one in error.verdict.refusals]}
        with suppress(StorageError):  # nothing left the machine; the refusal itself matters more
            self._audit.write(self._clock.now(), AuditEvent.REFUSED, facts)


def _stranger(job_id: str) -> Job:
    words = _("The message {id} was written by another version of presend. It was left as it is.", id=job_id)
    try:
        created = datetime.strptime(job_id[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        created = datetime.fromtimestamp(0, UTC)
    return Job(id=job_id, state=JobState.UNKNOWN, subject="", created_at=created, recipients=(), message=words)
