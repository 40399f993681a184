"""The draft of the message on screen: saved in order, claimed while open, gone once it is accepted."""

from __future__ import annotations

import threading
from contextlib import suppress

from composer.errors import NoSuchDraftError, StorageError
from composer.message.composition import Composition
from composer.services.clock import Clock
from composer.services.drafts import DraftStore, SavedDraft


class DraftKeeper:
    """Keeps one draft up to date; safe to call from the screen and from workers.

    After ``close`` or ``throw_away`` nothing is written any more, whatever a late worker asks for.
    """

    def __init__(self, store: DraftStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._busy = threading.RLock()
        self._kept: Composition | None = None
        self._opened: Composition | None = None
        self._is_closed = False
        self._is_own = True
        self.draft_id: str | None = None
        """The draft on disk; None while nothing was worth keeping."""

    def start(self, opening: Composition) -> None:
        """Set the content that the composer opened with; a draft is written once it differs."""
        self._opened = self._kept = opening

    def claim(self, draft_id: str) -> bool:
        """Claim a draft on disk for this composer; False where another presend has it open."""
        return self._store.claim(draft_id)

    def give_back(self, draft_id: str) -> None:
        """Release a draft that was claimed and not adopted."""
        with suppress(StorageError):
            self._store.release(draft_id)

    def read_again(self, draft_id: str) -> SavedDraft | None:
        """The draft as it is on disk now; None where it is gone. Raises ``StorageError`` where that cannot be told."""
        try:
            return self._store.load(draft_id)
        except NoSuchDraftError:
            return None

    def adopt(self, draft: SavedDraft) -> None:
        """Continue with a draft that was claimed."""
        self.draft_id, self._is_own = draft.id, False

    @property
    def is_open(self) -> bool:
        """Whether ``save`` still writes."""
        return not self._is_closed

    def is_untouched(self, composition: Composition) -> bool:
        """Whether the content is as it was opened, or is not worth keeping."""
        return self._is_closed or composition == self._opened or (self.draft_id is None and composition.is_blank)

    def is_saved(self, composition: Composition) -> bool:
        """Whether this content is on disk, or is not worth keeping."""
        return composition == self._kept or (self.draft_id is None and composition.is_blank)

    def save(self, composition: Composition, *, always: bool = False) -> str | None:
        """Write the content where it changed, and return the draft's id; raises ``StorageError``.

        ``always`` also writes what is not worth keeping by itself, such as a message on its way to the outbox. None =
        there is nothing on disk.
        """
        with self._busy:
            if self._is_closed or (self.is_saved(composition) and not (always and self.draft_id is None)):
                return self.draft_id
            draft_id = self.draft_id or self._store.new_id()
            self._store.claim(draft_id)
            self._store.save(SavedDraft(draft_id, composition, self._clock.now()))
            self.draft_id, self._kept = draft_id, composition
            return draft_id

    def set_aside(self, opening: Composition) -> None:
        """Close the draft, and begin another one with this content."""
        with self._busy:
            if self._is_closed:
                return
            if self.draft_id is not None:
                with suppress(StorageError):
                    self._store.release(self.draft_id)
            self.draft_id, self._is_own = None, True
            self.start(opening)

    def drop_untouched(self) -> None:
        """Delete the draft of a new message that is again as it was opened; one from disk stays."""
        with suppress(StorageError):
            if self._is_own:
                self.throw_away()
        self.close()

    def close(self) -> None:
        """Close the draft: it stays on disk, and is no orphan."""
        with self._busy:
            self._is_closed = True
            if self.draft_id is not None:
                with suppress(StorageError):
                    self._store.release(self.draft_id)

    def throw_away(self) -> None:
        """Delete the draft; the store keeps deleted ones for a day. Raises ``StorageError``."""
        with self._busy:
            self._is_closed = True
            if self.draft_id is not None:
                self._store.delete(self.draft_id)
                self._store.release(self.draft_id)
