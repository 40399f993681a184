"""What must follow once a job is accepted, taken back or delivered, and is made up for after a crash: each once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from composer.audit import facts as audit_facts
from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.job_state import REACHED, draft_id_of, is_settled, job_state, view
from composer.delivery.queue.journal import Changed, Mark, Marked
from composer.delivery.queue.spool import Spool
from composer.errors import StorageError
from composer.services.bundle import (
    POLICY_CHANGED,
    Clock,
    DraftStore,
    JobState,
    RecipientState,
    RenderedReturns,
    SavedDraft,
    TakenBack,
    TakenBackMessage,
)
from composer.audit.log import AuditEvent, AuditLog
from composer.words import _

LEFT_OPEN = {RecipientState.DOT: RecipientState.UNKNOWN, RecipientState.TRYING: RecipientState.PENDING}
"""What a crash makes of a recipient: after the last octets nobody can tell, before them nothing has happened."""


class Settling:
    """Finishes what a step leaves to do; every mark stands in the job's journal."""

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        drafts: DraftStore,
        audit: AuditLog,
        checkpoint: Callable[[str], None],
        *,
        keeps_record: bool,
        returns: RenderedReturns | None = None,
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._drafts = drafts
        self._audit = audit
        self._checkpoint = checkpoint
        self._keeps_record = keeps_record
        self._returns = returns

    def accepted(self, document: JobDocument) -> None:
        """The draft is gone, the audit line is written. Raises ``StorageError``; the job stays accepted."""
        marks = self._spool.progress(document).marks
        if Mark.DRAFT_GONE not in marks:
            self._let_draft_go(document)
            self._checkpoint("settle:draft")
            self._mark(document, Mark.DRAFT_GONE)
        if Mark.ACCEPTANCE_AUDITED not in marks:
            self._write(document, AuditEvent.ACCEPTED, document.verdict)
            self._checkpoint("settle:audit")
            self._mark(document, Mark.ACCEPTANCE_AUDITED)

    def cancelled(self, document: JobDocument) -> None:
        """The draft is back with a note why, the audit line is written, the job is out of the queue."""
        progress = self._spool.progress(document)
        if Mark.DRAFT_BACK not in progress.marks:
            if document.is_rendered:
                self._bring_rendered_back(document)
            else:
                self._bring_draft_back(document, "undone" if progress.returned is None else POLICY_CHANGED)
            self._checkpoint("undo:draft")
            self._mark(document, Mark.DRAFT_BACK)
        if Mark.CANCEL_AUDITED not in progress.marks:
            if progress.returned is None:
                self._write(document, AuditEvent.UNDONE, {})
            else:
                self._write(document, AuditEvent.CAME_BACK, audit_facts.returned_facts(document, progress.returned))
            self._checkpoint("undo:audit")
            self._mark(document, Mark.CANCEL_AUDITED)
        self._spool.retire(document, keep_record=False)
        self._checkpoint("undo:retired")

    def delivered(self, document: JobDocument) -> None:
        """The result of the last attempt is in the audit log; what is sent and filed leaves the queue."""
        progress = self._spool.progress(document)
        now = self._clock.now()
        if progress.attempts and Mark.DELIVERY_AUDITED not in progress.marks:
            self._write(document, AuditEvent.DELIVERY, audit_facts.result_facts(view(document, progress, now)))
            if is_settled(document, progress, now):
                self._mark(document, Mark.DELIVERY_AUDITED)
        self._checkpoint("deliver:audited")
        if job_state(document, progress, now) is JobState.SENT:
            self._spool.retire(document, keep_record=self._keeps_record)
        self._checkpoint("deliver:retired")

    def after_a_crash(self, document: JobDocument) -> None:
        """Make up for what a killed process left open; the caller holds the job."""
        progress = self._spool.progress(document)
        if progress.is_cancelled:
            self.cancelled(document)
            return
        with suppress(StorageError):  # a draft open elsewhere, a full disk: the next start tries again
            self.accepted(document)
        for index in progress.indexes(LEFT_OPEN):
            self._spool.log(document.id, Changed(index, LEFT_OPEN[progress.results[index][0]]))
        if self._is_abandoned(document):
            self._spool.log(document.id, Marked(Mark.CANCELLED))
            self.cancelled(document)
        elif is_settled(document, self._spool.progress(document), self._clock.now()):
            self.delivered(document)

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
                self._returns.let_go(document.draft_id)
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

    def _bring_draft_back(self, document: JobDocument, note: str) -> None:
        draft_id = draft_id_of(document)
        if not self._draft_is_there(draft_id):
            self._drafts.save(SavedDraft(draft_id, document.composition, self._clock.now(), note))

    def _draft_is_there(self, draft_id: str) -> bool:
        try:
            self._drafts.load(draft_id)
        except StorageError:
            return False
        return True

    def _mark(self, document: JobDocument, mark: Mark) -> None:
        self._spool.log(document.id, Marked(mark))

    def _write(self, document: JobDocument, event: AuditEvent, facts: audit_facts.Facts) -> None:
        always = {"job": document.id, "message_id": document.message_id, "member": document.verdict.get("member")}
        self._audit.write(self._clock.now(), event, always | facts)
