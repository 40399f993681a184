"""What the tests of storage share: a clock that is set, drafts, and a child process that can be killed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from tests.project import ROOT

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class SetClock:
    """A clock that moves only when told."""

    moment: datetime = NOON

    def now(self) -> datetime:
        """The moment that was set."""
        return self.moment

    def monotonic(self) -> float:
        """Seconds from noon."""
        return (self.moment - NOON).total_seconds()

    def forward(self, **by: float) -> None:
        """Move on by a ``timedelta`` given in its words."""
        self.moment += timedelta(**by)


def a_draft(draft_id: str = "one", subject: str = "Offer", saved_at: datetime = NOON) -> SavedDraft:
    """A small draft."""
    return SavedDraft(draft_id, Composition(to="kim@hanbit.example", subject=subject), saved_at)


def start_child(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Run Python code in a process of its own, which talks by lines on its standard output and input."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def names_in(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())
