"""The outbox: every job with its state and recipients, to be tried again or taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from msgspec import Struct
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from composer.message.composition import Composition
from composer.screens.slow_calls import SlowCalls
from composer.sentences import jobs as job_words
from composer.sentences.changes.news import came_back_notice
from composer.sentences.drafts import subject_words
from composer.services.clock import Clock
from composer.services.drafts import SavedDraft
from composer.services.outbox import Decision, Job, JobState, Outbox
from composer.threads.abort import Abort
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.footer import KeyFooter
from composer.widgets.lists.marked_list import MarkedList
from composer.widgets.lists.report_box import ReportBox
from composer.widgets.plain import Line, TitleLine
from composer.words import _, date_time, pgettext

_CAN_RETRY = {JobState.QUEUED, JobState.PARTIAL, JobState.FAILED, JobState.SENT_NOT_FILED, JobState.UNKNOWN}
_CAN_SETTLE = {JobState.QUEUED, JobState.PARTIAL, JobState.FAILED, JobState.UNKNOWN}
_CAN_TAKE_BACK = {JobState.HELD, JobState.QUEUED, JobState.FAILED}


class Correction(Struct, frozen=True):
    """A message for one recipient of a job, to be composed again under another address.

    Once it is accepted, the recipient of the job is closed as corrected.
    """

    composition: Composition
    job_id: str
    address: str
    """The recipient's address in the job."""


