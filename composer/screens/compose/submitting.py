"""Sending the message on the screen: one attempt at a time, and what follows when the outbox has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.drafting.draft_keeper import DraftKeeper
from composer.screens.compose.accepted import AfterAccepted
from composer.screens.compose.message_level import MessageLevel
from composer.services.bundle import Services

if TYPE_CHECKING:
    from composer.screens.sending.send_flow import SendHost


class Submitting:
    """Sends the message of one composer, one attempt at a time."""

    def __init__(
        self, host: SendHost, services: Services, keeper: DraftKeeper, accepted: AfterAccepted, level: MessageLevel
    ) -> None:
        self._host = host
        self._services = services
        self._keeper = keeper
        self._accepted = accepted
        self._level = level
        self._is_under_way = False

    async def run(self) -> None:
        """Ask what is due and hand the message to the outbox; nothing while an attempt is under way."""
        from composer.screens.sending.send_flow import SendFlow

        if self._is_under_way:
            return
        self._is_under_way = True
        try:
            job = await SendFlow(self._host, self._services).run()
            if job is not None:
                await self._accepted.run(job)
        finally:
            self._is_under_way = False
            if self._keeper.is_open:
                self.give_up_level()

    def give_up_level(self) -> None:
        """Give up a level that is no longer in use, unless an attempt is under way.

        During an attempt the level stays and the message is refused, so that no Restricted mail leaves as General.
        """
        if not self._is_under_way:
            self._level.give_up()
