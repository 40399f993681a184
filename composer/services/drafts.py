"""Drafts as the screens and the outbox see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from composer.message.composition import Composition


class DraftNote(Enum):
    """How a message came to be a draft."""

    LEFT = ""
    """The member left it unsent."""
    UNDONE = "undone"
    """The member took it back before it was sent."""
    POLICY_CHANGED = "policy_changed"
    """It was accepted for sending and came back, because the policy changed."""


class SavedDraft(Struct, frozen=True):
    """A draft on disk."""

    id: str
    composition: Composition
    saved_at: datetime
    note: DraftNote = DraftNote.LEFT

    @property
    def came_back(self) -> bool:
        """Whether it was accepted for sending and came back, because the policy changed."""
        return self.note is DraftNote.POLICY_CHANGED


class DraftStore(Protocol):
    """The member's drafts on disk, each written whole or not at all."""

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
        """Bring a deleted draft back; raises ``StorageError`` where it is no longer kept."""
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