class OutboxScreen(Screen[SavedDraft | Correction | None]):
    """Lists the jobs of the outbox, newest first, with a report on the marked one.

    Dismisses what is to be composed: a draft that was taken back, a ``Correction``, or None.
    """

    CSS_PATH = "outbox.tcss"
    BINDINGS = [
        Binding("ctrl+r", "retry", "retry", id="outbox.retry"),
        Binding("delete", "take_back", "take back", id="outbox.take_back"),
        Binding("ctrl+d", "decide", "decide", id="outbox.decide"),
        Binding("escape", "close", "close", id="outbox.close"),
        Binding("ctrl+q,ctrl+c", "leave_presend", show=False, id="outbox.leave_presend"),
    ]

    @dataclass
    class Listed(Message):
        """The jobs were read."""

        jobs: Sequence[Job]

    @dataclass
    class Retried(Message):
        """An attempt to deliver, or a decision, is over; the job as it is now."""

        job: Job

    @dataclass
    class Corrected(Message):
        """The outbox gave the message for one recipient, to be corrected."""

        correction: Correction

    @dataclass
    class TakenBack(Message):
        """The outbox answered: the draft that was taken back, or the job where it was too late."""

        taken: SavedDraft | Job

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        super().__init__()
        self._outbox = outbox
        self._calls = SlowCalls(self, "outbox")
        self._clock = clock
        self._jobs: list[Job] = []
        self._status: Callable[[], str] = str
        self._busy = False
        self._loaded = False
        self._answer = FirstAnswer[SavedDraft | Correction | None](self)
        self._sure_of: str | None = None

    @property
    def shown(self) -> tuple[Job, ...]:
        """The jobs in the list, from the top."""
        return tuple(self._jobs)

    @property
    def is_busy(self) -> bool:
        """Whether a call to the outbox is under way."""
        return self._busy

    def compose(self) -> ComposeResult:
        """The list above, the chosen job's report below."""
        yield TitleLine(id="outbox-title")
        yield MarkedList(id="outbox-list")
        yield ReportBox(id="outbox-report")
        yield Line(id="outbox-status", lines=True)
        with ButtonRow(id="outbox-buttons"):
            yield PushButton(lambda: pgettext("button", "Try again"), id="outbox-retry", act=self.action_retry)
            yield PushButton(lambda: pgettext("button", "Decide"), id="outbox-decide", act=self.action_decide)
            yield PushButton(lambda: pgettext("button", "Take back"), id="outbox-take-back", act=self.action_take_back)
            yield PushButton(lambda: pgettext("button", "Close"), id="outbox-close", act=self.action_close)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the outbox in a worker."""
        self._list.focus()
        self.retranslate()
        self._ask(lambda _abort: self.Listed(self._outbox.jobs()))

    def retranslate(self) -> None:
        """Say everything again in the language now active, keeping the highlighted job."""
        self.query_one("#outbox-title", Line).say(pgettext("title", "Outbox"))
        self._fill()
        self._show_chosen()

    def on_outbox_screen_listed(self, message: Listed) -> None:
        """Fill the list; the focus goes to the only button where it is empty."""
        self._loaded = True
        self._jobs = list(reversed(message.jobs))
        self._done(self._status)
        if not self._jobs:
            self.query_one("#outbox-close").focus()

    def on_outbox_screen_retried(self, message: Retried) -> None:
        """Show the job as it is after the attempt."""
        self._jobs = [message.job if job.id == message.job.id else job for job in self._jobs]
        self._done(lambda: job_words.headline(message.job, self._clock.now()))

    def on_outbox_screen_taken_back(self, message: TakenBack) -> None:
        """Dismiss the draft, or say that it was too late."""
        taken = message.taken
        if isinstance(taken, Job):
            self._done(lambda: job_words.not_taken_back(taken, self._clock.now()))
        else:
            self._answer.give(taken)

    def on_outbox_screen_corrected(self, message: Corrected) -> None:
        """Dismiss the correction, which is judged and sent as any message is."""
        self._answer.give(message.correction)

    def came_back(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Show which listed jobs came back as drafts, and how many; return those that are not listed."""
        back = {job.id: job for job in jobs}
        self._jobs = [back.get(job.id, job) for job in self._jobs]
        self._status = lambda: came_back_notice(len(back))
        self.retranslate()
        return ()

    def on_slow_calls_broke(self, message: SlowCalls.Broke) -> None:
        """Say why the outbox could not do what was asked."""
        self._loaded = True
        self._done(message.words)

    def on_option_list_option_highlighted(self) -> None:
        """Show the report on another job; an open question about the last one is withdrawn."""
        chosen = self._chosen()
        if chosen is None or chosen.id != self._sure_of:
            self._sure_of = None
        self._show_chosen()

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        """Do what the button says."""
        message.button.act()

    def action_retry(self) -> None:
        """Deliver the marked job again; ask first where a recipient may have it already."""
        job = self._chosen()
        if self._busy or job is None or not self._may_retry():
            return
        unknown = job.state is JobState.UNKNOWN
        if unknown and self._sure_of != job.id:
            self._sure_of = job.id
            self._say(_unknown_words)
            return
        self._sure_of = None
        self._say(lambda: _("Trying again."))
        self._ask(lambda abort: self._retry(job, unknown, abort))

    def action_take_back(self) -> None:
        """Take the marked job out of the outbox, and back into the composer."""
        job = self._chosen()
        if not self._busy and job is not None and self._may(_CAN_TAKE_BACK):
            self._ask(lambda _abort: self.TakenBack(self._outbox.undo(job.id) or self._outbox.job(job.id)))

    @work
    async def action_decide(self) -> None:
        """Ask what became of recipients whose delivery is open, and close them or correct an address."""
        from composer.screens.sending.settle import Choice, SettleScreen

        job = self._chosen()
        if self._busy or job is None or not self._may_settle():
            return
        settlement = await self.app.push_screen_wait(SettleScreen(job))
        if settlement is None or self._busy:
            return
        address = settlement.address
        if settlement.choice is Choice.CORRECT and address is not None:
            self._ask(lambda _abort: self._correct(job, address))
            return
        decision = Decision.DELIVERED if settlement.choice is Choice.ARRIVED else Decision.GIVE_UP
        self._ask(lambda _abort: self.Retried(self._outbox.settle(job.id, decision, address)))

    def action_close(self) -> None:
        """Dismiss None; a call that is under way goes on."""
        self._answer.give(None)

    async def action_leave_presend(self) -> None:
        """Close, and end presend by way of the composer, which tells what is left."""
        self._answer.give(None)
        self.app.call_later(self.app.action_quit)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action makes sense for the marked job; the keys of others are not shown."""
        offered: dict[str, Callable[[], bool]] = {
            "retry": self._may_retry,
            "decide": self._may_settle,
            "take_back": lambda: self._may(_CAN_TAKE_BACK),
        }
        return offered[action]() if action in offered else super().check_action(action, parameters)

    def _may_retry(self) -> bool:
        job = self._chosen()
        return job is not None and self._may(_CAN_RETRY) and not job_words.has_expired(job)

    def _may_settle(self) -> bool:
        job = self._chosen()
        return job is not None and job.state in _CAN_SETTLE and job.attempts > 0

    def _may(self, states: set[JobState]) -> bool:
        job = self._chosen()
        return job is not None and job.state in states

    @property
    def _list(self) -> MarkedList:
        return self.query_one("#outbox-list", MarkedList)

    def _chosen(self) -> Job | None:
        return self._list.chosen(self._jobs)

    def _retry(self, job: Job, unknown: bool, abort: Abort) -> Message:
        self._outbox.retry(job.id, include_unknown=unknown)
        return self.Retried(self._outbox.deliver(job.id, lambda _progress: None, abort))

    def _correct(self, job: Job, address: str) -> Message:
        return self.Corrected(Correction(self._outbox.correction(job.id, address), job.id, address))

    def _ask(self, call: Callable[[Abort], Message]) -> None:
        self._busy = True
        self._calls.attempt(call)

    def _done(self, status: Callable[[], str]) -> None:
        self._busy = False
        self._status = status
        self.retranslate()

    def _say(self, status: Callable[[], str]) -> None:
        self._status = status
        self.query_one("#outbox-status", Line).say(status())

    def _fill(self) -> None:
        zone = self._clock.now().tzinfo
        self._list.fill([_job_line(job, zone) for job in self._jobs])

    def _show_chosen(self) -> None:
        job = self._chosen()
        self.query_one(ReportBox).say(self._report(job))
        self.query_one("#outbox-status", Line).say(self._status())
        self.query_one("#outbox-retry").display = self._may_retry()
        self.query_one("#outbox-decide").display = self._may_settle()
        self.query_one("#outbox-take-back").display = self._may(_CAN_TAKE_BACK)
        self.query_one(ButtonRow).fit()
        self.refresh_bindings()

    def _report(self, job: Job | None) -> Sequence[str]:
        if job is not None:
            return [job_words.headline(job, self._clock.now()), "", *job_words.report(job)]
        return [job_words.empty_outbox_words()] if self._loaded else []


def _unknown_words() -> str:
    return _(
        "This message may have arrived already and would then arrive twice. "
        "Choose Try again once more to send it all the same."
    )


def _job_line(job: Job, zone: tzinfo | None) -> str:
    created = date_time(job.created_at.astimezone(zone))
    return f"{subject_words(job.subject)}\n  {created} | {job_words.state_label(job.state)}"
