"""The only door into the outbox: judge again, demand what is due, and write the job durably."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import IO, cast

from composer.audit import facts as audit_facts
from composer.delivery.queue.job_document import VERSION, AcceptedFile, JobDocument
from composer.delivery.queue.job_document import Heads as StoredHeads
from composer.delivery.queue.spool import Spool, write_record
from composer.delivery.queue.stored_member import stored
from composer.delivery.wire import digests
from composer.delivery.wire.message import Heads, heads
from composer.delivery.wire.rendered_heads import rendered_heads
from composer.delivery.wire.verify import MismatchError, verify
from composer.delivery.wire.verify_rendered import verify_rendered
from composer.drafting.judging import Assessment, assess
from composer.errors import FileChangedError, StorageError, TransportError
from composer.message.composition import Composition
from composer.message.rendered import RenderedMessage
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.services.clock import Clock
from composer.services.files import Files
from composer.services.outbox import Consent, Submission
from composer.services.outbox_errors import NotAcceptedError, NotAcceptedReason
from composer.services.policy_source import PolicySource
from composer.storage.atomic import storage_error
from policy.address import Mailbox
from policy.attachments import FileKind
from policy.draft import Draft
from policy.verdict import Capabilities, Verdict, consent_hash


class Acceptance:
    """Judges a message once more when it is handed in, and writes the job with all that its delivery needs."""

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        policy: PolicySource,
        files: Files,
        capabilities: Capabilities,
        checkpoint: Callable[[str], None],
        demand_audit: Callable[[], None],
    ) -> None:
        """``demand_audit`` raises ``StorageError`` where nothing may be sent because nothing could be noted of it."""
        self._spool = spool
        self._clock = clock
        self._policy = policy
        self._files = files
        self._capabilities = capabilities
        self._checkpoint = checkpoint
        self._demand_audit = demand_audit

    def accept(self, submission: Submission) -> JobDocument:
        """Write the job; the caller holds ``Spool.accepting``. Raises ``NotAcceptedError`` and ``StorageError``."""
        assessment = self._assess(submission)
        self._require_answers(submission, assessment)
        _require_plain_files(assessment.verdict)
        self._demand_audit()
        rendered = _rendered(submission, assessment)
        self._checkpoint("accept:judged")
        folder = self._spool.new_job(assessment.at)
        try:
            if submission.rendered is not None:
                self._spool.own(folder)
            return self._write(folder, submission, assessment, rendered)
        except BaseException:
            self._spool.discard(folder)
            raise

    def _assess(self, submission: Submission) -> Assessment:
        rendered = submission.rendered
        found = self._composed(submission.composition) if rendered is None else rendered.read
        in_force, now = self._policy.current(), self._clock.now()
        return assess(submission.composition, found, submission.member, in_force, self._capabilities, now)

    def _composed(self, composition: Composition) -> Draft:
        return Draft(files=self._files.facts(composition.files), is_composed=True)

    def _require_answers(self, submission: Submission, assessment: Assessment) -> None:
        reason = lacking(submission, assessment.verdict) or self._fault_of_consent(submission, assessment)
        if reason is not None:
            raise NotAcceptedError(reason, assessment.verdict)

    def _fault_of_consent(self, submission: Submission, assessment: Assessment) -> NotAcceptedReason | None:
        """Why the consent does not count, where one is due; ``lacking`` has looked whether there is one."""
        consent, verdict = submission.consent, assessment.verdict
        if consent is None or not verdict.warning.shown:
            return None
        if consent.hash != consent_hash(assessment.draft, verdict) or not _is_about(submission, consent):
            return NotAcceptedReason.CONSENT_STALE
        return NotAcceptedReason.CONSENT_USED if self._spool.consent_is_used(consent.id) else None

    def _write(self, folder: Path, submission: Submission, assessment: Assessment, rendered: Heads) -> JobDocument:
        written = _Written(assessment.draft, submission.rendered, rendered.record)
        try:
            write_record(folder, rendered.record, written.content)
        except FileChangedError as error:
            raise NotAcceptedError(NotAcceptedReason.FILE_CHANGED, assessment.verdict) from error
        except OSError as error:
            raise storage_error(folder, error) from error
        self._checkpoint("accept:record")
        document = _document(folder.name, submission, assessment, rendered, written)
        stored = StoredHeads(tuple(copy.head.decode("utf-8", "surrogateescape") for copy in rendered.copies))
        self._spool.finish(folder, document, stored)
        self._checkpoint("accept:queued")
        return document


def lacking(submission: Submission, verdict: Verdict) -> NotAcceptedReason | None:
    """Why a submission cannot be accepted whatever its consent says; None where nothing is lacking."""
    if verdict.refusals:
        return NotAcceptedReason.REFUSED
    if set(verdict.questions) - submission.answered:
        return NotAcceptedReason.QUESTIONS_OPEN
    has_consent = submission.consent is not None and bool(submission.consent.id)
    return NotAcceptedReason.CONSENT_MISSING if verdict.warning.shown and not has_consent else None


class _Written:
    """The content of a job as it is written, and the SHA-256 of what it was made of."""

    def __init__(self, draft: Draft, message: RenderedMessage | None, head: bytes) -> None:
        self._draft = draft
        self._message = message
        self._head = head
        self.files: tuple[str, ...] = ()
        """Of the bytes of each file."""
        self.shared = self.record = ""
        """Of all of it, and of it with the record's head."""

    def content(self, out: IO[bytes]) -> None:
        """Write it; raises ``FileChangedError`` and ``OSError``."""
        draft, message = self._draft, self._message
        whole = digests.HashingFile(out, self._head)
        hashing = digests.HashingFile(whole)
        if message is None:
            from composer.delivery.wire.content import write_content  # what another client rendered has no need of it

            self.files = write_content(draft.body, draft.files, hashing)
        else:
            # Only its ``write`` is used.
            if message.copy_content(cast("IO[bytes]", hashing)) != message.sha256 or not message.is_untouched:
                raise FileChangedError(message.path.name)
            self.files = ("",) * len(draft.files)
        self.shared, self.record = hashing.sha256, whole.sha256


