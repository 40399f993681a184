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
    """Belongs to one composer; nothing that was typed is lost on any of them unless the member says so."""

    @dataclass
    class Leave(Message):
        """The member is done here: the app opens a fresh composer, this draft, or ends (None)."""

        next: Composition | SavedDraft | None = None
        job: Job | None = None
        """What was handed to the outbox."""
        corrects: Correction | None = None
        """What the next message stands for, once it is accepted."""

    @dataclass
    class SawOutbox(Message):
        """The member looked at these in the outbox."""

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
        """Save at once; False after saying what is in the way."""
        try:
            self._keeper.save(self._read())
        except PresendError as error:
            self._tell(in_words(error))
            return False
        return True

    def set_aside(self, next_one: Composition) -> bool:
        """What was written stays among the drafts, and another message begins in its place; False as for ``save``."""
        if not self.save():
            return False
        self._keeper.set_aside(next_one)
        return True

    async def to_drafts(self) -> None:
        """Go on with another draft; this one stays saved."""
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
        """See what waits, try again, take back."""
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
        """A fresh message; this one stays among the drafts."""
        if self.save():
            self._leave(Composition())

    async def to_end(self) -> None:
        """Say what the outbox has left to do, ask once what shall become of what was typed, then end."""
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
        """What the outbox gave back, to be opened as the draft that it is on disk; where it is none yet, saved now."""
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
