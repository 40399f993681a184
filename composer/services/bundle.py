"""What the app and the verbs are handed: Protocols of the services, and the bundle that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

from composer.services.completion_kind import CompletionKind
from composer.message.composition import AttachedFile, Composition
from composer.services.outbox import (
    Consent,
    Job,
    JobState,
    Outbox,
    Progress,
    RecipientResult,
    RecipientState,
    RenderedReturns,
    ReturnListener,
    Stage,
    Submission,
    TakenBack,
    TakenBackMessage,
)
from policy.draft import FileFacts
from policy.verdict import Capabilities, PolicyInForce

if TYPE_CHECKING:
    from composer.services.member_settings import MemberSettings

__all__ = [
    "POLICY_CHANGED",
    "Clock",
    "Completion",
    "CompletionKind",
    "Consent",
    "Contacts",
    "DraftStore",
    "Files",
    "Job",
    "JobState",
    "Outbox",
    "PolicySource",
    "Progress",
    "RecipientResult",
    "RecipientState",
    "RenderedReturns",
    "ReturnListener",
    "SavedDraft",
    "Services",
    "Stage",
    "Submission",
    "TakenBack",
    "TakenBackMessage",
]  # fmt: skip


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


POLICY_CHANGED = "policy_changed"
"""Note of a draft that was accepted for sending."""


class SavedDraft(Struct, frozen=True):
    """A draft on disk."""

    id: str
    composition: Composition
    saved_at: datetime
    note: str = ""
    """Why it is here, as a stable token: empty, ``undone``, ``refused``, ``unfinished``, ``policy_changed``."""

    @property
    def came_back(self) -> bool:
        """Whether it was accepted for sending and came back, because the policy changed."""
        return self.note == POLICY_CHANGED


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


class Completion(Struct, frozen=True):
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


class Services(Struct):
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
