"""What the app and the verbs are handed: Protocols of the services, and the bundle that holds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from composer.composition import AttachedFile, Composition
from policy.draft import Draft, FileFacts
from policy.verdict import Capabilities, Member, PolicyInForce, QuestionCode, Verdict

if TYPE_CHECKING:
    from composer.storage.member_settings import MemberSettings


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """The present, aware."""
        ...


class PolicySource(Protocol):
    """Where the policy in force comes from."""

    def current(self) -> PolicyInForce:
        """The policy now in force; raises ``PolicyFaultsError`` when it is broken, and then nothing is sent."""
        ...


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft on disk."""

    id: str
    composition: Composition
    saved_at: datetime
    note: str = ""
    """Why it is here, as a stable token: empty, ``undone``, ``refused``, ``unfinished``."""


class DraftStore(Protocol):
    """Drafts, kept atomically."""

    def new_id(self) -> str:
        """A fresh id, not yet on disk."""
        ...

    def save(self, draft: SavedDraft) -> Path | None:
        """Write durably; the file written (it may lie in the fallback folder), None where there is no disk.

        Raises ``StorageError`` with words for the member.
        """
        ...

    def load(self, draft_id: str) -> SavedDraft:
        """Read one draft; raises ``StorageError`` when there is none or it is of an unknown version."""
        ...

    def list(self) -> Sequence[SavedDraft]:
        """All readable drafts, newest first."""
        ...

    def unreadable(self) -> Sequence[str]:
        """Files that hold a draft of an unknown version, or none; they are named and never deleted."""
        ...

    def delete(self, draft_id: str) -> None:
        """Take a draft away; ``restore`` brings it back while this process lives and for a day after."""
        ...

    def restore(self, draft_id: str) -> None:
        """Undo ``delete``."""
        ...

    def claim(self, draft_id: str) -> bool:
        """Lock a draft for this process; False when another live presend has it open."""
        ...

    def release(self, draft_id: str) -> None:
        """Give the lock back."""
        ...

    def orphans(self) -> Sequence[SavedDraft]:
        """Drafts whose composer died: saved, not claimed by a live process, never closed in order."""
        ...


class CompletionKind(Enum):
    """Where a completion was found."""

    CONTACT = "contact"
    SENT = "sent"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Completion:
    """One address on offer."""

    text: str
    """What is put into the field."""
    kind: CompletionKind
    inside: bool
    """False for external and unknown."""
    member_count: int | None = None
    """Of a list; None where it is none or cannot be expanded."""


class Contacts(Protocol):
    """Addresses the member knows."""

    def complete(self, typed: str, limit: int) -> Sequence[Completion]:
        """Best matches first; fuzzy over names and addresses; fast enough for every key."""
        ...

    def refresh(self) -> None:
        """Read the sources again (slow; run it in a worker)."""
        ...


class Files(Protocol):
    """The disk, as attachments see it."""

    def attach(self, path: Path) -> AttachedFile:
        """Facts of a file now; raises ``AttachError`` for what is no readable regular file."""
        ...

    def facts(self, files: tuple[AttachedFile, ...]) -> tuple[FileFacts, ...]:
        """What each file is now, compared with what it was when attached."""
        ...

    def expand(self, text: str) -> Sequence[Path]:
        """Paths meant by typed or dropped text: ``~``, globs, quotes, backslashes, ``file://``, several at once."""
        ...

    def looks_dropped(self, text: str) -> bool:
        """Whether pasted text is nothing but absolute paths or ``file://`` URIs of existing ordinary files."""
        ...

    def complete(self, typed: str, limit: int) -> Sequence[str]:
        """Paths that begin with what was typed, folders with a slash behind."""
        ...


@dataclass(frozen=True, slots=True)
class Consent:
    """The member's answer to one warning; used once."""

    id: str
    """128 random bits, hex."""
    hash: str
    """``policy.verdict.consent_hash`` of what was shown."""
    answered_ms: int = 0
    """How long the dialog was open, for the audit log."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What the composer hands to the outbox."""

    composition: Composition
    member: Member
    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    hold_seconds: int = 0
    """How long the job can be undone."""
    draft_id: str | None = None
    """The draft that is gone once the job is durable."""


class Stage(Enum):
    """Where a delivery is."""

    HELD = "held"
    UPLOADING = "uploading"
    CONNECTING = "connecting"
    SENDING = "sending"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class Progress:
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


@dataclass(frozen=True, slots=True)
class RecipientResult:
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


@dataclass(frozen=True, slots=True)
class Job:
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
        """Try one job now, in the caller's thread, and return it as it is afterwards."""
        ...

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        """Make the failed recipients due again; unknown ones only when the member said so."""
        ...

    def went_back(self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int) -> None:
        """Note in the audit log that the warning was shown for so long and the member did not send."""
        ...

    def flush(self, on_progress: Callable[[Progress], None]) -> Sequence[Job]:
        """Deliver every job that is due."""
        ...


@dataclass
class Services:
    """Everything the app works with."""

    clock: Clock
    policy: PolicySource
    settings: MemberSettings
    drafts: DraftStore
    contacts: Contacts
    files: Files
    outbox: Outbox
    capabilities: Capabilities = field(default_factory=Capabilities)
    is_demonstration: bool = False
