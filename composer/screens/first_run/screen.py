"""The first-run form: asks for what sending needs, tests it, and saves; nothing typed is ever lost by a fault."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from composer import words
from composer.screens.dialogs.replace import ReplaceScreen
from composer.screens.first_run.form import FirstRunForm
from composer.screens.slow_calls import SlowCalls
from composer.sentences.progress import secret_late_words, stage_words
from composer.services.outbox import Progress, Stage
from composer.setup.first_run.saving import FirstRun, FirstRunResult
from composer.setup.first_run.values import Fault, FormValues, Place
from composer.threads.abort import Abort
from composer.threads.background import in_background
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.footer import KeyFooter
from composer.widgets.plain import Line, TitleLine
from composer.words import _, ngettext, pgettext

PATIENCE = 30.0
"""Seconds that the test of a server may take."""


class FirstRunScreen(Screen[FirstRunResult | None]):
    """Quick tests first, then the server, then the question about files in the way, then saving."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]
    BINDINGS = [
        Binding("ctrl+s", "save", "save", id="first_run.save"),
        Binding("escape", "step_back", "step back", id="first_run.step_back"),
    ]

    @dataclass
    class Checked(Message):
        """The quick tests are done."""

        values: FormValues
        faults: Sequence[Fault]

    @dataclass
    class Waited(Message):
        """Something is waited for, and may take a while."""

        stage: Stage
        host: str

    @dataclass
    class Reached(Message):
        """The server was tried."""

        values: FormValues
        faults: Sequence[Fault]

    @dataclass
    class InTheWay(Message):
        """The disk was asked what saving would replace."""

        values: FormValues
        paths: Sequence[Path]

    @dataclass
    class Saved(Message):
        """The files are written."""

        result: FirstRunResult

    def __init__(self, setup: FirstRun, patience: float = PATIENCE) -> None:
        super().__init__()
        self._setup = setup
        self._calls = SlowCalls(self, "first_run")
        self._patience = patience
        self._work: Worker[None] | None = None
        self._tested: FormValues | None = None
        self._unreachable: FormValues | None = None
        self._leaving = False
        self._answer = FirstAnswer[FirstRunResult | None](self)
        self._status: Callable[[], str] = str

    @property
    def is_busy(self) -> bool:
        """Whether something is being tested or saved."""
        return self._work is not None

    @property
    def values(self) -> FormValues:
        """The form as it stands."""
        return self.query_one(FirstRunForm).values

    def compose(self) -> ComposeResult:
        """The fields scroll; what happens and the buttons stay in sight."""
        yield TitleLine(id="first-run-title")
        with VerticalScroll(id="first-run-fields", can_focus=False):
            yield Line(id="first-run-intro", lines=True)
            yield FirstRunForm(self._setup)
        yield Line(id="first-run-status", lines=True)
        with ButtonRow(id="first-run-buttons"):
            yield PushButton(
                lambda: pgettext("button", "Test and save"),
                id="first-run-save",
                variant="primary",
                act=self.action_save,
            )
            yield PushButton(
                lambda: pgettext("button", "Save without this test"),
                id="first-run-anyway",
                act=self.action_save_untested,
            )
            yield PushButton(
                lambda: pgettext("button", "Stop the test"), id="first-run-stop", act=self.action_step_back
            )
        yield KeyFooter()

    def on_mount(self) -> None:
        """Start in the first field."""
        self.retranslate()
        self._show_buttons()
        self.query_one(FirstRunForm).focus_first()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self.query_one("#first-run-title", Line).say(_("presend: your settings"))
        self.query_one("#first-run-intro", Line).say(_("presend needs a few things before it can send your mail."))
        self.query_one("#first-run-status", Line).say(self._status())

    def on_first_run_form_changed(self) -> None:
        """What was tested is no longer what stands there: its test ends, and only what is being written goes on."""
        self._leaving = False
        self._unreachable = None
        if self._work is not None and self._tested not in (None, self.values):
            self._stop_the_test()
        self._show_buttons()

    def on_first_run_form_language_chosen(self, message: FirstRunForm.LanguageChosen) -> None:
        """The form answers in the language that was chosen, where there is a catalog."""
        if message.tag in words.available():
            words.use(message.tag)
            _retranslate(self)

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        """Each button is one of the actions."""
        message.button.act()

    def action_save(self) -> None:
        """Test everything, then save."""
        if self._work is None and not self._answer.is_given:
            self._tested = values = self.values
            self._say(lambda: _("Testing what you typed."))
            self._ask(lambda: self.Checked(values, self._setup.check(values)))

    def action_save_untested(self) -> None:
        """Save although the server was not reached; offered only after that test failed for what stands there."""
        if self._work is None and self._unreachable is not None:
            self._ask_before_saving(self._unreachable)

    def action_step_back(self) -> None:
        """Stop a test; else leave, asked for twice because what was typed would be gone."""
        if self._work is not None:
            self._stop_the_test()
        elif self._leaving or self.values == self._setup.suggested:
            self._answer.give(None)
        else:
            self._leaving = True
            self._say(lambda: _("Nothing is saved yet. Press Escape again to leave without saving."))

    def on_first_run_screen_checked(self, message: Checked) -> None:
        """Faults go to their fields; without any the server is next."""
        if not self._awaits(message.values):
            return
        if message.faults:
            self._blame(message.faults)
            return
        self.query_one(FirstRunForm).blame(())
        if self._setup.needs_server(message.values):
            host = message.values.host
            self._say(lambda: _waiting_words(Stage.CONNECTING, host))
            self._work = self.run_worker(self._reach(message.values), group="first_run")
            self._show_buttons()
        else:
            self._ask_before_saving(message.values)

    def on_first_run_screen_waited(self, message: Waited) -> None:
        """Say what takes its time."""
        if self._work is not None:
            self._say(lambda: _waiting_words(message.stage, message.host))

    def on_first_run_screen_reached(self, message: Reached) -> None:
        """A server that does not answer may be left for later, knowingly."""
        if not self._awaits(message.values):
            return
        if message.faults:
            self._blame(message.faults)
            self._unreachable = message.values
            self._show_buttons()
        else:
            self._ask_before_saving(message.values)

    def on_first_run_screen_in_the_way(self, message: InTheWay) -> None:
        """Never replace a file unasked."""
        if not self._awaits(message.values):
            return
        self._finish(str)
        if not message.paths:
            self._save(message.values, replace=False)
            return

        def answered(replace: bool | None) -> None:
            if replace:
                self._save(message.values, replace=True)
            else:
                self._say(lambda: _("Nothing was replaced, and nothing was saved."))

        self.app.push_screen(ReplaceScreen(tuple(message.paths)), answered)

    def on_first_run_screen_saved(self, message: Saved) -> None:
        """The files are written: close with what was saved."""
        self._finish(str)
        self._answer.give(message.result)

    def on_slow_calls_broke(self, message: SlowCalls.Broke) -> None:
        """The disk said no; the form stays as it is."""
        self._finish(message.words)

    async def _reach(self, values: FormValues) -> None:
        """Try the server in a thread that nobody has to wait for, and report by a message."""
        abort, stages = Abort(), list[Stage]()

        def tell(stage: Stage) -> None:
            stages.append(stage)
            self.post_message(self.Waited(stage, values.host))

        try:
            test = in_background(lambda _abort: self._setup.reach(values, abort, tell))
            faults = await asyncio.wait_for(test, self._patience)
        except TimeoutError:
            faults = (_no_answer(values.host, self._patience, stages),)
        finally:
            abort.set()
        self.post_message(self.Reached(values, faults))

    def _awaits(self, values: FormValues) -> bool:
        """Whether an answer about these values is waited for; not once their test was stopped."""
        return self._work is not None and values == self._tested

    def _stop_the_test(self) -> None:
        if self._work is not None:
            self._work.cancel()
        self._finish(lambda: _("The test was stopped. Nothing was saved."))

    def _ask_before_saving(self, values: FormValues) -> None:
        self._tested = values
        self._ask(lambda: self.InTheWay(values, self._setup.in_the_way(values)))

    def _save(self, values: FormValues, *, replace: bool) -> None:
        self._tested = None
        self._say(lambda: _("Saving."))
        self._ask(lambda: self.Saved(self._setup.save(values, replace=replace)))

    def _ask(self, call: Callable[[], Message]) -> None:
        self._work = self._calls.begin(call)
        self._show_buttons()

    def _blame(self, faults: Sequence[Fault]) -> None:
        count = len(faults)
        self.query_one(FirstRunForm).blame(faults)
        self._finish(
            lambda: ngettext(
                "{n} thing is not right yet. Nothing was saved.",
                "{n} things are not right yet. Nothing was saved.",
                count,
            )
        )

    def _finish(self, status: Callable[[], str]) -> None:
        self._work = None
        self._say(status)
        self._show_buttons()

    def _say(self, status: Callable[[], str]) -> None:
        self._status = status
        self.query_one("#first-run-status", Line).say(status())

    def _show_buttons(self) -> None:
        self.query_one("#first-run-save").display = self._work is None
        self.query_one("#first-run-anyway").display = self._work is None and self._unreachable is not None
        self.query_one("#first-run-stop").display = self._work is not None
        self.query_one(ButtonRow).fit()


def _waiting_words(stage: Stage, host: str) -> str:
    if stage is Stage.SECRET:
        return stage_words(Progress(Stage.SECRET))
    return _("Connecting to {host}. Nothing is sent.", host=host)


def _no_answer(host: str, seconds: float, stages: Sequence[Stage]) -> Fault:
    """Of the command that prints the password, or of the server, whichever was waited for last."""
    if stages[-1:] == [Stage.SECRET]:
        return Fault(Place.PASSWORD_COMMAND, secret_late_words)
    return Fault(Place.HOST, partial(_late_words, host, seconds))


def _late_words(host: str, seconds: float) -> str:
    return ngettext(
        "{host} did not answer within {n} second. Check its name and the port.",
        "{host} did not answer within {n} seconds. Check its name and the port.",
        int(seconds),
        host=host,
    )


def _retranslate(node: Widget) -> None:
    for part in (node, *node.walk_children(Widget)):
        if callable(again := getattr(part, "retranslate", None)):
            again()
