"""The app behind the screens: delivers what is due, and follows the policy in force. Threads only post messages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from textual import work
from textual.message import Message
from textual.timer import Timer

from composer.apps.policy_app import PolicyApp
from composer.drafting.policy_watch import PolicyEvent, PolicyNews
from composer.errors import PresendError
from composer.screens.compose.exits import Exits
from composer.screens.compose.screen import ComposeScreen
from composer.sentences.waiting_mail import UNSETTLED
from composer.services.bundle import Services
from composer.services.outbox import Job, JobState, ReturnListener
from composer.services.outbox_errors import BrokenFlushError
from composer.threads.abort import Abort
from composer.threads.background import in_background, is_busy

AFTER_START = 0.3
"""Seconds after the first frame until what nobody waits for is begun."""
WAITING = frozenset({JobState.HELD, JobState.QUEUED})
"""The states of jobs that the outbox has still to send."""


class BackgroundApp(PolicyApp):
    """An app that delivers due messages and follows the policy in force while the member writes."""

    class CameBack(Message):
        """The outbox took these messages back, because the policy in force no longer lets them go."""

        def __init__(self, jobs: Sequence[Job]) -> None:
            super().__init__()
            self.jobs = jobs

    class DraftsBack(Message):
        """Drafts with these ids came back from the outbox while presend was not running."""

        def __init__(self, ids: Sequence[str]) -> None:
            super().__init__()
            self.ids = ids

    def __init__(self, services: Services) -> None:
        super().__init__(services.policy, services.clock)
        self.services = services
        self.seen: dict[str, JobState] = {}
        """By job id, the state in which the member has last seen the job."""
        self.unseen: list[Job] = []
        """The unsettled jobs whose present state the member has not seen."""
        self._known: dict[str, JobState] = {}
        self._next: Timer | None = None

    def begin_background(self) -> None:
        """Start the work in the background; called once the first frame is painted."""
        self.set_timer(AFTER_START, self._catch_up)
        self.follow_policy()

    def composers(self) -> list[ComposeScreen]:
        """The composer screens on the stack, the topmost last."""
        return [screen for screen in self.screen_stack if isinstance(screen, ComposeScreen)]

    # The outbox

    def look_again(self, job: Job) -> None:
        """Note that the member has seen a job as it is now, and read the outbox again."""
        self.seen[job.id] = job.state
        self.look_at_outbox()

    @work(group="outbox", exclusive=False)
    async def flush_outbox(self) -> None:
        """Deliver the messages that are due, unless a delivery is running: its end looks at the outbox again."""
        if not is_busy():
            await in_background(self._deliver_in_thread)
            self.look_at_outbox()

    @work(group="outbox", exclusive=False)
    async def look_at_outbox(self) -> None:
        """Read the outbox, tell what is new in it, and plan the next delivery."""
        with suppress(PresendError):
            self._looked(await asyncio.to_thread(self.services.outbox.jobs))

    @work(group="outbox", exclusive=False)
    async def _catch_up(self) -> None:
        """Tell of drafts that came back meanwhile and of messages that wait, and deliver those that are due."""
        await asyncio.to_thread(self._tell_of_drafts)
        self.look_at_outbox()
        self.flush_outbox()

    def _tell_of_drafts(self) -> None:
        """Post the ids of the drafts that came back from the outbox; called in a thread."""
        with suppress(PresendError):
            self.post_message(self.DraftsBack([draft.id for draft in self.services.drafts.list() if draft.came_back]))

    def on_background_app_drafts_back(self, event: DraftsBack) -> None:
        """Tell of the drafts in the topmost composer, except of the one it has open."""
        for composer in self.composers()[-1:]:
            count = len([draft_id for draft_id in event.ids if draft_id != composer.keeper.draft_id])
            if count:
                composer.tell_of_drafts(count)

    def on_exits_saw_outbox(self, event: Exits.SawOutbox) -> None:
        """Note that the member has seen these jobs in the outbox."""
        self.seen |= {job.id: job.state for job in event.jobs}
        self.look_at_outbox()

    def on_slow_calls_over(self) -> None:
        """Read the outbox after an attempt, whether or not its screen is still there."""
        self.look_at_outbox()

    def _looked(self, jobs: Sequence[Job]) -> None:
        unsettled = [job for job in jobs if job.state in UNSETTLED]
        self.unseen = [job for job in unsettled if self.seen.get(job.id) is not job.state]
        new = [job for job in self.unseen if job.id in self._known and self._known[job.id] is not job.state]
        self._known = {job.id: job.state for job in jobs}
        for composer in self.composers()[-1:]:
            composer.waiting.show(self.unseen)
            for job in new[-1:]:
                composer.tell_of_job(job)
        self._plan(jobs)

    def _plan(self, jobs: Sequence[Job]) -> None:
        """Set the timer for the next message that is due."""
        now: datetime = self.services.clock.now()
        waits = [(job.not_before - now).total_seconds() for job in jobs if job.state in WAITING and job.not_before]
        if self._next is not None:
            self._next.stop()
        self._next = self.set_timer(max(min(waits), 0.0) + 1, self.flush_outbox) if waits else None

    def _deliver_in_thread(self, abort: Abort) -> None:
        """Deliver what is due; called in a thread, which may outlive the app."""
        with suppress(PresendError, RuntimeError):
            self._deliver_due(abort)

    def _deliver_due(self, abort: Abort) -> None:
        """Deliver what is due, and post what was taken back; called in a thread."""
        if any(job.state in WAITING for job in self.services.outbox.jobs()):
            try:
                tried = self.services.outbox.flush(lambda _progress: None, abort)
            except BrokenFlushError as error:  # the outbox shows the one for which the disk said no
                tried = error.tried
            self._report_back(tried)

    def _report_back(self, jobs: Sequence[Job]) -> None:
        """Post the jobs among these that were taken back; called in a thread."""
        back = [job for job in jobs if job.state is JobState.RETURNED]
        if back:
            self.post_message(self.CameBack(back))

    # The policy

    def announce(self, news: PolicyNews) -> None:
        """Tell the screens of another policy, and judge again what waits in the outbox."""
        super().announce(news)
        self._judge_outbox_again(news)

    @work(group="outbox", exclusive=False)
    async def _judge_outbox_again(self, news: PolicyNews) -> None:
        """Take back what may no longer go, and deliver what a broken policy had held up."""
        await asyncio.to_thread(self._judge_again)
        if news.event is PolicyEvent.MENDED:
            self.flush_outbox()

    def _judge_again(self) -> None:
        """Judge what waits in the outbox by the policy in force; called in a thread."""
        with suppress(PresendError):
            self._report_back(self.services.outbox.judge_again())

    def on_background_app_came_back(self, event: CameBack) -> None:
        """Let a screen that shows a message take it back; the composer tells of the others."""
        left = event.jobs
        for screen in self.screen_stack:
            if isinstance(screen, ReturnListener):
                left = screen.came_back(left)
        if left:
            for composer in self.composers()[-1:]:
                composer.tell_of_drafts(len(left))
