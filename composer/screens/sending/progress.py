"""A message on its way: the time to undo, the progress, and what it came to, recipient by recipient."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen

from composer.sentences import jobs as job_words
from composer.message.composition import Composition
from composer.errors import PresendError
from composer.sentences.changes.news import broken_words
from composer.drafting.policy_watch import PolicyNews
from composer.sentences.progress import EachPercent, bar, fraction, held_words, stage_words, title, too_late
from composer.services.bundle import Clock, Job, JobState, Outbox, Progress, Stage
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.footer import KeyFooter
from composer.widgets.plain import Line
from composer.widgets.dialogs.push_button import PushButton
from composer.words import _, pgettext

TICK_SECONDS = 0.25
"""How often the countdown looks at the clock."""


class SendingResult(Struct, frozen=True):
    """How the member left the screen."""

    job: Job
    """As last known; still held or queued when the member went on before the end, or come back by itself."""
    undone: Composition | None = None
    """What was taken back, to be composed on."""


class Phase(Enum):
    """Where the screen is; it only ever moves downward, save from UNDOING back to HOLDING when a disk says no."""

    HOLDING = "holding"
    UNDOING = "undoing"
    DELIVERING = "delivering"
    ENDED = "ended"


class SendingScreen(Screen[SendingResult]):
    """Shows one accepted job until it has come to something, and delivers it when its time to undo is over."""

    CSS_PATH = "progress.tcss"
    BINDINGS = [
        Binding("ctrl+z,escape", "undo", "undo", id="sending.undo"),
        Binding("escape", "leave", "leave", id="sending.leave"),
        Binding("escape", "close", "close", id="sending.close"),
    ]

    class Ticked(Message):
        """Time went by."""

    @dataclass
    class Advanced(Message):
        """The delivery made a step."""

        progress: Progress

    @dataclass
    class Ended(Message):
        """The attempt to deliver is over."""

        job: Job

    @dataclass
    class TakenBack(Message):
        """The outbox answered to undo: what was taken back, or None because it was too late."""

        composition: Composition | None

    @dataclass
    class Broke(Message):
        """The outbox could not do what it was asked for."""

        words: str

    def __init__(self, outbox: Outbox, job: Job, clock: Clock) -> None:
        super().__init__()
        self._outbox = outbox
        self._clock = clock
        self._job = job
        self._phase = Phase.HOLDING
        self._progress = Progress(Stage.CONNECTING)
        self._trouble: Callable[[], str] | None = None
        self._dismissed = False

    @property
    def phase(self) -> Phase:
        """Where the screen is."""
        return self._phase

    @property
    def job(self) -> Job:
        """The job as last known."""
        return self._job

    def compose(self) -> ComposeResult:
        """Headline and bar above, the report scrolling below, the buttons always in sight."""
        yield Line(id="sending-title")
        yield Line(id="sending-headline", lines=True)
        yield Line(id="sending-bar")
        with VerticalScroll(id="sending-report"):
            yield Line(id="sending-details", lines=True)
        with ButtonRow(id="sending-buttons"):
            yield PushButton(lambda: pgettext("button", "Undo"), id="sending-undo")
            yield PushButton(lambda: pgettext("button", "Send now"), id="sending-now")
            yield PushButton(lambda: pgettext("button", "Continue in the background"), id="sending-leave")
            yield PushButton(lambda: pgettext("button", "Close"), id="sending-close")
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
        """Count down, and deliver when the time to undo is over."""
        if self._phase is Phase.HOLDING:
            self._count_down()

    def on_sending_screen_advanced(self, message: Advanced) -> None:
        """Show the step."""
        self._progress = message.progress
        self._show()

    def on_sending_screen_ended(self, message: Ended) -> None:
        """Show what it came to; only a clean success is closed by the next Enter, and what came back is composed on."""
        self._job = message.job
        if message.job.state is JobState.RETURNED:
            self._leave(SendingResult(message.job))
            return
        self._enter(Phase.ENDED)
        if message.job.state is JobState.SENT:
            self.query_one("#sending-close").focus()

    def on_sending_screen_taken_back(self, message: TakenBack) -> None:
        """Hand the message back, or go on where it was too late."""
        if message.composition is not None:
            self._leave(SendingResult(self._job, message.composition))
            return
        self._trouble = too_late
        self._start_delivery()

    def on_sending_screen_broke(self, message: Broke) -> None:
        """A disk said no: undo may be tried again, a delivery is over for now."""
        self._trouble = lambda: message.words
        self._enter(Phase.HOLDING if self._phase is Phase.UNDOING else Phase.ENDED)

    def policy_changed(self, news: PolicyNews) -> None:
        """Say while the message is held that a broken policy keeps it from going; the outbox judges the message."""
        if self._phase is Phase.HOLDING:
            self._trouble = (lambda: broken_words(news)) if news.fault else None
            self._show()

    def came_back(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """The policy changed, and the message is a draft again: it is composed on."""
        for job in (job for job in jobs if job.id == self._job.id):
            self._leave(SendingResult(job))
        return [job for job in jobs if job.id != self._job.id]

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        """Each button is one of the actions."""
        actions = {
            "sending-undo": self.action_undo,
            "sending-now": self.action_send_now,
            "sending-leave": self.action_leave,
            "sending-close": self.action_close,
        }
        actions[message.button.id or ""]()

    def action_undo(self) -> None:
        """Take the message back while it is held."""
        if self._phase is Phase.HOLDING:
            self._trouble = None
            self._enter(Phase.UNDOING)
            self.run_worker(self._take_back, thread=True, group="outbox")

    def action_send_now(self) -> None:
        """Do not wait for the time to undo."""
        if self._phase is Phase.HOLDING:
            self._start_delivery()

    def action_leave(self) -> None:
        """Go on with other things; the outbox keeps the job."""
        if self._phase in {Phase.HOLDING, Phase.DELIVERING}:
            self._leave(SendingResult(self._job))

    def action_close(self) -> None:
        """Leave after the end."""
        if self._phase is Phase.ENDED:
            self._leave(SendingResult(self._job))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense now is offered."""
        phases = {
            "undo": {Phase.HOLDING},
            "leave": {Phase.DELIVERING},
            "close": {Phase.ENDED},
        }
        return self._phase in phases[action] if action in phases else super().check_action(action, parameters)

    def _leave(self, result: SendingResult) -> None:
        if not self._dismissed:
            self._dismissed = True
            self.dismiss(result)

    def _count_down(self) -> None:
        if self._seconds_left() > 0:
            self._show()
        else:
            self._start_delivery()

    def _start_delivery(self) -> None:
        self._enter(Phase.DELIVERING)
        self.run_worker(self._deliver, thread=True, group="outbox")

    def _deliver(self) -> None:
        """In a thread: deliver, and report by messages only."""
        try:
            job = self._outbox.deliver(self._job.id, EachPercent(self._advance))
        except PresendError as error:
            self.post_message(self.Broke(str(error)))
        else:
            self.post_message(self.Ended(job))

    def _advance(self, progress: Progress) -> None:
        self.post_message(self.Advanced(progress))

    def _take_back(self) -> None:
        """In a thread: undo, and report by messages only."""
        try:
            composition = self._outbox.undo(self._job.id)
        except PresendError as error:
            self.post_message(self.Broke(str(error)))
        else:
            self.post_message(self.TakenBack(composition))

    def _seconds_left(self) -> int:
        if self._job.state is not JobState.HELD or self._job.not_before is None:
            return 0
        return max(0, math.ceil((self._job.not_before - self._clock.now()).total_seconds()))

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        if phase is not Phase.HOLDING and self.focused is not None:
            self.query_one("#sending-report").focus()
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        self.query_one("#sending-title", Line).say(title(self._job.subject))
        self.query_one("#sending-headline", Line).say(self._headline())
        self.query_one("#sending-bar", Line).say(bar(fraction(self._progress)))
        self.query_one("#sending-bar").display = self._phase is Phase.DELIVERING
        self.query_one("#sending-details", Line).say(self._details())
        self._show_buttons()

    def _show_buttons(self) -> None:
        holding, ended = self._phase is Phase.HOLDING, self._phase is Phase.ENDED
        self.query_one("#sending-undo").display = holding
        self.query_one("#sending-now").display = holding
        self.query_one("#sending-leave").display = self._phase in {Phase.HOLDING, Phase.DELIVERING}
        self.query_one("#sending-close").display = ended

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

    def _details(self) -> str:
        parts = [] if self._trouble is None else [self._trouble(), ""]
        if self._phase is Phase.ENDED:
            parts.extend(job_words.report(self._job))
        else:
            parts.extend(result.address for result in self._job.recipients[: job_words.SHOWN])
        return "\n".join(parts)
