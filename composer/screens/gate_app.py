"""The dialog of the gate: asks what is due for a message that another mail client has finished."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textual import events, work
from textual.geometry import Size

from composer.composition import Composition
from composer.crash_report import crash_report
from composer.errors import PresendError
from composer.judging import Assessment
from composer.policy_app import PolicyApp
from composer.screens.ask_flow import AskFlow, Attempt
from composer.services import Clock, PolicySource
from composer.terminal.driver import SafeDriver
from composer.terminal.lent_driver import LentDriver
from composer.warning_offers import WarningOffers
from composer.widgets.glyphs import NARROW, Glyphs
from composer.words import _
from policy.verdict import QuestionCode

LOOK_EVERY = 0.25
"""Seconds between two looks at the size of the terminal: no event comes from another session's terminal."""
MOST_ROUNDS = 20
"""How often one message is asked about again, when repairs or the policy bring up something new."""

Judge = Callable[[Composition, int], Assessment]
"""Judges a composition on a terminal of so many columns, under the policy now in force."""


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """What is to be asked."""

    composition: Composition
    judge: Judge
    clock: Clock
    policy: PolicySource
    through: str
    """How the message will leave, for the member."""
    keys: dict[str, str]
    """The member's keymap."""


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """How the dialog ended."""

    composition: Composition
    """With the repairs, also where the member went back."""
    columns: int
    """Of the terminal on which it was answered."""
    send: bool = False
    attempt: Attempt | None = None
    """What was answered on the way."""


class GateApp(PolicyApp):
    """One message, one answer; whatever ends the app without one is going back."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]

    def __init__(
        self,
        question: GateQuestion,
        driver: type[SafeDriver] = LentDriver,
        glyphs: Glyphs = NARROW,
        is_awaited: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(question.policy, question.clock, driver)
        self.glyphs = glyphs
        self._question = question
        self._composition = question.composition
        self._is_awaited = is_awaited
        self._attempt = Attempt()
        self._agreed: Assessment | None = None
        self._refused: Assessment | None = None

    @property
    def answer(self) -> GateAnswer:
        """As the dialog stands; after the end, what it came to."""
        columns = self.size.width
        if self._agreed is None:
            return GateAnswer(self._composition, columns, attempt=self._attempt)
        return GateAnswer(self._agreed.composition, columns, send=True, attempt=self._attempt)

    def on_mount(self) -> None:
        """Listen for the end of the client and of the terminal, and begin to ask."""
        self.set_keymap(self._question.keys)
        self.listen_for_the_end()
        self.set_interval(LOOK_EVERY, self.look_around)
        self.follow_policy()
        self.ask_everything()

    def on_ready(self) -> None:
        """Collect garbage again; the start was made without."""
        gc.freeze()
        gc.enable()

    def look_around(self) -> None:
        """Follow the size of the terminal; end where it is gone, or where nobody waits for the answer any more."""
        if self.is_headless:
            return
        try:
            os.get_terminal_size(0)
        except OSError:
            self._end_by_signal(signal.SIGHUP)
            return
        if not self._is_awaited():
            self._end_by_signal(signal.SIGTERM)
            return
        size = Size(*shutil.get_terminal_size())
        if size != self.size:
            self.post_message(events.Resize(size, size))

    # What is asked

    @work
    async def ask_everything(self) -> None:
        """Until everything is answered, or the member goes back."""
        flow = AskFlow(self, self._question.clock, WarningOffers(False, True, self._question.through))
        for _round in range(MOST_ROUNDS):
            try:
                agreed = await flow.run(self._attempt)
            except PresendError:  # the policy broke; whoever asked will say so
                break
            if agreed is None and self._refused is None:
                break
            if agreed is not None and self._attempt.is_settled(agreed):
                self._agreed = agreed
                break
            if agreed is None and not await self._mended():
                break
        self.exit(0)

    @property
    def app(self) -> GateApp:
        """Where the dialogs are opened."""
        return self

    def read(self) -> Composition:
        """The message as it stands."""
        return self._composition

    def assess(self, composition: Composition) -> Assessment:
        """Judge it for this terminal; raises ``PolicyFaultsError``."""
        return self._question.judge(composition, self.size.width)

    def adopt(self, composition: Composition) -> None:
        """Go on with a repaired message."""
        self._composition = composition

    def refuse(self, assessment: Assessment) -> None:
        """Under another policy, or after a repair, it may not be sent as it is."""
        self._refused = assessment

    async def _mended(self) -> bool:
        """Show why it is refused; True where the member mended it and wants to send."""
        from composer.screens.warning import WarningScreen

        refused, self._refused = self._refused, None
        if refused is None:
            return False
        offers = WarningOffers(False, True, self._question.through)
        answer = await self.push_screen_wait(WarningScreen(refused, self.assess, self._question.clock, offers))
        self.adopt(answer.composition)
        self._attempt.consent = answer.consent
        return answer.send
