"""How a composer begins: what it was opened with is kept, and what the member has to know of it is told."""

from __future__ import annotations

from collections.abc import Callable

from composer.drafting.draft_keeper import DraftKeeper
from composer.drafting.opening import Opened, before_writing
from composer.message.composition import Composition
from composer.screens.compose.autosave import Autosave
from composer.screens.compose.judging import Judging
from composer.services.member_settings import MemberSettings


class Beginning:
    """Starts to keep one composer's draft, and tells the member what they have to know about it."""

    def __init__(
        self,
        opened: Opened,
        keeper: DraftKeeper,
        autosave: Autosave,
        judging: Judging,
        tell: Callable[[Callable[[], str]], None],
    ) -> None:
        self._opened = opened
        self._keeper = keeper
        self._autosave = autosave
        self._judging = judging
        self._tell = tell

    def keep(self, written: Composition, settings: MemberSettings) -> None:
        """Take ``written`` as the content that is saved.

        What came by argument or pipe counts as typed, and is saved soon.
        """
        if self._opened.is_given:
            self._keeper.start(before_writing(written, settings))
            self._autosave.plan()
        else:
            self._keeper.start(written)

    def tell(self) -> None:
        """Show why the draft came back or what became of it, in a dialog; nothing where nothing did."""
        if self._opened.came_back:
            self._tell(self._came_back_words)
        elif self._opened.words is not None:
            self._tell(self._opened.words)

    def _came_back_words(self) -> str:
        from composer.sentences.changes.news import came_back_words

        assessment, words = self._judging.assessment, self._opened.words
        return came_back_words(assessment.verdict if assessment is not None else None, words() if words else "")
