"""How a composer begins: what it was opened with is kept, and what the member has to know of it is told."""

from __future__ import annotations

from collections.abc import Callable

from composer.drafting.draft_keeper import DraftKeeper
from composer.drafting.opening import Opened, before_writing
from composer.errors import StorageError
from composer.message.composition import Composition
from composer.screens.compose.autosave import Autosave
from composer.screens.compose.judging import Judging
from composer.sentences.reasons import in_words
from composer.services.member_settings import MemberSettings
from composer.words import _


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
        elif self._opened.unread is not None or self._opened.words is not None:
            self._tell(self._opening_words)

    def _came_back_words(self) -> str:
        from composer.sentences.changes.news import came_back_words

        assessment = self._judging.assessment
        return came_back_words(assessment.verdict if assessment is not None else None, self._opening_words())

    def _opening_words(self) -> str:
        """What became of the draft, in the language of the moment: first why it could not be read."""
        unread, words = self._opened.unread, self._opened.words
        return "\n".join(filter(None, (_unread_words(unread) if unread else "", words() if words else "")))


def _unread_words(error: StorageError) -> str:
    fault = in_words(error)()
    return _("{fault} What you see is a copy of what the list showed.", fault=fault)
