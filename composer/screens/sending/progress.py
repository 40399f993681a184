"""A message on its way: the time to undo, the progress, and what it came to, recipient by recipient."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from msgspec import Struct
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from composer.drafting.policy_watch import PolicyNews
from composer.screens.slow_calls import SlowCalls
from composer.sentences import jobs as job_words
from composer.sentences.changes.news import broken_words
from composer.sentences.progress import EachPercent, bar, fraction, held_words, stage_words, title, too_late
from composer.services.clock import Clock
from composer.services.drafts import SavedDraft
from composer.services.outbox import Job, JobState, Outbox, Progress, Stage
from composer.threads.abort import Abort
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.footer import KeyFooter
from composer.widgets.lists.report_box import ReportBox
from composer.widgets.plain import Line, TitleLine
from composer.words import _, pgettext

TICK_SECONDS = 0.25
"""Seconds between two looks at the clock."""


class SendingResult(Struct, frozen=True):
    """The end of the screen: what became of the job."""

    job: Job
    """The job as last known: closed, still held or queued where the member went on before, or ``RETURNED``."""
    undone: SavedDraft | None = None
    """The draft that was taken back, to be composed again; None where nothing was."""


class Phase(Enum):
    """The phase of one delivery, in order; only UNDOING may go back to HOLDING, where a disk failed."""

    HOLDING = "holding"
    UNDOING = "undoing"
    DELIVERING = "delivering"
    ENDED = "ended"


class SendingScreen(Screen[SendingResult]):
    """Shows one accepted job from its time to undo to its result, and delivers it in between."""

    CSS_PATH = "progress.tcss"
    BINDINGS = [
        Binding("ctrl+z,escape", "undo", "undo", id="sending.undo"),
        Binding("escape", "stop", "stop waiting", id="sending.stop"),
        Binding("escape", "leave", "leave", id="sending.leave"),
        Binding("escape", "close", "close", id="sending.close"),
        Binding("ctrl+q,ctrl+c", "leave_presend", show=False, id="sending.leave_presend"),
    ]

    class Ticked(Message):
        """``TICK_SECONDS`` have passed."""

    @dataclass
    class Advanced(Message):
        """The delivery made progress."""

        progress: Progress

    @dataclass
    class Ended(Message):
        """The attempt to deliver is over; the job as it is now."""

        job: Job

    @dataclass
    class TakenBack(Message):
        """The outbox answered to undo: the draft, or None where it was too late."""

        draft: SavedDraft | None

    def __init__(self, outbox: Outbox, job: Job, clock: Clock) -> None:
        super().__init__()
        self._outbox = outbox
        self._calls = SlowCalls(self, "outbox")
        self._clock = clock
        self._job = job
        self._held_until = clock.monotonic() + _seconds_until(job.not_before, clock.now())
        """By a clock that nobody sets meanwhile."""
        self._phase = Phase.HOLDING
        self._progress = Progress(Stage.CONNECTING)
        self._abort = Abort()
        self._trouble: Callable[[], str] | None = None
        self._answer = FirstAnswer[SendingResult](self)
        self._is_leaving = False

    @property
    def phase(self) -> Phase:
        """The phase that is shown now."""
        return self._phase

    @property
    def _waits_for_the_secret(self) -> bool:
        return self._phase is Phase.DELIVERING and self._progress.stage is Stage.SECRET

    @property
    def job(self) -> Job:
        """The job as last known."""
        return self._job

    def compose(self) -> ComposeResult:
        """Headline and bar above, the report scrolling below, the buttons always in sight."""
        yield TitleLine(id="sending-title")
        yield Line(id="sending-headline", lines=True)
        yield Line(id="sending-bar")
        yield ReportBox(id="sending-report")
        with ButtonRow(id="sending-buttons"):
            yield PushButton(lambda: pgettext("button", "Undo"), id="sending-undo", act=self.action_undo)
            yield PushButton(lambda: pgettext("button", "Send now"), id="sending-now", act=self.action_send_now)
            yield PushButton(lambda: pgettext("button", "Stop waiting"), id="sending-stop", act=self.action_stop)
            yield PushButton(
                lambda: pgettext("button", "Continue in the background"), id="sending-leave", act=self.action_leave
            )
            yield PushButton(lambda: pgettext("button", "Close"), id="sending-close", act=self.action_close)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Focus nothing that acts: a key meant for the dialog before must do no harm here."""
        self.query_one("#sending-report").focus()
        self.set_interval(TICK_SECONDS, lambda: self.post_message(self.Ticked()))
        self._count_down()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self._show()

    def on_sending_screen_ticked(self) -> None:
        """Show the seconds that are left; at 0 begin the delivery."""
        if self._phase is Phase.HOLDING:
            self._count_down()

    def on_sending_screen_advanced(self, message: Advanced) -> None:
        """Show the stage of the delivery, and the keys that it allows."""
        was_waiting = self._waits_for_the_secret
        self._progress = message.progress
        self._show()
        if was_waiting != self._waits_for_the_secret:
            self.refresh_bindings()

    def on_sending_screen_ended(self, message: Ended) -> None:
        """Show the result; dismiss at once a message that came back as a draft."""
        self._job = message.job
        if message.job.state is JobState.RETURNED:
            self._answer.give(SendingResult(message.job))
            return
        self._enter(Phase.ENDED)
        if message.job.state is JobState.SENT:
            self.query_one("#sending-close").focus()

    def on_sending_screen_taken_back(self, message: TakenBack) -> None:
        """Dismiss the draft, or say that it was too late and begin the delivery."""
        if message.draft is not None:
            self._answer.give(SendingResult(self._job, message.draft))
            return
        self._trouble = too_late
        self._start_delivery()

    def on_slow_calls_broke(self, message: SlowCalls.Broke) -> None:
        """Show why the disk failed: undo may be tried again, a delivery has ended."""
        self._trouble = message.words
        self._enter(Phase.HOLDING if self._phase is Phase.UNDOING else Phase.ENDED)

    def policy_changed(self, news: PolicyNews) -> None:
        """Show, while the message is held, that a broken policy keeps it from going.

        The outbox judges the message again by itself.
        """
        if self._phase is Phase.HOLDING:
            self._trouble = (lambda: broken_words(news)) if news.fault else None
            self._show()

    def came_back(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Dismiss where the job is among those that came back as drafts; return the others."""
        for job in (job for job in jobs if job.id == self._job.id):
            self._answer.give(SendingResult(job))
        return [job for job in jobs if job.id != self._job.id]

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        """Do what the button says."""
        message.button.act()

    def action_undo(self) -> None:
        """Take the message back, while it is held."""
        if self._phase is Phase.HOLDING:
            self._trouble = None
            self._enter(Phase.UNDOING)
            self._calls.begin(lambda: self.TakenBack(self._outbox.undo(self._job.id)))

    def action_send_now(self) -> None:
        """Begin the delivery before the time to undo is over."""
        if self._phase is Phase.HOLDING:
            self._start_delivery()

    def action_stop(self) -> None:
        """Abort the command that prints the password; the message stays in the outbox."""
        self._abort.set()

    def action_leave(self) -> None:
        """Dismiss before the end; the outbox goes on with the job."""
        if self._phase in {Phase.HOLDING, Phase.DELIVERING}:
            self._answer.give(SendingResult(self._job))

    def action_close(self) -> None:
        """Dismiss after the end."""
        if self._phase is Phase.ENDED:
            self._answer.give(SendingResult(self._job))

    @work
    async def action_leave_presend(self) -> None:
        """End presend; during a delivery ask first."""
        from composer.screens.sending.leave import LeaveSendingScreen, still_to_do

        if self._phase is Phase.UNDOING or self._is_leaving:
            return
        self._is_leaving = True
        left = await still_to_do(self._outbox) if self._phase is Phase.DELIVERING else []
        if not left or await self.app.push_screen_wait(LeaveSendingScreen(left)):
            self.app.exit(0)
        self._is_leaving = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action makes sense in this phase; the keys of others are not shown."""
        phases = {
            "undo": {Phase.HOLDING},
            "stop": {Phase.DELIVERING} if self._waits_for_the_secret else set(),
            "leave": set() if self._waits_for_the_secret else {Phase.DELIVERING},
            "close": {Phase.ENDED},
        }
        return self._phase in phases[action] if action in phases else super().check_action(action, parameters)

    def _count_down(self) -> None:
        if self._seconds_left() > 0:
            self._show()
        else:
            self._start_delivery()

    def _start_delivery(self) -> None:
        self._enter(Phase.DELIVERING)
        self._calls.attempt(self._deliver)

    def _deliver(self, abort: Abort) -> Message:
        """In a thread, which may outlive the app."""
        self._abort = abort
        return self.Ended(self._outbox.deliver(self._job.id, EachPercent(self._advance), abort))

    def _advance(self, progress: Progress) -> None:
        self._calls.tell(self.Advanced(progress))

    def _seconds_left(self) -> int:
        if self._job.state is not JobState.HELD:
            return 0
        return max(0, math.ceil(self._held_until - self._clock.monotonic()))

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        if phase is not Phase.HOLDING and self.focused is not None:
            self.query_one("#sending-report").focus()
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        self.query_one("#sending-title", Line).say(title(self._job.subject, is_over=self._phase is Phase.ENDED))
        self.query_one("#sending-headline", Line).say(self._headline())
        self.query_one("#sending-bar", Line).say(bar(fraction(self._progress)))
        self.query_one("#sending-bar").display = self._phase is Phase.DELIVERING
        self.query_one(ReportBox).say(self._details())
        self._show_buttons()

    def _show_buttons(self) -> None:
        holding, ended = self._phase is Phase.HOLDING, self._phase is Phase.ENDED
        self.query_one("#sending-undo").display = holding
        self.query_one("#sending-now").display = holding
        self.query_one("#sending-stop").display = self._waits_for_the_secret
        self.query_one("#sending-leave").display = self._phase in {Phase.HOLDING, Phase.DELIVERING}
        self.query_one("#sending-close").display = ended
        self.query_one(ButtonRow).fit()

    def _headline(self) -> str:
        match self._phase:
            case Phase.HOLDING:
                return held_words(self._seconds_left())
            case Phase.UNDOING:
                return _("Taking the message back.")
            case Phase.DELIVERING:
                return stage_words(self._progress)
            case Phase.ENDED:
                return job_words.headline(self._job, self._clock.now())

    def _details(self) -> Sequence[str]:
        parts = [] if self._trouble is None else [self._trouble(), ""]
        if self._phase is Phase.ENDED:
            parts.extend(job_words.report(self._job))
        else:
            parts.extend(result.address for result in self._job.recipients[: job_words.SHOWN])
        return parts


def _seconds_until(moment: datetime | None, now: datetime) -> float:
    """From now on; 0 for none."""
    return 0.0 if moment is None else (moment - now).total_seconds()
