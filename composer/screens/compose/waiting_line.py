"""The line of the composer for what waits in the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from composer.sentences.waiting_mail import waiting_line
from composer.services.outbox import Job
from composer.widgets.plain import Line


class WaitingLine(Line):
    """A line about jobs that need the member, until they were seen in the outbox; hidden while there are none."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        super().__init__(id="waiting", lines=True)
        self._jobs = jobs

    def on_mount(self) -> None:
        """Show what has waited since before the composer was opened."""
        self.retranslate()

    def show(self, jobs: Sequence[Job]) -> None:
        """Show the line for these jobs."""
        self._jobs = jobs
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language now active."""
        self.say(waiting_line(self._jobs))
        self.display = bool(self._jobs)
