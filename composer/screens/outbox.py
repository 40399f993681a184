"""The outbox: every job with its state and recipients, to be tried again or taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen

from composer.sentences import jobs as job_words
from composer.message.composition import Composition
from composer.sentences.drafts import subject_words
from composer.errors import PresendError
from composer.sentences.changes.news import came_back_notice
from composer.services.bundle import Clock, Job, JobState, Outbox
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.footer import KeyFooter
from composer.widgets.lists.marked_list import MarkedList
from composer.widgets.plain import Line
from composer.widgets.dialogs.push_button import PushButton
from composer.words import _, date_time, pgettext

_CAN_RETRY = {JobState.QUEUED, JobState.PARTIAL, JobState.FAILED, JobState.SENT_NOT_FILED, JobState.UNKNOWN}
_CAN_TAKE_BACK = {JobState.HELD, JobState.QUEUED, JobState.FAILED}


class OutboxScreen(Screen[Composition | None]):
    """Lists jobs, newest first; a job that is taken back is dismissed as the composition it was made from."""

    CSS_PATH = "outbox.tcss"
    BINDINGS = [
        Binding("ctrl+r", "retry", "retry", id="outbox.retry"),
        Binding("delete", "take_back", "take back", id="outbox.take_back"),
        Binding("escape", "close", "close", id="outbox.close"),
    ]

    @dataclass
    class Listed(Message):
        """The disk was read."""

        jobs: Sequence[Job]

    @dataclass
    class Retried(Message):
        """An attempt is over."""

        job: Job

    @dataclass
    class TakenBack(Message):
        """The outbox answered: the composition, or None because it was too late."""

        composition: Composition | None

    @dataclass
    class Broke(Message):
        """The outbox could not do what it was asked for."""

        words: str

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        super().__init__()
        self._outbox = outbox
        self._clock = clock
        self._jobs: list[Job] = []
        self._status: Callable[[], str] = str
        self._busy = False
        self._loaded = False
        self._dismissed = False
        self._sure_of: str | None = None

    @property
    def shown(self) -> tuple[Job, ...]:
        """The jobs in the list, from above."""
        return tuple(self._jobs)

    @property
    def is_busy(self) -> bool:
        """Whether the outbox is being asked for something."""
        return self._busy

    def compose(self) -> ComposeResult:
        """The list above, the chosen job's report below."""
        yield Line(id="outbox-title")
        yield MarkedList(id="outbox-list")
        with VerticalScroll(id="outbox-report"):
            yield Line(id="outbox-details", lines=True)
        yield Line(id="outbox-status", lines=True)
        with ButtonRow(id="outbox-buttons"):
            yield PushButton(lambda: pgettext("button", "Try again"), id="outbox-retry")
            yield PushButton(lambda: pgettext("button", "Take back"), id="outbox-take-back")
            yield PushButton(lambda: pgettext("button", "Close"), id="outbox-close")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the outbox in a worker."""
        self._list.focus()
        self.retranslate()
        self._in_thread(lambda: self.Listed(self._outbox.jobs()))

    def retranslate(self) -> None:
        """Say everything again in the language now active, keeping the highlighted job."""
        self.query_one("#outbox-title", Line).say(pgettext("title", "Outbox"))
        self._fill()
        self._show_chosen()

    def on_outbox_screen_listed(self, message: Listed) -> None:
        """Show what the outbox holds."""
        self._loaded = True
        self._jobs = list(reversed(message.jobs))
        self._done(self._status)

    def on_outbox_screen_retried(self, message: Retried) -> None:
        """Show what the attempt came to."""
        self._jobs = [message.job if job.id == message.job.id else job for job in self._jobs]
        self._done(lambda: job_words.headline(message.job, self._clock.now()))

    def on_outbox_screen_taken_back(self, message: TakenBack) -> None:
        """Hand the message to the composer, or say that it was too late."""
        if message.composition is not None:
            self._leave(message.composition)
        else:
            self._done(lambda: _("It is too late: the message, or a part of it, has already been sent."))

    def came_back(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """The policy changed, and these are drafts again."""
        back = {job.id: job for job in jobs}
        self._jobs = [back.get(job.id, job) for job in self._jobs]
        self._status = lambda: came_back_notice(len(back))
        self.retranslate()
        return ()

    def on_outbox_screen_broke(self, message: Broke) -> None:
        """Say what went wrong."""
        self._loaded = True
        self._done(lambda: message.words)

    def on_option_list_option_highlighted(self) -> None:
        """Another job is looked at; a question about the one before is withdrawn."""
        chosen = self._chosen()
        if chosen is None or chosen.id != self._sure_of:
            self._sure_of = None
        self._show_chosen()

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        """Each button is one of the actions."""
        actions = {
            "outbox-retry": self.action_retry,
            "outbox-take-back": self.action_take_back,
            "outbox-close": self.action_close,
        }
        actions[message.button.id or ""]()

    def action_retry(self) -> None:
        """Try the chosen job again; what may have arrived already is asked about first."""
        job = self._chosen()
        if self._busy or job is None or not self._may(_CAN_RETRY):
            return
        unknown = job.state is JobState.UNKNOWN
        if unknown and self._sure_of != job.id:
            self._sure_of = job.id
            self._say(_unknown_words)
            return
        self._sure_of = None
        self._say(lambda: _("Trying again."))
        self._in_thread(lambda: self._retry(job, unknown))

    def action_take_back(self) -> None:
        """Take the chosen job out of the outbox and back into the composer."""
        job = self._chosen()
        if not self._busy and job is not None and self._may(_CAN_TAKE_BACK):
            self._in_thread(lambda: self.TakenBack(self._outbox.undo(job.id)))

    def action_close(self) -> None:
        """Leave; what was begun goes on."""
        self._leave(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense for the chosen job is offered."""
        states = {"retry": _CAN_RETRY, "take_back": _CAN_TAKE_BACK}
        return self._may(states[action]) if action in states else super().check_action(action, parameters)

    def _may(self, states: set[JobState]) -> bool:
        job = self._chosen()
        return job is not None and job.state in states

    @property
    def _list(self) -> MarkedList:
        return self.query_one("#outbox-list", MarkedList)

    def _chosen(self) -> Job | None:
        index = self._list.highlighted
        return self._jobs[index] if index is not None and index < len(self._jobs) else None

    def _leave(self, result: Composition | None) -> None:
        if not self._dismissed:
            self._dismissed = True
            self.dismiss(result)

    def _retry(self, job: Job, unknown: bool) -> Message:
        self._outbox.retry(job.id, include_unknown=unknown)
        return self.Retried(self._outbox.deliver(job.id, lambda _progress: None))

    def _in_thread(self, act: Callable[[], Message]) -> None:
        def run() -> None:
            try:
                message = act()
            except PresendError as error:
                message = self.Broke(str(error))
            self.post_message(message)

        self._busy = True
        self.run_worker(run, thread=True, group="outbox")

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
        self.query_one("#outbox-details", Line).say(self._report(job))
        self.query_one("#outbox-status", Line).say(self._status())
        self.query_one("#outbox-retry").display = self._may(_CAN_RETRY)
        self.query_one("#outbox-take-back").display = self._may(_CAN_TAKE_BACK)
        self.refresh_bindings()

    def _report(self, job: Job | None) -> str:
        if job is not None:
            return "\n".join([job_words.headline(job, self._clock.now()), "", *job_words.report(job)])
        return _("The outbox is empty.") if self._loaded else ""


def _unknown_words() -> str:
    return _(
        "This message may have arrived already and would then arrive twice. "
        "Choose Try again once more to send it all the same."
    )


def _job_line(job: Job, zone: tzinfo | None) -> str:
    created = date_time(job.created_at.astimezone(zone))
    return f"{subject_words(job.subject)}\n  {created} | {job_words.state_label(job.state)}"
