"""When the message on the screen is judged: at once, or soon after a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from composer.drafting.judging import Assessment, takes_long
from composer.errors import PolicyFaultsError
from composer.message.composition import Composition
from composer.reasons import Reason
from composer.screens.compose.form import MessageForm
from policy.draft import Field

AFTER = 0.05
"""Seconds after a change until the message is judged; changes meanwhile are judged together."""
MANY_AFTER = 0.4
"""Seconds without a key until a message is judged for which that takes long."""


class Judging:
    """Judges the message of one composer, and has it show each verdict."""

    @dataclass
    class VerdictChanged(Message):
        """The message was judged; ``assessment`` is None where the policy is broken."""

        assessment: Assessment | None

    def __init__(
        self,
        screen: Screen[None],
        form: MessageForm,
        assess: Callable[[Composition], Assessment],
        show: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._form = form
        self._assess = assess
        self._show = show
        self._timer: Timer | None = None
        self.assessment: Assessment | None = None
        """The latest judgement; None while the policy is broken."""
        self.fault: Reason | None = None
        """What is wrong first with a policy that cannot be used; None before any was."""

    def soon(self) -> None:
        """Judge in ``AFTER`` seconds, or in ``MANY_AFTER`` after the last call where judging takes long."""
        written = [self._form.address(field).value for field in Field]
        many = self.assessment is not None and takes_long(self.assessment, written)
        if many:
            self._stop()
        if self._timer is None:
            self._timer = self._screen.set_timer(MANY_AFTER if many else AFTER, self.now)

    def now(self) -> None:
        """Judge at once, show the verdict, and post ``VerdictChanged``."""
        self._stop()
        try:
            self.assessment = self._assess(self._form.read())
        except PolicyFaultsError as error:
            self.assessment, self.fault = None, error.reasons[0]
        self._show()
        self._screen.post_message(self.VerdictChanged(self.assessment))

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
