"""The Protocol of the clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    pass


class Clock(Protocol):
    """The time of day and the time that passes; tests have one that they set."""

    def now(self) -> datetime:
        """The present, with a time zone."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment of this process's own, which no setting of the clock changes."""
        ...
