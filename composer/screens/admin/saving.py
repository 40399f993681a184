"""Saving the administrator's page: the review, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from textual.message import Message
from textual.screen import Screen

from composer.administration.review import Review
from composer.administration.session import AdminSession, Conflict
from composer.administration.stores.store import ChangedUnderneathError, StoredPolicy
from composer.language.paragraph import paragraph
from composer.screens.admin.conflict import ConflictAnswer, ConflictScreen
from composer.screens.admin.review import ReviewScreen
from composer.screens.admin.working import whole_policy_words, worked_out
from composer.sentences.reasons import in_words
from composer.words import _

T = TypeVar("T")


class PolicySaving:
    """Reviews and saves the edits of one page, and resolves a conflict with another administrator's save."""

    @dataclass
    class Saved(Message):
        """The edits were saved: another policy is in force."""

        page: Screen[None]

    def __init__(self, page: Screen[None], session: AdminSession, say: Callable[[Callable[[], str]], None]) -> None:
        self._page = page
        self._session = session
        self._say = say

    async def review_and_save(self) -> None:
        """Go on until it is saved or the administrator goes back."""
        while await self._page.app.push_screen_wait(ReviewScreen(await self._review(), self._review)):
            try:
                stored = await self._worked_out(self._session.save)
            except ChangedUnderneathError as error:
                if not await self._resolve_conflict(error):
                    return
            else:
                self._tell_saved(stored)
                self._page.post_message(self.Saved(self._page))
                return

    async def _resolve_conflict(self, error: ChangedUnderneathError) -> bool:
        """Ask what becomes of two sides; whether there is something to review again."""
        theirs = error.theirs
        if theirs is None:
            said = [in_words(told) for told in (error, error.fault) if told is not None]
            self._say(lambda: "\n".join(words() for words in said))
            return False
        answer = await self._page.app.push_screen_wait(await self._conflict_screen(theirs))
        if answer is ConflictAnswer.KEEP_MINE:
            dropped = await self._worked_out(lambda: self._session.rebase(theirs))
            self._say(lambda: "\n".join((_("Your changes stand on top of theirs now."), *dropped)))
        elif answer is ConflictAnswer.TAKE_THEIRS:
            await self._worked_out(self._session.reload)
            self._say(lambda: _("This is what the others saved. Your changes are gone."))
        else:
            self._say(lambda: _("Nothing was saved. Your changes are still here."))
        return self._session.is_edited and answer is ConflictAnswer.KEEP_MINE

    async def _conflict_screen(self, theirs: StoredPolicy) -> ConflictScreen:
        async def conflict() -> Conflict:
            return await self._worked_out(lambda: self._session.conflict(theirs))

        return ConflictScreen(await conflict(), conflict)

    async def _review(self) -> Review:
        return await self._worked_out(self._session.review)

    async def _worked_out(self, act: Callable[[], T]) -> T:
        return await worked_out(self._page.app, act, whole_policy_words)

    def _tell_saved(self, stored: StoredPolicy) -> None:
        self._say(
            lambda: paragraph(
                (_("Saved and in force. F4 takes it back; F3 shows earlier versions."), stored.notice or "")
            )
        )
