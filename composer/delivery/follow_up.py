"""What must follow once a job is accepted, taken back or delivered, and is made up for after a crash: each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from composer.audit.facts import Facts
from composer.audit.log import AuditEvent, AuditLog, held
from composer.delivery.job_facts import cancelled_facts, codes_facts, result_facts, went_on_facts
from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.job_state import LEFT_OPEN, REACHED, draft_id_of, job_state, needs_no_attempt, view
from composer.delivery.queue.journal import Changed, Mark, Marked, Retried
from composer.delivery.queue.spool import Spool
from composer.errors import StorageError
from composer.reasons import Reason
from composer.services.clock import Clock
from composer.services.drafts import DraftNote, DraftStore, SavedDraft
from composer.services.outbox import JobState, RecipientState, TakenBack, TakenBackMessage, UnsentMessages
from composer.words import _


class FollowUp:
    """Does what follows each step of a job, once: audit line, draft, record in Sent.

    Marks in the journal say what is done.
    """

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        drafts: DraftStore,
        audit: AuditLog,
        checkpoint: Callable[[str], None],
        *,
        keeps_record: bool,
        returns: UnsentMessages | None = None,
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._drafts = drafts
        self._audit = audit
        self._checkpoint = checkpoint
        self._keeps_record = keeps_record
        self._returns = returns

    def accepted(self, document: JobDocument) -> None:
        """Write the audit line of the acceptance and delete the draft; raises ``StorageError``.

        The job stays accepted then. A message that may not leave without its audit line keeps its draft until the line
        is written.
        """
        marks = self._spool.progress(document).marks
        unnoted: StorageError | None = None
        if Mark.ACCEPTANCE_AUDITED not in marks:
            unnoted = self._note_acceptance(document)
        if Mark.DRAFT_GONE not in marks:
            self._let_draft_go(document)
            self._checkpoint("settle:draft")
            self._mark(document, Mark.DRAFT_GONE)
        if unnoted is not None:
            raise unnoted

    def _note_acceptance(self, document: JobDocument) -> StorageError | None:
        """Why the line is not there yet, which is tried again at every start; raises it where mail waits for it."""
        try:
            self._write(document, AuditEvent.ACCEPTED, document.verdict)
        except StorageError as error:
            if self._audit.holds_mail:
                raise
            return error
        self._checkpoint("settle:audit")
        self._mark(document, Mark.ACCEPTANCE_AUDITED)
        return None

    def may_leave(self, document: JobDocument) -> bool:
        """Whether the audit log holds the acceptance, where it must, and could take another line."""
        if not self._audit.holds_mail:
            return True
        is_noted = Mark.ACCEPTANCE_AUDITED in self._spool.progress(document).marks
        return is_noted and not self._audit.problem()

    def drop_unnoted(self, document: JobDocument, why: StorageError) -> None:
        """Undo the acceptance of a job that may not be sent because its audit line cannot be written.

        Raises ``AuditHeldError``.
        """
        if self._audit.holds_mail and Mark.ACCEPTANCE_AUDITED not in self._spool.progress(document).marks:
            self._spool.withdraw(document.id)
            raise held(why) from why

    def why_it_stays(self) -> Reason | None:
        """Why no message may leave now, because of the audit log; None where they may."""
        fault = self._audit.fault() if self._audit.holds_mail else None
        return held(fault).why if fault else None

    def cancelled(self, document: JobDocument) -> None:
        """Bring the draft back with a note why, write the audit line, and take the job out of the queue."""
        progress = self._spool.progress(document)
        if Mark.DRAFT_BACK not in progress.marks:
            if document.is_rendered:
                self._bring_rendered_back(document)
            else:
                why = DraftNote.UNDONE if progress.returned is None else DraftNote.POLICY_CHANGED
                self._bring_draft_back(document, why)
            self._checkpoint("undo:draft")
            self._mark(document, Mark.DRAFT_BACK)
        if Mark.CANCEL_AUDITED not in progress.marks:
            self._write(document, *cancelled_facts(document, progress))
            self._checkpoint("undo:audit")
            self._mark(document, Mark.CANCEL_AUDITED)
        self._spool.retire(document, keep_record=False)
        self._checkpoint("undo:retired")

    def delivered(self, document: JobDocument) -> None:
        """Write the result of the last attempt into the audit log; what is sent and filed leaves the queue."""
        progress = self._spool.progress(document)
        now = self._clock.now()
        if progress.attempts and Mark.DELIVERY_AUDITED not in progress.marks:
            facts = result_facts(view(document, progress, now))
            facts |= went_on_facts(document, progress.went_on) | codes_facts(progress)
            event = AuditEvent.SETTLED if progress.is_decided else AuditEvent.DELIVERY
            self._note_delivery(document, event, facts)
            if needs_no_attempt(document, progress, now):
                self._mark(document, Mark.DELIVERY_AUDITED)
        self._checkpoint("deliver:audited")
        if job_state(document, progress, now) in {JobState.SENT, JobState.CLOSED}:
            self._spool.retire(document, keep_record=self._keeps_record or not progress.filed)
        self._checkpoint("deliver:retired")

    def _note_delivery(self, document: JobDocument, event: AuditEvent, facts: Facts) -> None:
        try:
            self._write(document, event, facts)
        except StorageError:
            if self._audit.holds_mail:
                raise

    def after_a_crash(self, document: JobDocument) -> None:
        """Do what a killed process left undone for a job; the caller holds the job."""
        progress = self._spool.progress(document)
        if progress.is_cancelled:
            self.cancelled(document)
            return
        with suppress(StorageError):  # a draft open elsewhere, a full disk: the next start tries again
            self.accepted(document)
        for index in progress.indexes(LEFT_OPEN):
            self._spool.log(document.id, Changed(index, LEFT_OPEN[progress.results[index].state]))
        self._revive(document, progress.indexes({RecipientState.EXPIRED}))
        if self._is_abandoned(document):
            self._spool.log(document.id, Marked(Mark.CANCELLED))
            self.cancelled(document)
        elif needs_no_attempt(document, self._spool.progress(document), self._clock.now()):
            self.delivered(document)

    def _revive(self, document: JobDocument, expired: Sequence[int]) -> None:
        """Whom a wrong clock called expired is due again once the time is right."""
        now = self._clock.now()
        if expired and document.expires_at is not None and now < document.expires_at:
            again = (Changed(index, RecipientState.PENDING) for index in expired)
            self._spool.log(document.id, Retried(now), *again)

    def _is_abandoned(self, document: JobDocument) -> bool:
        """Whether the gate that accepted it is gone and nobody has it: its client believes it unsent."""
        if not document.is_rendered or self._returns is None or self._spool.is_owned(document.id):
            return False
        return not self._spool.progress(document).indexes(REACHED)

    def _let_draft_go(self, document: JobDocument) -> None:
        if document.draft_id is None:
            return
        if document.is_rendered:
            if self._returns is not None:
                self._returns.release(document.draft_id)
        elif self._draft_is_there(document.draft_id):
            self._drafts.delete(document.draft_id)

    def _bring_rendered_back(self, document: JobDocument) -> None:
        progress = self._spool.progress(document)
        why = TakenBack.NOT_DELIVERED if progress.attempts else TakenBack.INTERRUPTED
        if self._returns is None:
            raise StorageError(_("This message came from another mail client and can only be taken back by the gate."))
        self._returns.take_back(
            TakenBackMessage(
                id=draft_id_of(document),
                record=self._spool.record(document.id),
                composition=document.composition,
                envelope_sender=document.sender,
                why=TakenBack.POLICY_CHANGED if progress.returned is not None else why,
            )
        )

    def _bring_draft_back(self, document: JobDocument, note: DraftNote) -> None:
        draft_id = draft_id_of(document)
        if not self._draft_is_there(draft_id):
            self._drafts.save(SavedDraft(draft_id, document.composition, self._clock.now(), note))

    def draft_of(self, document: JobDocument) -> SavedDraft:
        """The draft that a job taken back has become; see ``services.Outbox.undo`` for what is not on disk."""
        if document.is_rendered:
            return SavedDraft(self._drafts.new_id(), document.composition, self._clock.now(), DraftNote.UNDONE)
        draft_id = draft_id_of(document)
        try:
            return self._drafts.load(draft_id)
        except StorageError:
            return SavedDraft(draft_id, document.composition, self._clock.now(), DraftNote.UNDONE)

    def _draft_is_there(self, draft_id: str) -> bool:
        try:
            self._drafts.load(draft_id)
        except StorageError:
            return False
        return True

    def _mark(self, document: JobDocument, mark: Mark) -> None:
        self._spool.log(document.id, Marked(mark))

    def _write(self, document: JobDocument, event: AuditEvent, facts: Facts) -> None:
        always = {"job": document.id, "message_id": document.message_id, "member": document.verdict.get("member")}
        self._audit.write(self._clock.now(), event, always | facts)
