"""Writes the draft soon after a change, in a thread, one write at a time so that what is newer always wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from composer.drafting.draft_keeper import DraftKeeper
from composer.errors import PresendError
from composer.message.composition import Composition
from composer.sentences.reasons import in_words
from composer.words import _, pgettext

AFTER = 0.5
"""Seconds after a change; with the write itself well under a second."""
AGAIN_AFTER = 5.0
"""Seconds after a write that failed."""


class Autosave:
    """Saves one composer's draft in a thread; the composer hands the ``Saved`` messages back by ``done``."""

    @dataclass
    class Saved(Message):
        """A write has ended; ``trouble`` says why nothing was written, None where the draft is on disk."""

        trouble: Callable[[], str] | None

    def __init__(self, screen: Screen[None], keeper: DraftKeeper, read: Callable[[], Composition]) -> None:
        self._screen = screen
        self._keeper = keeper
        self._read = read
        self._timer: Timer | None = None
        self._is_writing = False
        self._trouble: Callable[[], str] | None = None

    def plan(self, seconds: float = AFTER) -> None:
        """Save ``seconds`` from now, unless a save is planned already: typing on does not put it off."""
        if self._timer is None:
            self._timer = self._screen.set_timer(seconds, self.write)

    def write(self) -> None:
        """Save what the fields hold now; while a save is running, plan another."""
        self._timer = None
        if self._is_writing:
            self.plan()
        elif self._keeper.is_open:
            self._is_writing = True
            composition = self._read()
            self._screen.run_worker(lambda: self._save(composition), thread=True, group="save")

    def done(self, message: Saved) -> None:
        """Note the result of a save; after one that failed, plan another."""
        self._is_writing = False
        self._trouble = message.trouble
        if self._trouble:
            self.plan(AGAIN_AFTER)

    def words(self) -> str:
        """What the title says of the draft: saved, not saved and why, or nothing where there is none yet."""
        if self._trouble:
            return _("NOT SAVED: {reason}", reason=self._trouble())
        return pgettext("draft", "saved") if self._keeper.draft_id else ""

    def _save(self, composition: Composition) -> None:
        """In a thread: write, and report by a message."""
        trouble: Callable[[], str] | None = None
        try:
            self._keeper.save(composition)
        except PresendError as error:
            trouble = in_words(error)
        self._screen.post_message(self.Saved(trouble))
