"""The app behind the screens: delivers what is due, and follows the policy in force. Threads only post messages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from textual import work
from textual.message import Message

from composer.errors import PresendError
from composer.apps.policy_app import PolicyApp
from composer.drafting.policy_watch import PolicyEvent, PolicyNews
from composer.screens.compose.screen import ComposeScreen
from composer.services.bundle import Job, JobState, ReturnListener, Services

AFTER_START = 0.3
"""Seconds after the first frame until what nobody waits for is begun."""
WAITING = frozenset({JobState.HELD, JobState.QUEUED})
"""What the outbox still has to send."""


class BackgroundApp(PolicyApp):
    """What goes on while the member writes."""

    class CameBack(Message):
        """The outbox gave these back, because the policy changed."""

        def __init__(self, jobs: Sequence[Job]) -> None:
            super().__init__()
            self.jobs = jobs

    class DraftsBack(Message):
        """Drafts with these ids came back while presend was not running."""

        def __init__(self, ids: Sequence[str]) -> None:
            super().__init__()
            self.ids = ids

    def __init__(self, services: Services) -> None:
        super().__init__(services.policy, services.clock)
        self.services = services

    def begin_background(self) -> None:
        """The first frame is painted: begin what nobody waits for."""
        self.set_timer(AFTER_START, self._catch_up)
        self.follow_policy()

    def composers(self) -> list[ComposeScreen]:
        """The composers on the stack."""
        return [screen for screen in self.screen_stack if isinstance(screen, ComposeScreen)]

    # The outbox

    def flush_later(self, job: Job) -> None:
        """A job that the member did not wait for is delivered when its time has come."""
        now: datetime = self.services.clock.now()
        seconds = (job.not_before - now).total_seconds() if job.not_before else 0.0
        self.set_timer(max(seconds, 0.0) + 1, self.flush_outbox)

    @work(thread=True, group="outbox", exclusive=False)
    def flush_outbox(self) -> None:
        """Deliver what is due; the outbox screen tells what became of it."""
        with suppress(PresendError):
            self._deliver_due()

    @work(thread=True, group="outbox", exclusive=False)
    def _catch_up(self) -> None:
        """Tell of what came back meanwhile, and deliver what is due."""
        with suppress(PresendError):
            self.post_message(self.DraftsBack([draft.id for draft in self.services.drafts.list() if draft.came_back]))
            self._deliver_due()

    def on_background_app_drafts_back(self, event: DraftsBack) -> None:
        """A line in the composer, unless it has the draft open."""
        for composer in self.composers()[-1:]:
            count = len([draft_id for draft_id in event.ids if draft_id != composer.keeper.draft_id])
            if count:
                composer.tell_of_drafts(count)

    def _deliver_due(self) -> None:
        """In a thread."""
        if any(job.state in WAITING for job in self.services.outbox.jobs()):
            self._report_back(self.services.outbox.flush(lambda _progress: None))

    def _report_back(self, jobs: Sequence[Job]) -> None:
        """In a thread."""
        back = [job for job in jobs if job.state is JobState.RETURNED]
        if back:
            self.post_message(self.CameBack(back))

    # The policy

    def spread(self, news: PolicyNews) -> None:
        """What waits in the outbox is judged again too."""
        super().spread(news)
        self._judge_outbox_again(news)

    @work(thread=True, group="outbox", exclusive=False)
    def _judge_outbox_again(self, news: PolicyNews) -> None:
        """What waits comes back where it may not go any more; what a broken policy held up goes."""
        with suppress(PresendError):
            self._report_back(self.services.outbox.judge_again())
            if news.event is PolicyEvent.MENDED:
                self._deliver_due()

    def on_background_app_came_back(self, event: CameBack) -> None:
        """A screen that shows the message takes it; of others the composer tells."""
        left = event.jobs
        for screen in self.screen_stack:
            if isinstance(screen, ReturnListener):
                left = screen.came_back(left)
        if left:
            for composer in self.composers()[-1:]:
                composer.tell_of_drafts(len(left))
