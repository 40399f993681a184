"""The clock of the machine, in the member's time zone, and one that stands still."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

_WITH_SLEEP = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class SystemClock:
    """The machine's clock, in the zone of ``TZ`` or of the machine, with that zone's daylight saving rules."""

    def __init__(self, environ: Mapping[str, str] = os.environ, localtime: Path = Path("/etc/localtime")) -> None:
        self._zone = _zone(environ.get("TZ", "").removeprefix(":"), localtime)

    def now(self) -> datetime:
        """The present moment, aware."""
        return datetime.now(self._zone) if self._zone else datetime.now(UTC).astimezone()

    def monotonic(self) -> float:
        """Seconds since an arbitrary moment; they count while the machine sleeps, and nobody can set them."""
        return time.clock_gettime(_WITH_SLEEP)


class FixedClock:
    """A clock that stands still, for tests and for judging a message as of another time."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._begun = moment

    def now(self) -> datetime:
        """The clock's moment, aware, until somebody sets another."""
        return self.moment

    def monotonic(self) -> float:
        """Seconds by which ``moment`` was put forward directly; what ``set`` did does not count."""
        return (self.moment - self._begun).total_seconds()

    def set(self, by: timedelta) -> None:
        """Move the clock as a correction does: the time of day changes, and no time passes."""
        self.moment += by
        self._begun += by


def _zone(name: str, localtime: Path) -> tzinfo | None:
    """The zone with its rules, which calendar months need; None where it cannot be told."""
    try:
        return ZoneInfo(name) if name else _zone_of_link(localtime)
    except (OSError, ValueError, KeyError):
        return None


def _zone_of_link(localtime: Path) -> tzinfo | None:
    _, found, name = str(localtime.resolve()).partition("/zoneinfo/")
    return ZoneInfo(name) if found else None
