"""What follows once the outbox has accepted the message: it is shown on its way, and something else is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.screen import Screen

from composer.drafting.draft_keeper import DraftKeeper
from composer.errors import PresendError, StorageError
from composer.message.composition import Composition
from composer.screens.compose.exits import Exits
from composer.sentences.reasons import in_words
from composer.services.bundle import Services
from composer.services.drafts import SavedDraft
from composer.services.outbox import Decision, Job, JobState

if TYPE_CHECKING:
    from composer.screens.outbox import Correction
    from composer.screens.sending.progress import SendingResult


class AfterAccepted:
    """Leaves one composer after the outbox accepted its message: shows the delivery, then opens what comes next."""

    def __init__(
        self,
        screen: Screen[None],
        services: Services,
        keeper: DraftKeeper,
        undone: Callable[[SavedDraft], Composition | SavedDraft],
        tell: Callable[[Callable[[], str]], None],
    ) -> None:
        self._screen = screen
        self._services = services
        self._keeper = keeper
        self._undone = undone
        self._tell = tell
        self.corrects: Correction | None = None
        """The recipient of an earlier message to whom this one goes at another address."""

    async def run(self, job: Job) -> None:
        """Show the delivery of the job until the member leaves it, then post ``Exits.Leave``.

        What follows is a new message, or this one where it was taken back or came back.
        """
        from composer.screens.sending.progress import SendingScreen

        self._keeper.close()
        if self.corrects is not None:
            await asyncio.to_thread(self._close_corrected, self.corrects)
        sending = SendingScreen(self._services.outbox, job, self._services.clock)
        result = await self._screen.app.push_screen_wait(sending)
        self._screen.post_message(self._next(result))

    def _close_corrected(self, corrects: Correction) -> None:
        """In a thread: the message to the corrected address is accepted, and the address before is given up."""
        with suppress(PresendError):  # it stays open in the outbox, where it can be given up by hand
            self._services.outbox.settle(corrects.job_id, Decision.CORRECTED, corrects.address)

    def _next(self, result: SendingResult) -> Exits.Leave:
        """The message itself, when it came back, or a new one."""
        if result.job.state is JobState.RETURNED:
            return Exits.Leave(self._given_back(result.job))
        if result.undone is not None:
            return Exits.Leave(self._undone(result.undone))
        return Exits.Leave(Composition(), result.job)

    def _given_back(self, job: Job) -> Composition | SavedDraft:
        try:
            return self._services.drafts.load(job.draft_id or job.id)
        except StorageError as error:
            self._tell(in_words(error))
            return Composition()
