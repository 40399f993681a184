"""The dialog of the gate: asks what is due for a message that another mail client has finished."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events, work
from textual.binding import Binding
from textual.geometry import Size

from composer.apps.policy_app import PolicyApp
from composer.drafting.attempt import Attempt
from composer.drafting.judging import Assessment, surface_for
from composer.drafting.warning_offers import WarningOffers
from composer.errors import PresendError
from composer.gate.asking.dialog_document import DialogAnswer
from composer.gate.asking.dialog_request import DialogRequest
from composer.gate.terminal.signals import hold_back, let_through
from composer.message.composition import Composition
from composer.screens.sending.ask_flow import AskFlow
from composer.screens.sending.warning import WarningScreen
from composer.terminal.alternate_screen import ENTER, LEAVE
from composer.terminal.borrowed_driver import BorrowedDriver, OverlayDriver
from composer.terminal.driver import SafeDriver
from composer.terminal.width_probe import draws_wide
from composer.widgets.glyphs import ASCII, NARROW, Glyphs
from composer.words import _
from policy.settings import Surface

if TYPE_CHECKING:
    from rich.console import RenderableType

LOOK_EVERY = 0.25
"""Seconds between two looks at the size of the terminal: no event comes from another session's terminal."""


class DialogBrokenError(PresendError):
    """The dialog ended by a fault of presend's own; nothing was sent."""


def show_dialog(
    request: DialogRequest, keeps_screen: bool, is_awaited: Callable[[], bool] = lambda: True
) -> DialogAnswer:
    """Ask on the terminal that is standard input and output; see ``composer.gate.asking.dialog_request.ShowDialog``.

    Raises ``DialogBrokenError``.
    """
    app = GateApp(request, OverlayDriver if keeps_screen else BorrowedDriver, _glyphs(keeps_screen), is_awaited)
    app.run()
    if app.crash:
        raise DialogBrokenError(_("The dialog ended because of a fault of its own. Nothing was sent."))
    return app.answer


def _glyphs(keeps_screen: bool) -> Glyphs:
    """The glyphs that this terminal draws in one cell; it is asked on a screen that is not the client's."""
    if keeps_screen:
        return ASCII if draws_wide(0) else NARROW
    sys.stdout.write(ENTER)
    sys.stdout.flush()
    try:
        return ASCII if draws_wide(0) else NARROW
    finally:
        sys.stdout.write(LEAVE)
        sys.stdout.flush()


class GateApp(PolicyApp):
    """Asks about one message; ending without an answer, in whatever way, counts as going back."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]
    ENDED_BY = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
    BINDINGS = [
        # It can do no harm under any dialog: it never sends.
        Binding("ctrl+c", "leave", "leave", id="gate.leave", priority=True),
    ]

    def __init__(
        self,
        request: DialogRequest,
        driver: type[SafeDriver] = BorrowedDriver,
        glyphs: Glyphs = NARROW,
        is_awaited: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(request.policy, request.clock, driver)
        self.glyphs = glyphs
        self._request = request
        self._is_awaited = is_awaited
        self._offers = WarningOffers(
            drops_files=False, levels=True, tells_subject=True, transport_name=request.transport_name
        )
        self._composition = request.composition
        self._attempt = Attempt(request.answered)
        self._agreed: Assessment | None = None
        self._refused: Assessment | None = None
        self._surface = request.surface or Surface.PC
        self._is_leaving = False
        self.crash = ""
        """The crash report of a fault of the app; empty where there was none."""

    @property
    def answer(self) -> DialogAnswer:
        """The member's answer; until they agree, one that does not send."""
        left = self._attempt.left
        if self._agreed is None:
            return DialogAnswer(
                send=False,
                composition=self._composition,
                surface=self._surface,
                milliseconds=left.milliseconds if left else None,
            )
        return DialogAnswer(
            send=True,
            composition=self._agreed.composition,
            surface=self._agreed.member.surface,
            answered=self._attempt.answered,
            consent=self._attempt.consent,
        )

    def on_mount(self) -> None:
        """Follow signals, the terminal's size and the policy, and begin to ask."""
        self.set_keymap(self._request.keys)
        self.listen_for_the_end()
        self.set_interval(LOOK_EVERY, self.look_around)
        self.follow_policy()
        self.ask_everything()

    def on_ready(self) -> None:
        """Collect garbage again, which the start went without."""
        gc.freeze()
        gc.enable()

    def look_around(self) -> None:
        """Follow the size of the terminal; end where it is gone, or where nobody waits for the answer any more."""
        if not self._is_awaited():
            self._end_by_signal(signal.SIGTERM)
        elif not self.is_headless:
            self._follow_size()

    def _follow_size(self) -> None:
        try:
            os.get_terminal_size(0)
        except OSError:  # closed, and no signal comes from another session's terminal
            self._end_by_signal(signal.SIGHUP)
            return
        size = Size(*shutil.get_terminal_size())
        if size != self.size:
            self.post_message(events.Resize(size, size))

    def action_leave(self) -> None:
        """End the dialog; as long as the member has not agreed, that is going back."""
        self.exit(0)

    # What is asked

    @work
    async def ask_everything(self) -> None:
        """Ask until everything is answered or the member goes back, then end the app."""
        flow = AskFlow(self, self._request.clock, self._offers)
        try:
            while self._agreed is None:
                agreed = await flow.run(self._attempt)
                if agreed is None and self._refused is not None:
                    agreed = await self._mended(self._refused)
                if agreed is None:
                    break
                if self._attempt.is_complete(agreed.verdict):
                    self._agreed = agreed
        except PresendError:  # the policy broke; whoever asked will meet that too, and say it
            self._agreed = None
        self.exit(0)

    def read(self) -> Composition:
        """The message as it stands, repairs included."""
        return self._composition

    def assess(self, composition: Composition) -> Assessment:
        """Judge a message for this terminal's width (cells); raises ``PolicyFaultsError``."""
        self._surface = surface_for(self._request.surface, self.size.width)
        return self._request.judge(composition, self._surface)

    def adopt(self, composition: Composition) -> None:
        """Replace the message by a repaired one."""
        self._composition = composition

    def refuse(self, assessment: Assessment) -> None:
        """Note that the message, after a repair or under another policy, may not be sent as it is."""
        self._refused = assessment

    async def _mended(self, refused: Assessment) -> Assessment | None:
        """Show why the message is refused; the judged repair that the member wants to send, None for going back."""
        self._refused = None
        answer = await self.push_screen_wait(WarningScreen(refused, self.assess, self._request.clock, self._offers))
        self.adopt(answer.composition)
        self._attempt.consent = answer.consent
        return answer.assessment if answer.send else None

    # The end

    def listen_for_the_end(self) -> None:
        """End the app in order on a signal; signals held back until now are let through."""
        super().listen_for_the_end()
        if not self.is_headless:
            let_through()

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End the app; signals are held back, so that none interrupts restoring the terminal."""
        if not self.is_headless:
            hold_back()
        self._is_leaving = True
        super().exit(result, return_code, message)

    def _print_error_renderables(self) -> None:
        """Nothing is written over the client's screen: whoever asked tells of a fault.

        A screen that was still opening when the app was ended may fail in that; it stays going back.
        """
        if self._agreed is not None or not self._is_leaving:
            self.crash = self._crash_words
        self._exit_renderables.clear()
