"""The draft of the message on screen: saved in order, claimed while open, gone once it is accepted."""

from __future__ import annotations

import threading

from composer.composition import Composition
from composer.errors import StorageError
from composer.services import Clock, DraftStore, SavedDraft


class DraftKeeper:
    """Keeps one draft up to date; safe to call from the screen and from workers."""

    def __init__(self, store: DraftStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._busy = threading.Lock()
        self._saved: Composition | None = None
        self.draft_id: str | None = None
        """The draft on disk; None while nothing was worth keeping."""

    def adopt(self, draft: SavedDraft) -> bool:
        """Go on with a draft from disk; False when another presend has it open."""
        if not self._store.claim(draft.id):
            return False
        self.draft_id, self._saved = draft.id, draft.composition
        return True

    def is_saved(self, composition: Composition) -> bool:
        """Whether this very content is on disk, or there is nothing to keep."""
        return composition == self._saved or (self._saved is None and composition.is_blank)

    def save(self, composition: Composition, note: str = "") -> None:
        """Write the content as it is; raises ``StorageError`` and stays as it was."""
        with self._busy:
            if self.is_saved(composition) and not note:
                return
            if self.draft_id is None:
                self.draft_id = self._store.new_id()
                self._store.claim(self.draft_id)
            self._store.save(SavedDraft(self.draft_id, composition, self._clock.now(), note))
            self._saved = composition

    def close(self) -> None:
        """Leave the draft on disk in order: it is no orphan."""
        if self.draft_id is not None:
            self._store.release(self.draft_id)
        self.forget()

    def throw_away(self) -> None:
        """Delete the draft; the store keeps deleted ones for a day."""
        draft_id = self.draft_id
        self.close()
        if draft_id is not None:
            try:
                self._store.delete(draft_id)
            except StorageError:
                return

    def forget(self) -> None:
        """The next content becomes a new draft."""
        self.draft_id, self._saved = None, None
