"""The Textual app: opens the composer, switches the language live, guards leaving and crashes."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import traceback
from contextlib import suppress
from typing import Protocol, runtime_checkable

from textual import work
from textual.app import App

from composer import words
from composer.composition import Composition
from composer.errors import PresendError
from composer.judging import Assessor
from composer.screens.compose import ComposeScreen
from composer.screens.compose_tools import ComposeTools
from composer.services import SavedDraft, Services
from composer.terminal.driver import SafeDriver
from composer.widgets.glyphs import NARROW, Glyphs
from composer.words import _

FLUSH_AFTER = 1.0
"""Seconds after the start at which waiting messages are tried: the first screen does not pay for it."""


@runtime_checkable
class Retranslatable(Protocol):
    """A screen or widget that shows words."""

    def retranslate(self) -> None:
        """Set every word again, in place."""
        ...


class PresendApp(App[int], inherit_bindings=False):
    """presend in a terminal."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "presend"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]

    def __init__(
        self, services: Services, opened: Composition | SavedDraft, language: str | None, glyphs: Glyphs = NARROW
    ) -> None:
        super().__init__(driver_class=SafeDriver)
        self.services = services
        self.assessor = Assessor(services, language)
        self.glyphs = glyphs
        self._opened = opened
        self.set_keymap(services.settings.keys)

    def on_mount(self) -> None:
        """Open the composer, offer what a killed one left behind, and listen for the end of the terminal."""
        self.open(self._opened)
        self.offer_orphans()
        self._listen_for_the_end()
        self.set_timer(FLUSH_AFTER, self.flush_outbox)

    def on_ready(self) -> None:
        """The first screen is painted: collect garbage again, but never what the start has made."""
        gc.freeze()
        gc.enable()

    @work(thread=True, group="outbox")
    def flush_outbox(self) -> None:
        """Try what an earlier start left behind; what it comes to is in the outbox, and a disk that says no too."""
        with suppress(PresendError):
            self.services.outbox.flush(lambda _progress: None)

    def open(self, opened: Composition | SavedDraft) -> None:
        """A composer with this content on top."""
        self.push_screen(ComposeScreen(self.services, self.assessor, opened, self.glyphs))

    def offer_orphans(self) -> None:
        """Drafts of composers that died."""
        orphans = [] if isinstance(self._opened, SavedDraft) else list(self.services.drafts.orphans())
        if orphans:
            from composer.screens.drafts import DraftsScreen

            self.push_screen(DraftsScreen(self.services.drafts, orphans=orphans), self._resume)

    def _resume(self, draft: SavedDraft | None) -> None:
        if draft is not None:
            self._replace(draft)

    async def on_compose_tools_leave(self, event: ComposeTools.Leave) -> None:
        """Another message, or the end."""
        if event.next is None:
            self.exit(0)
        else:
            self._replace(event.next)

    def _replace(self, opened: Composition | SavedDraft) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.open(opened)

    async def action_quit(self) -> None:
        """Leave through the composer, which asks once; a dialog in front is answered first."""
        screen = self.screen
        if isinstance(screen, ComposeTools):
            screen.action_leave_composer()

    def action_language(self) -> None:
        """The next language, for the screen only."""
        tags = list(words.available())
        self.switch_language(tags[(tags.index(words.active()) + 1) % len(tags)])

    def switch_language(self, tag: str) -> None:
        """Say everything on every screen again."""
        words.use(tag)
        self.retranslate_everything()

    def retranslate_everything(self) -> None:
        """In place: text, undo, focus and scroll stay."""
        for screen in self.screen_stack:
            for node in (screen, *screen.query("*")):
                if isinstance(node, Retranslatable):
                    node.retranslate()
            screen.refresh_bindings()

    def composers(self) -> list[ComposeScreen]:
        """The composers on the stack."""
        return [screen for screen in self.screen_stack if isinstance(screen, ComposeScreen)]

    # The end

    def _listen_for_the_end(self) -> None:
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._end_by_signal)

    def _end_by_signal(self) -> None:
        """The terminal was closed: what was typed is saved, then the app ends."""
        for composer in self.composers():
            try:
                composer.keeper.save(composer.read())
            except PresendError:
                continue
        self.exit(1)

    def _fatal_error(self) -> None:
        """A crash report without the values of variables: they may hold texts and passwords."""
        self.bell()
        report = "".join(traceback.format_exception(self._exception)) if self._exception else ""
        self._crash_report = (
            f"{report}\n{_('presend ended because of a fault of its own. Your message is among the drafts.')}\n"
        )
        self._close_messages_no_wait()

    _crash_report = ""

    def _print_error_renderables(self) -> None:
        """Print the report as plain text."""
        if self._crash_report:
            from composer.safe_text import clean

            sys.stderr.write(clean(self._crash_report, lines=True))
