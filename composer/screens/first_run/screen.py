"""The first-run form: asks for what sending needs, tests it, and saves; nothing typed is ever lost by a fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from composer import words
from composer.screens.first_run.daemon_call import in_daemon_thread
from composer.errors import StorageError
from composer.setup.first_run.saving import FirstRun, FirstRunResult
from composer.setup.first_run.values import Fault, FormValues, Place
from composer.screens.first_run.form import FirstRunForm
from composer.screens.dialogs.replace import ReplaceScreen
from composer.widgets.dialogs.dialog_parts import ButtonRow
from composer.widgets.fields.field_keys import FIELD_KEYS
from composer.widgets.footer import KeyFooter
from composer.widgets.plain import Line
from composer.widgets.dialogs.push_button import PushButton
from composer.words import _, ngettext, pgettext

PATIENCE = 30.0
"""Seconds that the test of a server may take."""


class FirstRunScreen(Screen[FirstRunResult | None]):
    """Quick tests first, then the server, then the question about files in the way, then saving."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]
    BINDINGS = [
        *FIELD_KEYS,
        Binding("ctrl+s", "save", "save", id="first_run.save"),
        Binding("escape", "step_back", "step back", id="first_run.step_back"),
    ]

    @dataclass
    class Checked(Message):
        """The quick tests are done."""

        values: FormValues
        faults: Sequence[Fault]

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

    @dataclass
    class Broke(Message):
        """The files could not be written."""

        words: str

    def __init__(self, setup: FirstRun, patience: float = PATIENCE) -> None:
        super().__init__()
        self._setup = setup
        self._patience = patience
        self._work: Worker[None] | None = None
        self._unreachable: FormValues | None = None
        self._leaving = False
        self._dismissed = False
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
        yield Line(id="first-run-title")
        with VerticalScroll(id="first-run-fields", can_focus=False):
            yield Line(id="first-run-intro", lines=True)
            yield FirstRunForm(self._setup)
        yield Line(id="first-run-status", lines=True)
        with ButtonRow(id="first-run-buttons"):
            yield PushButton(lambda: pgettext("button", "Test and save"), id="first-run-save", variant="primary")
            yield PushButton(lambda: pgettext("button", "Save without this test"), id="first-run-anyway")
            yield PushButton(lambda: pgettext("button", "Stop the test"), id="first-run-stop")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Start in the first field."""
        self.retranslate()
        self._show_buttons()
        self.query_one(FirstRunForm).focus_place(Place.ADDRESS)

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self.query_one("#first-run-title", Line).say(_("presend: your settings"))
        self.query_one("#first-run-intro", Line).say(_("presend needs a few things before it can send your mail."))
        self.query_one("#first-run-status", Line).say(self._status())

    def on_first_run_form_changed(self) -> None:
        """What was tested is no longer what stands there."""
        self._leaving = False
        self._unreachable = None
        self._show_buttons()

    def on_first_run_form_language_chosen(self, message: FirstRunForm.LanguageChosen) -> None:
        """The form answers in the language that was chosen, where there is a catalog."""
        if message.tag in words.available():
            words.use(message.tag)
            _retranslate(self)

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        """Each button is one of the actions."""
        actions = {
            "first-run-save": self.action_save,
            "first-run-anyway": self.action_save_untested,
            "first-run-stop": self.action_step_back,
        }
        actions[message.button.id or ""]()

    def action_save(self) -> None:
        """Test everything, then save."""
        if self._work is None and not self._dismissed:
            values = self.values
            self._say(lambda: _("Testing what you typed."))
            self._in_thread(lambda: self.Checked(values, self._setup.check(values)))

    def action_save_untested(self) -> None:
        """Save although the server was not reached; offered only after that test failed for what stands there."""
        if self._work is None and self._unreachable is not None:
            self._ask_before_saving(self._unreachable)

    def action_step_back(self) -> None:
        """Stop a test; else leave, asked for twice because what was typed would be gone."""
        if self._work is not None:
            self._work.cancel()
            self._finish(lambda: _("The test was stopped. Nothing was saved."))
        elif self._leaving or self.values == self._setup.suggested:
            self._leave(None)
        else:
            self._leaving = True
            self._say(lambda: _("Nothing is saved yet. Press Escape again to leave without saving."))

    def on_first_run_screen_checked(self, message: Checked) -> None:
        """Faults go to their fields; without any the server is next."""
        if message.faults:
            self._blame(message.faults)
            return
        self.query_one(FirstRunForm).blame(())
        if self._setup.needs_server(message.values):
            host = message.values.host
            self._say(lambda: _("Connecting to {host}. Nothing is sent.", host=host))
            self._work = self.run_worker(self._reach(message.values), group="first_run")
            self._show_buttons()
        else:
            self._ask_before_saving(message.values)

    def on_first_run_screen_reached(self, message: Reached) -> None:
        """A server that does not answer may be left for later, knowingly."""
        if message.faults:
            self._blame(message.faults)
            self._unreachable = message.values
            self._show_buttons()
        else:
            self._ask_before_saving(message.values)

    def on_first_run_screen_in_the_way(self, message: InTheWay) -> None:
        """Never replace a file unasked."""
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
        """Done."""
        self._finish(str)
        self._leave(message.result)

    def on_first_run_screen_broke(self, message: Broke) -> None:
        """The disk said no; the form stays as it is."""
        self._finish(lambda: message.words)

    async def _reach(self, values: FormValues) -> None:
        """Try the server in a thread that nobody has to wait for, and report by a message."""
        try:
            faults = await in_daemon_thread(lambda: self._setup.reach(values), self._patience)
        except TimeoutError:
            faults = (Fault(Place.HOST, _no_answer(values.host, self._patience)),)
        self.post_message(self.Reached(values, faults))

    def _ask_before_saving(self, values: FormValues) -> None:
        self._in_thread(lambda: self.InTheWay(values, self._setup.in_the_way(values)))

    def _save(self, values: FormValues, *, replace: bool) -> None:
        self._say(lambda: _("Saving."))
        self._in_thread(lambda: self.Saved(self._setup.save(values, replace=replace)))

    def _in_thread(self, act: Callable[[], Message]) -> None:
        def run() -> None:
            try:
                message = act()
            except StorageError as error:
                message = self.Broke(str(error))
            self.post_message(message)

        self._work = self.run_worker(run, thread=True, group="first_run")
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

    def _leave(self, result: FirstRunResult | None) -> None:
        if not self._dismissed:
            self._dismissed = True
            self.dismiss(result)


def _no_answer(host: str, seconds: float) -> str:
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
