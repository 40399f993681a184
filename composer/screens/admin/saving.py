"""Saving on the administrator's page: the review, what stands in the way, earlier versions, and leaving."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import tzinfo

from textual import work
from textual.message import Message
from textual.screen import Screen

from composer.administration.session import AdminSession
from composer.administration.stores.store import ChangedUnderneathError, EarlierVersion, StoredPolicy
from composer.errors import PresendError
from composer.screens.admin.conflict import ConflictAnswer, ConflictScreen
from composer.screens.admin.review import ReviewScreen
from composer.screens.dialogs.ask import Answer, AskScreen
from composer.words import _, ngettext, pgettext


class AdminSaving(Screen[None]):
    """What the page does with its session; the page itself shows it."""

    @dataclass
    class Saved(Message):
        """A changed policy is in force."""

        page: AdminSaving

    def __init__(self, session: AdminSession, timezone: tzinfo) -> None:
        super().__init__()
        self.session = session
        self._timezone = timezone
        self._is_asking = False
        self._status: Callable[[], str] | None = None

    def refresh_rows(self) -> None:
        """Show what the session holds now."""
        raise NotImplementedError

    def go_to_fault(self) -> None:
        """The first field with a fault has the focus."""
        raise NotImplementedError

    @property
    def changes(self) -> int:
        """How many settings are changed and not saved."""
        return len(self.session.edits) or int(self.session.is_edited)

    def status_words(self) -> str:
        """The line under the title: what was said last, else where the policy is kept and what is not saved."""
        if self._status is not None:
            return self._status()
        if not self.changes:
            return _("In force: {file}. Enter on Edit changes a setting.", file=self.session.stored.source)
        return _("Nothing is in force yet. Ctrl+S shows what will change, then saves.")

    def say(self, status: Callable[[], str]) -> None:
        """Tell something until the next change."""
        self._status = status
        self.refresh_rows()

    def hush(self) -> None:
        """What was told is over."""
        self._status = None

    # Saving

    def action_save(self) -> None:
        """Review, then save; a fault comes first."""
        faults = self.session.faults()
        if not self.session.is_edited:
            self.say(lambda: _("Nothing is changed."))
        elif () in faults:
            self.say(lambda: "\n".join(faults[()]))
        elif faults:
            count = sum(map(len, faults.values()))
            self.say(
                lambda: ngettext(
                    "{n} thing is not right yet. Nothing was saved.",
                    "{n} things are not right yet. Nothing was saved.",
                    count,
                )
            )
            self.go_to_fault()
        else:
            self._one_at_a_time(self._review_and_save)

    async def _review_and_save(self) -> None:
        """Go on until it is saved or the administrator goes back."""
        while await self.app.push_screen_wait(ReviewScreen(self.session.review())):
            try:
                stored = self.session.save()
            except ChangedUnderneathError as error:
                if not await self._settle(error):
                    return
            else:
                self._tell_saved(stored)
                self.post_message(self.Saved(self))
                return

    async def _settle(self, error: ChangedUnderneathError) -> bool:
        """Ask what becomes of two sides; whether there is something to review again."""
        theirs = error.theirs
        if theirs is None:
            self.say(lambda: "\n".join(filter(None, (str(error), error.reason))))
            return False
        answer = await self.app.push_screen_wait(ConflictScreen(self.session.conflict(theirs)))
        if answer is ConflictAnswer.KEEP_MINE:
            dropped = self.session.rebase(theirs)
            self.say(lambda: "\n".join((_("Your changes stand on top of theirs now."), *dropped)))
        elif answer is ConflictAnswer.TAKE_THEIRS:
            self.session.reload()
            self.say(lambda: _("This is what the others saved. Your changes are gone."))
        else:
            self.say(lambda: _("Nothing was saved. Your changes are still here."))
        return self.session.is_edited and answer is ConflictAnswer.KEEP_MINE

    def _tell_saved(self, stored: StoredPolicy) -> None:
        self.say(
            lambda: " ".join(
                filter(None, (_("Saved and in force. F4 takes it back; F3 shows earlier versions."), stored.notice))
            )
        )

    # Earlier versions

    def action_undo_save(self) -> None:
        """What the last save replaced, reviewed and saved like any change."""
        self._restore_with(self._undo)

    def action_versions(self) -> None:
        """The list of what was in force before."""
        self._restore_with(self._choose_version)

    def _restore_with(self, act: Callable[[], Awaitable[None]]) -> None:
        """An earlier version takes the place of all edits, so that there must be none."""
        if self.session.is_edited:
            self.say(lambda: _("There are changes that are not saved. Save or revert them first."))
        else:
            self._one_at_a_time(act)

    async def _undo(self) -> None:
        version = self.session.previous()
        if version is None:
            self.say(lambda: _("Nothing was saved before this, so there is nothing to take back."))
        else:
            await self._restore(version)

    async def _choose_version(self) -> None:
        from composer.screens.admin.versions import VersionsScreen, shown_versions

        shown = shown_versions(self.session)
        if not shown:
            self.say(lambda: _("There is no earlier version yet."))
            return
        version = await self.app.push_screen_wait(VersionsScreen(shown, self._timezone))
        if version is not None:
            await self._restore(version)

    async def _restore(self, version: EarlierVersion) -> None:
        """An earlier version is a change like another; gone back from, it leaves nothing behind."""
        self.session.restore(version)
        if not self.session.is_edited:
            self.say(lambda: _("That version is what is in force."))
            return
        self.refresh_rows()
        try:
            await self._review_and_save()
        finally:
            if self.session.restored is not None:
                self.session.revert_all()
                self.refresh_rows()

    # Leaving, help, palette

    def action_leave_page(self) -> None:
        """Changes that are not saved are asked for once."""
        if self.session.is_edited:
            self._one_at_a_time(self._ask_before_leaving)
        else:
            self._leave()

    async def _ask_before_leaving(self) -> None:
        stay = Answer(False, lambda: pgettext("button", "Go on editing"))
        leave = Answer(True, lambda: pgettext("button", "Leave without saving"))

        def words() -> str:
            return _("There are changes that are not saved. Leave without them?")

        if await self.app.push_screen_wait(AskScreen(words, (stay, leave), False)):
            self._leave()

    def _leave(self) -> None:
        if self.is_current:
            self.dismiss(None)

    def action_help(self) -> None:
        """What the page is for, and its keys."""
        from composer.screens.admin.help import help_screen

        self.app.push_screen(help_screen())

    @work
    async def action_palette(self) -> None:
        """Every action by name."""
        from composer.screens.dialogs.palette import PaletteScreen, commands_of

        action = await self.app.push_screen_wait(PaletteScreen(commands_of(self)))
        if action:
            await self.run_action(action)

    def _one_at_a_time(self, act: Callable[[], Awaitable[None]]) -> None:
        """Only one dialog after the other; what goes wrong is said, and nothing typed is lost."""
        if not self._is_asking:
            self._is_asking = True
            self._ask(act)

    @work
    async def _ask(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except PresendError as error:
            words = str(error)
            self.say(lambda: words)
        finally:
            self._is_asking = False
