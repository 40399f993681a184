"""Earlier versions on the administrator's page: one takes the place of what is in force, reviewed like any change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import TypeVar

from textual.screen import Screen

from composer.administration.session import AdminSession
from composer.administration.stores.store import EarlierVersion
from composer.errors import PresendError
from composer.screens.admin.saving import PolicySaving
from composer.screens.admin.working import whole_policy_words, worked_out
from composer.words import _

T = TypeVar("T")


class Restoring:
    """Puts an earlier version of the policy in force again, reviewed as any edit is.

    One for each page; it may be used while the page's session holds no edits.
    """

    def __init__(
        self,
        page: Screen[None],
        session: AdminSession,
        saving: PolicySaving,
        timezone: tzinfo,
        say: Callable[[Callable[[], str]], None],
        refresh: Callable[[], None],
    ) -> None:
        self._page = page
        self._session = session
        self._saving = saving
        self._timezone = timezone
        self._say = say
        self._refresh = refresh

    async def undo_save(self) -> None:
        """Take the version before the last save, or say that there is none."""
        version = await self._worked_out(self._session.previous)
        if version is None:
            self._say(lambda: _("Nothing was saved before this, so there is nothing to take back."))
        else:
            await self._restore(version)

    async def choose(self) -> None:
        """One of all that were in force before."""
        from composer.screens.admin.versions import VersionsScreen

        versions = await self._worked_out(self._session.versions)
        if not versions:
            self._say(lambda: _("There is no earlier version yet."))
            return
        screen = VersionsScreen(versions, self._session.changes_after, self._timezone)
        version = await self._page.app.push_screen_wait(screen)
        if version is not None:
            await self._restore(version)

    async def _restore(self, version: EarlierVersion) -> None:
        """An earlier version is a change like another; gone back from, it leaves nothing behind."""
        await self._worked_out(lambda: self._session.restore(version))
        if not self._session.is_edited:
            self._say(lambda: _("That version is what is in force."))
            return
        self._refresh()
        try:
            await self._saving.review_and_save()
        except PresendError:
            self._go_back()
            raise
        self._go_back()

    def _go_back(self) -> None:
        """Nothing of an earlier version stays that was not saved."""
        if self._session.restored is not None:
            self._session.revert_all()
            self._refresh()

    async def _worked_out(self, act: Callable[[], T]) -> T:
        return await worked_out(self._page.app, act, whole_policy_words)
