"""The machine's clock, in the member's time zone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo


class SystemClock:
    """The present, in the zone of ``TZ`` or of the machine, with its daylight rules."""

    def __init__(self, environ: Mapping[str, str] = os.environ, localtime: Path = Path("/etc/localtime")) -> None:
        self._zone = _zone(environ.get("TZ", "").removeprefix(":"), localtime)

    def now(self) -> datetime:
        """The present, aware."""
        return datetime.now(self._zone) if self._zone else datetime.now(UTC).astimezone()


class FixedClock:
    """A clock that stands still, for tests and for judging a message as of another time."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Always the same moment."""
        return self.moment


def _zone(name: str, localtime: Path) -> tzinfo | None:
    """Calendar months need the zone's rules; a bare offset would be wrong across a change of clocks."""
    try:
        return ZoneInfo(name) if name else _zone_of_link(localtime)
    except (OSError, ValueError, KeyError):
        return None


def _zone_of_link(localtime: Path) -> tzinfo | None:
    _, found, name = str(localtime.resolve()).partition("/zoneinfo/")
    return ZoneInfo(name) if found else None
