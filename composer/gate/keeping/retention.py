"""How long a message that was not sent is kept: until a time that the settings name, and announced a week before."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from composer.errors import StorageError
from composer.gate.keeping.kept import KeptMessage, KeptMessages
from composer.services.clock import Clock
from composer.storage.atomic import write_atomically

ANNOUNCED_BEFORE = timedelta(days=7)
CONFIRMED_AFTER = timedelta(days=1)
"""The time between the sweep that notes a message as too old and the one that deletes it.

A clock that was wrong once, for whatever reason, deletes nothing.
"""
NOTE = "leaving"
"""The name of a file beside a kept message: the moment at which it was noted as too old."""
SWEPT = "swept"
"""The name of a file beside all kept messages: the day of the last sweep, since each costs a client time."""


class Retention(Struct, frozen=True):
    """Deletes kept messages that are too old, except those that are open or being sent."""

    kept: KeptMessages
    clock: Clock
    days: int
    """Days for which a message is kept; 0 = for ever."""

    def deleted_at(self, message: KeptMessage) -> datetime | None:
        """The moment at which a message will be deleted, where that is at most ``ANNOUNCED_BEFORE`` away; else None."""
        due, now = self._due(message), self.clock.now()
        if due is None or due - now > ANNOUNCED_BEFORE:
            return None
        noted = self._noted(message.id, due, now)
        return max(due, (noted or max(now, due)) + CONFIRMED_AFTER)

    def sweep_daily(self) -> None:
        """``sweep``, at most once a day; a disk that fails keeps nobody from sending."""
        today, place = f"{self.clock.now():%Y-%m-%d}".encode(), self.kept.folder.parent / SWEPT
        with suppress(OSError, StorageError):
            if not any(self.kept.folder.iterdir()) or (place.exists() and place.read_bytes() == today):
                return
            write_atomically(place, today)
            self.sweep()

    def sweep(self) -> None:
        """Note which messages are too old, and delete those that were noted ``CONFIRMED_AFTER`` ago."""
        now = self.clock.now()
        for message in self.kept.list():
            with suppress(OSError, StorageError):
                self._look_at(message, now)

    def _look_at(self, message: KeptMessage, now: datetime) -> None:
        due = self._due(message)
        if due is None or now < due:
            self._note(message.id).unlink(missing_ok=True)
            return
        noted = self._noted(message.id, due, now)
        if noted is None:
            write_atomically(self._note(message.id), now.isoformat().encode())
        elif now - noted >= CONFIRMED_AFTER:
            self.kept.delete(message.id)

    def _due(self, message: KeptMessage) -> datetime | None:
        """From when on a message is too old; None = never, as where the clock stood in the far future."""
        if not self.days:
            return None
        try:
            return message.kept_at + timedelta(days=self.days)
        except OverflowError:
            return None

    def _noted(self, kept_id: str, due: datetime, now: datetime) -> datetime | None:
        """Since when a message is known to be too old; None where that cannot be true."""
        try:
            noted = datetime.fromisoformat(self._note(kept_id).read_text("ascii"))
        except (OSError, ValueError):
            return None
        return noted if noted.tzinfo is not None and due <= noted <= now else None

    def _note(self, kept_id: str) -> Path:
        return self.kept.message(kept_id).with_name(NOTE)
