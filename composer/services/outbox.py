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
    """SHA-256, hexadecimal, of the octets of a rendered message that was judged.

    Empty for a message written here, whose content ``hash`` covers, its files by what ``stat`` says of them.
    """


class Submission(Struct, frozen=True):
    """A message handed to the outbox, with the member's answers."""

    composition: Composition
    member: Member
    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    hold_seconds: int = 0
    """Seconds in which the job can be undone."""
    draft_id: str | None = None
    """The draft that is deleted once the job is durable; for a rendered message, the kept message."""
    rendered: RenderedMessage | None = None
    """The message that another client rendered; None = ``composition`` is the whole message."""


class Stage(Enum):
    """What a delivery does or waits for."""

    HELD = "held"
    WAITING = "waiting"
    """It waits for another message that is being sent."""
    SECRET = "secret"  # noqa: S105 - the name of a stage, not a secret
    """It waits for the command that prints the member's password or token."""
    UPLOADING = "uploading"
    CONNECTING = "connecting"
    SENDING = "sending"
    FILING = "filing"


class Progress(Struct, frozen=True):
    """How far a delivery is: its stage, its copies and their octets."""

    stage: Stage
    copy: int = 0
    """The number of the copy among ``copies``, from 1."""
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
    """A person gave the recipient up; no further attempt is made."""


class RecipientResult(Struct, frozen=True):
    """What became of one recipient of a job so far."""

    address: str
    state: RecipientState
    reply: str = ""
    """The server's words; foreign text."""
    why: Reason | None = None
    """presend's own reason; ``sentences.jobs.result_words`` words it together with the reply."""


class JobState(Enum):
    """The state of a job as a whole."""

    HELD = "held"
    QUEUED = "queued"
    SENT = "sent"
    SENT_NOT_FILED = "sent_not_filed"
    PARTIAL = "partial"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    """presend took it back: the policy changed, and refuses it or demands a warning."""
    CLOSED = "closed"
    """A person gave up the recipients that it had not reached."""


class Job(Struct, frozen=True):
    """One message in the outbox, as far as it can be shown."""

    id: str
    state: JobState
    subject: str
    created_at: datetime
    recipients: tuple[RecipientResult, ...]
    attempts: int = 0
    not_before: datetime | None = None
    """The moment of the next attempt, or the end of the time to undo."""
    reasons: tuple[Reason, ...] = ()
    """The reasons to show: of the last attempt, of filing in Sent, and of what it waits for."""
    refusals: tuple[Refusal, ...] = ()
    """The refusals of the policy under which it came back (``RETURNED``); empty where a warning is due instead."""
    copies: int = 1
    draft_id: str | None = None
    """The draft that a job taken back has become; None for every other."""
    lacks_policy: bool = False
    """Whether it waits while the policy cannot be used."""


class Decision(Enum):
    """What a person decides about a recipient whose delivery is open."""

    DELIVERED = "delivered"
    GIVE_UP = "give_up"
    CORRECTED = "corrected"
    """The message was sent to another address instead, as a message of its own."""


class TakenBack(Enum):
    """Why a rendered message was taken out of the outbox."""

    POLICY_CHANGED = "policy_changed"
    NOT_DELIVERED = "not_delivered"
    """The server accepted it for no recipient, or could not be reached."""
    INTERRUPTED = "interrupted"
    """The gate ended before the attempt, and its client was told that nothing was sent."""


class TakenBackMessage(Struct, frozen=True):
    """A rendered message that is taken out of the outbox."""

    id: str
    """The id of the kept message that it was, else of the job."""
    record: Path
    """The record that Sent would have kept, with Bcc and level fields; a file of the outbox."""
    composition: Composition
    envelope_sender: str
    why: TakenBack


class UnsentMessages(Protocol):
    """The store of other clients' messages that were not sent. Every method may raise ``StorageError``."""

    def take_back(self, message: TakenBackMessage) -> None:
        """Keep the message durably, by copying the record; the same id replaces what is there."""
        ...

    def release(self, kept_id: str) -> None:
        """Forget a kept message that was accepted for sending; nothing happens where there is none of this id."""
        ...


@runtime_checkable
class ReturnListener(Protocol):
    """A screen that tells of messages which came back out of the outbox."""

    def came_back(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Show the jobs that this screen is about, and return the others."""
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
        """Note in the audit log a message that was refused because nobody could be asked what the verdict demands."""
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
        """Judge the jobs that no recipient has, where the policy is another now; return those that became drafts again.

        While the policy is broken everything stays as it is.
        """
        ...

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        """Make the failed recipients due again; unknown ones only when the member said so."""
        ...

    def settle(self, job_id: str, decision: Decision, address: str | None = None) -> Job:
        """Close one recipient, or all whose delivery is open, as a person decides.

        Given up for everybody, a message that certainly nobody has becomes a draft again (``CANCELLED``).
        """
        ...

    def correction(self, job_id: str, address: str) -> Composition:
        """The composition for one recipient alone, to be corrected; raises ``StorageError`` for a rendered message."""
        ...

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        """Note in the audit log that the warning was shown for so long and the member did not send."""
        ...

    def flush(self, on_progress: Callable[[Progress], None], abort: Abort | None = None) -> Sequence[Job]:
        """Deliver every job that is due and return those; when ``abort`` is set nothing more is begun."""
        ...
