"""The Textual app: opens the composer, switches the language live, guards leaving and crashes."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import work
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from composer import words
from composer.background import WAITING, BackgroundApp
from composer.composition import Composition
from composer.crash_report import crash_report
from composer.errors import PresendError
from composer.judging import Assessor
from composer.screens import compose
from composer.screens.compose import ComposeScreen
from composer.screens.compose_tools import ComposeTools
from composer.services import SavedDraft, Services
from composer.widgets.glyphs import NARROW, Glyphs
from composer.words import _


class PresendApp(BackgroundApp):
    """presend in a terminal; ``run`` gives the exit status."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "presend"
    CSS_PATH = str(Path(compose.__file__).with_suffix(".tcss"))  # Textual loads no style sheet for a default screen
    BINDINGS = [Binding("ctrl+l", "language", "language", id="app.language")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]

    class OrphansFound(Message):
        """Drafts of composers that died."""

        def __init__(self, orphans: list[SavedDraft]) -> None:
            super().__init__()
            self.orphans = orphans

    def __init__(
        self,
        services: Services,
        opened: Composition | SavedDraft,
        language: str | None,
        glyphs: Glyphs = NARROW,
        *,
        ends_after_sending: bool = False,
    ) -> None:
        super().__init__(services)
        self.assessor = Assessor(services, language)
        self.glyphs = glyphs
        self._opened = opened
        self._ends_after_sending = ends_after_sending
        self._crash_words = ""

    def get_default_screen(self) -> Screen[Any]:
        """The composer, so that no empty screen is drawn first."""
        screen = self._composer(self._opened)
        screen._push_result_callback(self, None)  # a default screen has none, and could not be switched without
        return screen

    def on_mount(self) -> None:
        """Listen for the end of the terminal; what nobody waits for comes after the first frame."""
        self.set_keymap(self.services.settings.keys)
        self._listen_for_the_end()

    def on_ready(self) -> None:
        """The first screen is painted: collect garbage again, but never what the start has made."""
        gc.freeze()
        gc.enable()
        if not isinstance(self._opened, SavedDraft):
            self.look_for_orphans()
        self.begin_background()

    # Messages one after another

    def open(self, opened: Composition | SavedDraft) -> None:
        """A composer with this content in the place of the present one."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(self._composer(opened))

    def _composer(self, opened: Composition | SavedDraft) -> ComposeScreen:
        composer = ComposeScreen(self.services, self.assessor, opened, self.glyphs)
        composer.policy_news = self.policy_watch.last
        return composer

    def on_compose_tools_leave(self, event: ComposeTools.Leave) -> None:
        """Another message, or the end."""
        is_waiting = event.job is not None and event.job.state in WAITING
        if event.next is None or (event.job is not None and self._ends_after_sending and not is_waiting):
            self.exit(0)
            return
        self.open(event.next)
        if event.job is not None and is_waiting:
            self.flush_later(event.job)

    @work(thread=True, group="orphans")
    def look_for_orphans(self) -> None:
        """Drafts that a killed composer left behind."""
        with suppress(PresendError):
            self.services.outbox.jobs()  # what was queued when presend was killed is no draft any more
            orphans = list(self.services.drafts.orphans())
            if orphans:
                self.post_message(self.OrphansFound(orphans))

    def on_presend_app_orphans_found(self, event: OrphansFound) -> None:
        """Offer them; those that are not resumed are ordinary drafts from now on.

        Where somebody types already, only a line tells of them: what is typed must not answer the offer.
        """
        from composer.screens.drafts import DraftsScreen

        if not all(composer.is_untouched for composer in self.composers()):
            self.composers()[-1].say(lambda: _("Messages were not finished when presend ended. F3 shows them."))
            return

        def resume(draft: SavedDraft | None) -> None:
            for orphan in event.orphans:
                with suppress(PresendError):
                    self.services.drafts.release(orphan.id)
            composers = self.composers()
            if draft is not None and (not composers or composers[0].save_quietly()):
                for composer in composers:
                    composer.keeper.close()
                self.open(draft)

        self.push_screen(DraftsScreen(self.services.drafts, orphans=event.orphans), resume)

    # Leaving

    async def action_quit(self) -> None:
        """Leave through the composer, which asks once; a dialog in front is answered first."""
        if isinstance(self.screen, ComposeTools):
            self.screen.action_leave_composer()

    # Language

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
            for node in (*screen.walk_children(), screen):
                retranslate = getattr(node, "retranslate", None)
                if retranslate is not None:
                    retranslate()
            screen.refresh_bindings()

    # The end

    def _listen_for_the_end(self) -> None:
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self._end_by_signal, number)

    def _end_by_signal(self, number: signal.Signals) -> None:
        """The terminal was closed: what was typed is saved, then the app ends."""
        self._save_everything()
        self.exit(128 + number)

    def _save_everything(self) -> None:
        for composer in self.composers():
            with suppress(PresendError):
                composer.keeper.save(composer.read())

    def _fatal_error(self) -> None:
        """A crash report without the values of variables, which may be texts and passwords; the draft is saved."""
        self.bell()
        with suppress(Exception):  # the report must come, whatever else is broken
            self._save_everything()
        self._crash_words = crash_report(self._exception)
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print the report as plain text; what else Textual would print holds values of variables."""
        if self._exit_renderables and not self._crash_words:
            self._crash_words = crash_report(self._exception)
        self._exit_renderables.clear()
        if self._crash_words:
            sys.stderr.write(f"{self._crash_words}\n")
