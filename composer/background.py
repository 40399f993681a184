"""The app behind the screens: delivers what is due, and follows the policy in force. Threads only post messages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from textual import work
from textual.message import Message
from textual.timer import Timer

from composer.errors import PresendError
from composer.policy_watch import LOOK_EVERY, PolicyEvent, PolicyListener, PolicyNews, PolicyWatch
from composer.safe_app import SafeApp
from composer.screens.compose import ComposeScreen
from composer.services import Job, JobState, ReturnListener, Services

AFTER_START = 0.3
"""Seconds after the first frame until what nobody waits for is begun."""
WAITING = frozenset({JobState.HELD, JobState.QUEUED})
"""What the outbox still has to send."""


class BackgroundApp(SafeApp):
    """What goes on while the member writes."""

    class PolicyChanged(Message):
        """Another policy is in force, or none that can be used."""

        def __init__(self, news: PolicyNews) -> None:
            super().__init__()
            self.news = news

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
        super().__init__()
        self.services = services
        self.policy_watch = PolicyWatch(services.policy, services.clock)
        self.policy_timer: Timer | None = None
        """Ticks from the first frame to the end of the app."""

    def begin_background(self) -> None:
        """The first frame is painted: begin what nobody waits for."""
        self.set_timer(AFTER_START, self._catch_up)
        self.policy_timer = self.set_interval(LOOK_EVERY, self.look_at_policy)

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

    def look_at_policy(self) -> None:
        """Ask in a thread whether another policy is in force, unless somebody is still asking."""
        if not self.policy_watch.is_looking:
            self._look_at_policy()

    @work(thread=True, group="policy")
    def _look_at_policy(self) -> None:
        news = self.policy_watch.look()
        if news is not None:
            self.post_message(self.PolicyChanged(news))

    def on_background_app_policy_changed(self, event: PolicyChanged) -> None:
        """Everything on the screen is judged again, and what waits in the outbox too."""
        if not self.is_running:  # the screens are being taken down
            return
        for screen in self.screen_stack:
            if isinstance(screen, PolicyListener):
                screen.policy_changed(event.news)
        self._judge_outbox_again(event.news)

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
