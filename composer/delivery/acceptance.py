"""The only door into the outbox: judge again, demand what is due, and write the job durably."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from msgspec import Struct
from msgspec.structs import replace

from composer.message.composition import snapshot
from composer.audit import facts as audit_facts
from composer.delivery.queue.job_document import VERSION, AcceptedFile, JobDocument
from composer.delivery.queue.job_document import Heads as StoredHeads
from composer.delivery.wire.message import Heads, heads
from composer.delivery.wire.rendered_heads import rendered_heads
from composer.delivery.queue.spool import Spool, write_record
from composer.delivery.queue.stored_member import stored
from composer.delivery.wire.verify import MismatchError, verify
from composer.delivery.wire.verify_rendered import verify_rendered
from composer.errors import FileChangedError, NotAcceptedError, NotAcceptedReason, StorageError, TransportError
from composer.message.rendered import envelope_sender_entries
from composer.services.bundle import Clock, Files, PolicySource, Submission
from composer.storage.atomic import storage_error
from composer.words import _
from policy.address import Mailbox
from policy.attachments import FileKind
from policy.draft import Draft
from policy.verdict import Capabilities, Verdict, consent_hash, judge


class _Judged(Struct, frozen=True):
    """A submission under the policy now in force."""

    submission: Submission
    draft: Draft
    verdict: Verdict
    now: datetime

    def refused(self, reason: NotAcceptedReason) -> NotAcceptedError:
        """The error that says why."""
        return NotAcceptedError(reason, self.verdict)


class Acceptance:
    """Turns submissions into jobs."""

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        policy: PolicySource,
        files: Files,
        capabilities: Capabilities,
        checkpoint: Callable[[str], None],
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._policy = policy
        self._files = files
        self._capabilities = capabilities
        self._checkpoint = checkpoint

    def accept(self, submission: Submission) -> JobDocument:
        """Write the job; the caller holds ``Spool.accepting``. Raises ``NotAcceptedError`` and ``StorageError``."""
        judged = self._judge(submission)
        self._require_consent(judged)
        _require_plain_files(judged.verdict)
        rendered = _rendered(judged)
        self._checkpoint("accept:judged")
        folder = self._spool.new_job(judged.now)
        try:
            if submission.rendered is not None:
                self._spool.own(folder)
            return self._write(folder, judged, rendered)
        except BaseException:
            self._spool.discard(folder)
            raise

    def _judge(self, submission: Submission) -> _Judged:
        now = self._clock.now()
        draft = self._draft(submission)
        verdict = judge(draft, self._policy.current(), submission.member, self._capabilities, now)
        judged = _Judged(submission, draft, verdict, now)
        if verdict.refusals:
            raise judged.refused(NotAcceptedReason.REFUSED)
        if set(verdict.questions) - submission.answered:
            raise judged.refused(NotAcceptedReason.QUESTIONS_OPEN)
        return judged

    def _draft(self, submission: Submission) -> Draft:
        rendered = submission.rendered
        if rendered is None:
            return snapshot(submission.composition, self._files.facts(submission.composition.files))
        draft = snapshot(submission.composition, rendered.files)
        sender = rendered.envelope_sender
        return draft if sender is None else replace(draft, envelope_sender=envelope_sender_entries(sender))

    def _require_consent(self, judged: _Judged) -> None:
        consent = judged.submission.consent
        if not judged.verdict.warning.shown:
            return
        if consent is None or not consent.id:
            raise judged.refused(NotAcceptedReason.CONSENT_MISSING)
        if consent.hash != consent_hash(judged.draft, judged.verdict):
            raise judged.refused(NotAcceptedReason.CONSENT_STALE)
        if self._spool.consent_is_used(consent.id):
            raise judged.refused(NotAcceptedReason.CONSENT_USED)

    def _write(self, folder: Path, judged: _Judged, rendered: Heads) -> JobDocument:
        digests: tuple[str, ...] = ()

        def content(out: IO[bytes]) -> None:
            nonlocal digests
            message = judged.submission.rendered
            if message is None:
                from composer.delivery.wire.content import write_content  # what another client rendered has no need of it

                digests = write_content(judged.draft.body, judged.draft.files, out)
            else:
                message.copy_content(out)
                digests = ("",) * len(judged.draft.files)

        try:
            write_record(folder, rendered.record, content)
        except FileChangedError as error:
            raise judged.refused(NotAcceptedReason.FILE_CHANGED) from error
        except OSError as error:
            raise storage_error(folder, error) from error
        self._checkpoint("accept:record")
        document = _document(folder.name, judged, rendered, digests)
        stored = StoredHeads(tuple(copy.head.decode("utf-8", "surrogateescape") for copy in rendered.copies))
        self._spool.finish(folder, document, stored)
        self._checkpoint("accept:queued")
        return document


def _require_plain_files(verdict: Verdict) -> None:
    """No file service exists yet; a promise of a link that nobody keeps must not be accepted."""
    if any(file.kind is FileKind.TIME_LIMITED for file in verdict.files):
        raise TransportError(
            _("Files with a download time limit cannot be sent yet: no file service is set up. Remove them.")
        )


def _rendered(judged: _Judged) -> Heads:
    message, draft, verdict = judged.submission.rendered, judged.draft, judged.verdict
    try:
        if message is None:
            rendered = heads(draft, verdict.level, verdict.policy_id, judged.now)
            verify(draft, rendered)
        else:
            rendered = rendered_heads(message, draft, verdict.level, verdict.policy_id, judged.now)
            verify_rendered(draft, rendered, message)
    except (MismatchError, ValueError) as error:
        raise StorageError(
            _("The message was not sent: its header would not name exactly the recipients you approved.")
        ) from error
    return rendered


def _document(job_id: str, judged: _Judged, rendered: Heads, digests: tuple[str, ...]) -> JobDocument:
    submission, draft, verdict = judged.submission, judged.draft, judged.verdict
    addresses = [address for copy in rendered.copies for address in copy.copy.envelope]
    numbers = iter(range(len(addresses)))
    files = (
        AcceptedFile(name=file.name, size=file.size, sha256=digest, role=file.role)
        for file, digest in zip(draft.files, digests, strict=True)
    )
    facts = audit_facts.member_facts(submission.member) | audit_facts.judged_facts(draft, verdict)
    message = submission.rendered
    return JobDocument(
        version=VERSION,
        id=job_id,
        created_at=judged.now.astimezone(UTC),
        held_until=(judged.now + timedelta(seconds=max(0, submission.hold_seconds))).astimezone(UTC),
        expires_at=verdict.level.expires_at,
        sender=_envelope_sender(draft) or str(facts["sender"]),
        recipients=tuple(map(str, addresses)),
        copies=tuple(tuple(next(numbers) for _address in copy.copy.envelope) for copy in rendered.copies),
        message_id=rendered.record_id,
        content_at=len(rendered.record),
        policy_id=verdict.policy_id,
        consent_id=submission.consent.id if submission.consent else None,
        draft_id=submission.draft_id,
        composition=submission.composition,
        files=tuple(files),
        verdict=facts | audit_facts.dialog_facts(submission, verdict) | audit_facts.door_facts(message is not None),
        member=stored(submission.member, judged.now),
        is_rendered=message is not None,
        is_8bit=message is not None and message.is_8bit,
    )


def _envelope_sender(draft: Draft) -> str | None:
    match draft.envelope_sender:
        case (Mailbox(address, _name),):
            return str(address)
    return None
