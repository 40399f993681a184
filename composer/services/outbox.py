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
from composer.reasons import Reason
from composer.services.drafts import SavedDraft
from composer.threads.abort import Abort
from policy.draft import Draft
from policy.questions import QuestionCode
from policy.refusal import Refusal
from policy.verdict import Member, Verdict


class Consent(Struct, frozen=True):
    """The member's answer to one warning; used once."""

    id: str
    """128 random bits, hex."""
    hash: str
    """``policy.verdict.consent_hash`` of what was shown."""
    answered_ms: int = 0
    """How long the dialog was open, for the audit log."""
    digest: str = ""
    """SHA-256, hexadecimal, of the message of another client that was judged; of what is written here ``hash`` says
    all there is, files by what the disk knows of their last change."""


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
    """What a delivery does at this moment, or waits for."""

    HELD = "held"
    WAITING = "waiting"
    """For another message that is being sent."""
    SECRET = "secret"  # noqa: S105 - the name of a stage, not a secret
    """For the command that prints the member's password or token."""
    UPLOADING = "uploading"
    CONNECTING = "connecting"
    SENDING = "sending"
    FILING = "filing"


class Progress(Struct, frozen=True):
    """How far a delivery is: its stage, its copies and their octets."""

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
    GIVEN_UP = "given_up"
    """By a person, who will not have it tried again."""


class RecipientResult(Struct, frozen=True):
    """What became of one recipient of a job so far."""

    address: str
    state: RecipientState
    reply: str = ""
    """The server's words; foreign text."""
    why: Reason | None = None
    """What presend itself has to say of it; ``sentences.jobs.result_words`` says both."""


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
    CLOSED = "closed"
    """A person gave up those whom it had not reached."""


class Job(Struct, frozen=True):
    """One message in the outbox, as far as it can be shown."""

    id: str
    state: JobState
    subject: str
    created_at: datetime
    recipients: tuple[RecipientResult, ...]
    attempts: int = 0
    not_before: datetime | None = None
    """When it is tried next, or when the time to undo ends."""
    reasons: tuple[Reason, ...] = ()
    """What is to be said of the last attempt, of filing, and of what it waits for."""
    refusals: tuple[Refusal, ...] = ()
    """Of the policy under which it came back (``RETURNED``); none where a warning is due under it."""
    copies: int = 1
    draft_id: str | None = None
    """The draft that a job taken back has become; None for every other."""
    lacks_policy: bool = False
    """Whether it waits while the policy cannot be used."""


class Decision(Enum):
    """What a person knows or wants of a recipient of whom presend does not know that the message arrived."""

    DELIVERED = "delivered"
    GIVE_UP = "give_up"
    CORRECTED = "corrected"
    """The message goes to another address instead, as one of its own."""


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


class UnsentMessages(Protocol):
    """Where messages of other clients lie that were not sent. Every method may raise ``StorageError``."""

    def take_back(self, message: TakenBackMessage) -> None:
        """Keep it durably, by copying the record; once more with the same id replaces it."""
        ...

    def release(self, kept_id: str) -> None:
        """A kept message was accepted for sending; nothing where there is none of this id."""
        ...


@runtime_checkable
class ReturnListener(Protocol):
    """A screen that tells of messages which came back out of the outbox."""

    def came_back(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Show those that it is about; the others."""
        ...


class Outbox(Protocol):
    """The only door to a transport. Every method may raise ``StorageError``."""

    def accept(self, submission: Submission, abort: Abort | None = None) -> Job:
        """Judge again under the policy now in force and write the job durably.

        Raises ``NotAcceptedError`` (with ``.verdict`` and ``.reason``) on refusals, open questions, a missing,
        stale or used consent, a file that changed; ``AbortedError`` when it was broken off before its turn.
        """
        ...

    def jobs(self) -> Sequence[Job]:
        """All jobs, oldest first."""
        ...

    def job(self, job_id: str) -> Job:
        """One job; raises ``StorageError`` when there is none."""
        ...

    def drafts_sent(self) -> frozenset[str]:
        """Ids of drafts whose messages were accepted and not taken back, also of those that could not be deleted."""
        ...

    def unanswered(self, submission: Submission, verdict: Verdict) -> None:
        """Note in the audit log that a message was refused, because nobody could be asked what the verdict demands."""
        ...

    def undo(self, job_id: str) -> SavedDraft | None:
        """Take a job back before anything was sent: its draft, or None when it is too late. Its consent is void.

        The draft is on disk again, unless the disk said no. Of another client's message it never is: that is kept as it
        was rendered (``UnsentMessages``), and the draft has its recipients and its text, without the files inside.
        """
        ...

    def deliver(self, job_id: str, on_progress: Callable[[Progress], None], abort: Abort | None = None) -> Job:
        """Try one job now, in the caller's thread, and return it as it is afterwards.

        While nobody has it, it is judged again where the policy has changed, and may come back (``RETURNED``).
        While another message is being sent it waits for its turn (``Stage.WAITING``), and after a time raises
        ``BusyError``. ``abort.set()``, from any thread or a signal handler, ends waiting and sending within a second,
        whatever the server does; the job returned then says what is known: after the last octet ``UNKNOWN``, before
        it nobody has the message, and it is due again.
        """
        ...

    def judge_again(self) -> Sequence[Job]:
        """Judge what waits and nobody has, where the policy is another now; those that came back as drafts.

        While the policy is broken everything stays as it is.
        """
        ...

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        """Make the failed recipients due again; unknown ones only when the member said so."""
        ...

    def settle(self, job_id: str, decision: Decision, address: str | None = None) -> Job:
        """Close what was tried for one recipient, or for all of whom it is not known that they have it.

        Given up for everybody, a message that certainly nobody has is a draft again (``CANCELLED``).
        """
        ...

    def correction(self, job_id: str, address: str) -> Composition:
        """The message for one recipient alone, to be corrected and handed in anew; raises for another client's."""
        ...

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        """Note in the audit log that the warning was shown for so long and the member did not send."""
        ...

    def flush(self, on_progress: Callable[[Progress], None], abort: Abort | None = None) -> Sequence[Job]:
        """Deliver every job that is due; ``abort`` as in ``deliver``: nothing more is begun then."""
        ...
