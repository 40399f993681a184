"""The outbox as the screens and the verbs see it: what they hand in, what they get back, and the only door between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Protocol, runtime_checkable

from msgspec import Struct

from composer.message.composition import Composition
from composer.message.rendered import RenderedMessage
from policy.draft import Draft
from policy.verdict import Member, QuestionCode, Verdict


class Consent(Struct, frozen=True):
    """The member's answer to one warning; used once."""

    id: str
    """128 random bits, hex."""
    hash: str
    """``policy.verdict.consent_hash`` of what was shown."""
    answered_ms: int = 0
    """How long the dialog was open, for the audit log."""


class Submission(Struct, frozen=True):
    """What the composer hands to the outbox."""

    composition: Composition
    member: Member
    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    hold_seconds: int = 0
    """How long the job can be undone."""
    draft_id: str | None = None
    """The draft that is gone once the job is durable; of a rendered message, the kept message."""
    rendered: RenderedMessage | None = None
    """What another client rendered and the gate took; None = the composition is all there is."""


class Stage(Enum):
    """Where a delivery is."""

    HELD = "held"
    UPLOADING = "uploading"
    CONNECTING = "connecting"
    SENDING = "sending"
    FILING = "filing"


class Progress(Struct, frozen=True):
    """One step of a delivery."""

    stage: Stage
    copy: int = 0
    """Of ``copies``, from 1."""
    copies: int = 0
    sent_bytes: int = 0
    total_bytes: int = 0


class RecipientState(Enum):
    """What is known of one recipient, from the journal."""

    PENDING = "pending"
    TRYING = "trying"
    DOT = "dot"
    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


class RecipientResult(Struct, frozen=True):
    """One recipient of a job."""

    address: str
    state: RecipientState
    reply: str = ""
    """The server's words; foreign text."""


class JobState(Enum):
    """What a job as a whole is doing or came to."""

    HELD = "held"
    QUEUED = "queued"
    SENT = "sent"
    SENT_NOT_FILED = "sent_not_filed"
    PARTIAL = "partial"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    """Taken back by presend: under a changed policy it could not go any more, or not without a warning."""


class Job(Struct, frozen=True):
    """A message in the outbox."""

    id: str
    state: JobState
    subject: str
    created_at: datetime
    recipients: tuple[RecipientResult, ...]
    attempts: int = 0
    not_before: datetime | None = None
    """When it is tried next, or when the time to undo ends."""
    message: str = ""
    """The server's words or ours about the last attempt; foreign text."""
    copies: int = 1
    draft_id: str | None = None
    """The draft that a job taken back has become; None for every other."""


class TakenBack(Enum):
    """Why a rendered message is not sent after all."""

    POLICY_CHANGED = "policy_changed"
    NOT_DELIVERED = "not_delivered"
    """The server took it for nobody, or could not be reached."""
    INTERRUPTED = "interrupted"
    """The gate ended before it had tried, and its client was told nothing good."""


class TakenBackMessage(Struct, frozen=True):
    """A rendered message on its way out of the outbox."""

    id: str
    """Of the kept message that it was, else of the job."""
    record: Path
    """What Sent would have kept, Bcc and level fields too; still the outbox's own file."""
    composition: Composition
    envelope_sender: str
    why: TakenBack


class RenderedReturns(Protocol):
    """Where messages of other clients lie that were not sent. Every method may raise ``StorageError``."""

    def take_back(self, message: TakenBackMessage) -> None:
        """Keep it durably, by copying the record; once more with the same id replaces it."""
        ...

    def let_go(self, kept_id: str) -> None:
        """A kept message was accepted for sending; nothing where there is none of this id."""
        ...


@runtime_checkable
class ReturnListener(Protocol):
    """A screen that shows jobs."""

    def came_back(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Show those that it is about; the others."""
        ...


class Outbox(Protocol):
    """The only door to a transport. Every method may raise ``StorageError``."""

    def accept(self, submission: Submission) -> Job:
        """Judge again under the policy now in force and write the job durably.

        Raises ``NotAcceptedError`` (with ``.verdict`` and ``.reason``) on refusals, open questions, a missing,
        stale or used consent, a file that changed.
        """
        ...

    def jobs(self) -> Sequence[Job]:
        """All jobs, oldest first."""
        ...

    def job(self, job_id: str) -> Job:
        """One job; raises ``StorageError`` when there is none."""
        ...

    def undo(self, job_id: str) -> Composition | None:
        """Take a job back before anything was sent; None when it is too late. Its consent is void."""
        ...

    def deliver(self, job_id: str, on_progress: Callable[[Progress], None]) -> Job:
        """Try one job now, in the caller's thread, and return it as it is afterwards.

        Before its first attempt it is judged again where the policy has changed, and may come back (``RETURNED``).
        """
        ...

    def judge_again(self) -> Sequence[Job]:
        """Judge what was never tried to send, where the policy is another now; those that came back as drafts.

        While the policy is broken everything stays as it is.
        """
        ...

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        """Make the failed recipients due again; unknown ones only when the member said so."""
        ...

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        """Note in the audit log that the warning was shown for so long and the member did not send."""
        ...

    def flush(self, on_progress: Callable[[Progress], None]) -> Sequence[Job]:
        """Deliver every job that is due."""
        ...