def _is_about(submission: Submission, consent: Consent) -> bool:
    """Whether the member's answer is about these octets of another client."""
    rendered = submission.rendered
    return rendered is None or consent.digest == rendered.sha256


def _require_plain_files(verdict: Verdict) -> None:
    """No file service exists yet; a promise of a link that nobody keeps must not be accepted."""
    if any(file.kind is FileKind.TIME_LIMITED for file in verdict.files):
        raise failure(TransportError, ReasonCode.NO_FILE_SERVICE)


def _rendered(submission: Submission, assessment: Assessment) -> Heads:
    message, draft, verdict = submission.rendered, assessment.draft, assessment.verdict
    try:
        if message is None:
            rendered = heads(draft, verdict.level, verdict.policy_id, assessment.at)
            verify(draft, rendered)
        else:
            rendered = rendered_heads(message, draft, verdict.level, verdict.policy_id, assessment.at)
            verify_rendered(draft, rendered, message)
    except (MismatchError, ValueError) as error:
        raise failure(StorageError, ReasonCode.HEADER_MISMATCH) from error
    return rendered


def _document(
    job_id: str, submission: Submission, assessment: Assessment, rendered: Heads, written: _Written
) -> JobDocument:
    draft, verdict, now = assessment.draft, assessment.verdict, assessment.at
    addresses = [address for copy in rendered.copies for address in copy.copy.envelope]
    numbers = iter(range(len(addresses)))
    files = (
        AcceptedFile(name=file.name, size=file.size, sha256=digest, role=file.role)
        for file, digest in zip(draft.files, written.files, strict=True)
    )
    facts = audit_facts.member_facts(submission.member) | audit_facts.judged_facts(draft, verdict)
    message = submission.rendered
    sender = _envelope_sender(draft) or str(facts["sender"])
    copies = tuple(tuple(next(numbers) for _address in copy.copy.envelope) for copy in rendered.copies)
    return JobDocument(
        version=VERSION,
        id=job_id,
        created_at=now.astimezone(UTC),
        held_until=(now + timedelta(seconds=max(0, submission.hold_seconds))).astimezone(UTC),
        expires_at=verdict.level.expires_at,
        sender=sender,
        recipients=tuple(map(str, addresses)),
        copies=copies,
        message_id=rendered.record_id,
        content_at=len(rendered.record),
        policy_id=verdict.policy_id,
        consent_id=submission.consent.id if submission.consent else None,
        draft_id=submission.draft_id,
        composition=submission.composition,
        files=tuple(files),
        verdict=facts | audit_facts.dialog_facts(submission, verdict) | audit_facts.door_facts(message is not None),
        member=stored(submission.member, now),
        is_rendered=message is not None,
        is_8bit=message is not None and message.is_8bit,
        digests=_digests(digests.of_envelope(sender, tuple(map(str, addresses)), copies), rendered, written),
    )


def _digests(envelope: str, rendered: Heads, written: _Written) -> digests.Digests:
    """Of all that goes to the wire, and of the record."""
    of_heads = tuple(digests.of(copy.head) for copy in rendered.copies)
    return digests.Digests(envelope=envelope, heads=of_heads, content=written.shared, record=written.record)


def _envelope_sender(draft: Draft) -> str | None:
    match draft.envelope_sender:
        case (Mailbox(address, _name),):
            return str(address)
    return None
