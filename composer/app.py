"""The Textual app: opens the composer, switches the language live, guards leaving and crashes."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import work
from textual.message import Message
from textual.screen import Screen

from composer.apps.background import WAITING, BackgroundApp
from composer.drafting.judging import Assessor
from composer.errors import PresendError
from composer.message.composition import Composition
from composer.screens.compose import screen as compose
from composer.screens.compose.exits import Exits
from composer.screens.compose.screen import ComposeScreen
from composer.services.bundle import Services
from composer.services.drafts import SavedDraft
from composer.widgets.glyphs import NARROW, Glyphs
from composer.words import _


class PresendApp(BackgroundApp):
    """The app of `presend`: one composer at a time, and the dialogs over it.

    ``run`` gives the exit status (``exit_status.Exit``).
    """

    CSS_PATH = str(Path(compose.__file__).with_suffix(".tcss"))  # Textual loads no style sheet for a default screen
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (120, "-wide")]

    class OrphansFound(Message):
        """Drafts were found that no running presend has open, because the one that had was killed."""

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

    def get_default_screen(self) -> Screen[Any]:
        """The composer, so that no empty screen is drawn first."""
        screen = self.composer_of(self._opened)
        self.fit(screen)
        screen._push_result_callback(self, None)  # a default screen has none, and could not be switched without
        return screen

    def on_mount(self) -> None:
        """Listen for the end of the terminal; what nobody waits for comes after the first frame."""
        self.set_keymap(self.services.settings.keys)
        self.listen_for_the_end()

    def on_ready(self) -> None:
        """Begin, after the first frame, what the start went without.

        Garbage collection, orphans, work in the background.
        """
        gc.freeze()
        gc.enable()
        if not isinstance(self._opened, SavedDraft):
            self.look_for_orphans()
        self.begin_background()

    # Messages one after another

    def open(self, opened: Composition | SavedDraft) -> None:
        """Replace the composer by one with this content, and close the dialogs over it."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(self.composer_of(opened))

    def composer_of(self, opened: Composition | SavedDraft) -> ComposeScreen:
        """A composer with this content, which is not shown yet."""
        news, waiting = self.policy_watch.last, self.unseen
        return ComposeScreen(self.services, self.assessor, opened, self.glyphs, news=news, waiting=waiting)

    def on_exits_leave(self, event: Exits.Leave) -> None:
        """Open the content that comes next, or end the app where there is none."""
        is_waiting = event.job is not None and event.job.state in WAITING
        if event.next is None or (event.job is not None and self._ends_after_sending and not is_waiting):
            self.exit(0)
            return
        self.open(event.next)
        if event.corrects is not None:
            self.composers()[-1].correct(event.corrects)
        if event.job is not None:
            self.look_again(event.job)

    @work(thread=True, group="orphans")
    def look_for_orphans(self) -> None:
        """Look in a thread for drafts that no running presend has open; post ``OrphansFound`` where there are any."""
        with suppress(PresendError):
            self.services.outbox.jobs()  # what was queued when presend was killed is no draft any more
            orphans = list(self.services.drafts.orphans())
            if orphans:
                self.post_message(self.OrphansFound(orphans))

    def on_presend_app_orphans_found(self, event: OrphansFound) -> None:
        """Offer the drafts that were found; one that is not resumed becomes an ordinary draft.

        Where a composer holds something typed only a line tells of them: keys under way must not answer the offer.
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
            if draft is not None and (not composers or composers[0].exits.save()):
                for composer in composers:
                    composer.keeper.close()
                self.open(draft)

        self.push_screen(DraftsScreen(self.services.drafts, orphans=event.orphans), resume)

    # Leaving

    async def action_quit(self) -> None:
        """Leave through the composer, which asks once; a dialog in front is answered first."""
        if isinstance(self.screen, ComposeScreen):
            self.screen.action_leave_composer()

    # The end

    def save_everything(self) -> None:
        """Save the drafts of all composers."""
        for composer in self.composers():
            with suppress(PresendError):
                composer.keeper.save(composer.read())
