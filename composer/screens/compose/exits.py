"""The ways out of a composer: to another draft, through the outbox, to a new message, to the end of presend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from composer.drafting.draft_keeper import DraftKeeper
from composer.errors import PresendError, StorageError
from composer.message.composition import Composition
from composer.sentences.reasons import in_words
from composer.services.bundle import Services
from composer.services.drafts import SavedDraft
from composer.services.outbox import Job

if TYPE_CHECKING:
    from composer.screens.outbox import Correction


class Exits:
    """Leaves one composer; before what was typed is lost, the member is asked."""

    @dataclass
    class Leave(Message):
        """The composer can be closed; ``next`` is the content that is opened then, None = presend ends."""

        next: Composition | SavedDraft | None = None
        job: Job | None = None
        """The job that the outbox accepted."""
        corrects: Correction | None = None
        """The recipient of an earlier job whom the next message is for, at another address."""

    @dataclass
    class SawOutbox(Message):
        """The member has seen these jobs in the outbox."""

        jobs: Sequence[Job]

    def __init__(
        self,
        screen: Screen[None],
        services: Services,
        keeper: DraftKeeper,
        read: Callable[[], Composition],
        tell: Callable[[Callable[[], str]], None],
    ) -> None:
        self._screen = screen
        self._services = services
        self._keeper = keeper
        self._read = read
        self._tell = tell
        self._is_asking = False

    def save(self) -> bool:
        """Save the draft now; False, with a dialog that says why, where it cannot be saved."""
        try:
            self._keeper.save(self._read())
        except PresendError as error:
            self._tell(in_words(error))
            return False
        return True

    def set_aside(self, next_one: Composition) -> bool:
        """Save the draft and begin another one with the content ``next_one``; False where it cannot be saved."""
        if not self.save():
            return False
        self._keeper.set_aside(next_one)
        return True

    async def to_drafts(self) -> None:
        """Open the list of drafts, and leave for the one that was chosen."""
        from composer.screens.drafts import DraftsScreen

        if not self.save():
            return
        services, current = self._services, self._keeper.draft_id
        draft = await self._screen.app.push_screen_wait(
            DraftsScreen(services.drafts, current=current, sent=services.outbox.drafts_sent)
        )
        if draft is not None and self.save():
            self._leave(draft)

    async def to_outbox(self) -> None:
        """Open the outbox, and leave for the message that was taken back or is to be corrected."""
        from composer.screens.outbox import Correction, OutboxScreen

        outbox = OutboxScreen(self._services.outbox, self._services.clock)
        result = await self._screen.app.push_screen_wait(outbox)
        self._screen.post_message(self.SawOutbox(outbox.shown))
        if result is None or not self.save():
            return
        if isinstance(result, Correction):
            self._leave(result.composition, corrects=result)
        else:
            self._leave(self.undone(result))

    def to_new(self) -> None:
        """Leave for an empty message; this one stays a draft."""
        if self.save():
            self._leave(Composition())

    async def to_end(self) -> None:
        """End presend, after asking about what the outbox has left to do and about what was typed."""
        if self._is_asking:
            return
        self._is_asking = True
        try:
            stays = await self._waits_for_outbox()
        finally:
            self._is_asking = False
        if not stays and await self._may_leave():
            self._leave(None)

    def undone(self, draft: SavedDraft) -> Composition | SavedDraft:
        """What to open of a draft that the outbox gave back: the draft, saved where it is not on disk yet.

        Where it cannot be saved, a dialog says so, and the composition alone is opened.
        """
        try:
            if self._keeper.read_again(draft.id) is None:
                self._services.drafts.save(draft)
        except StorageError as error:
            self._tell(in_words(error))
            return draft.composition
        return draft

    async def _waits_for_outbox(self) -> bool:
        """Whether the member stays, because of what the outbox has left to do."""
        from composer.screens.sending.leave import LeaveSendingScreen, still_to_do

        left = [] if self._services.is_demonstration else await still_to_do(self._services.outbox)
        return bool(left) and not await self._screen.app.push_screen_wait(LeaveSendingScreen(left))

    async def _may_leave(self) -> bool:
        """Whether what was typed is kept, or is not to be kept; asked where there is something."""
        from composer.screens.compose.leave import LeaveScreen, Leaving

        if self._keeper.is_untouched(self._read()):
            self._keeper.drop_untouched()
            return True
        answer = await self._screen.app.push_screen_wait(LeaveScreen())
        if answer is Leaving.THROW_AWAY:
            self._throw_away()
            return True
        return answer is Leaving.KEEP and self.save()

    def _throw_away(self) -> None:
        """A draft that cannot be deleted stays; leaving goes on."""
        try:
            self._keeper.throw_away()
        except StorageError:
            return

    def _leave(self, following: Composition | SavedDraft | None, corrects: Correction | None = None) -> None:
        self._keeper.close()
        self._screen.post_message(self.Leave(following, corrects=corrects))
