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
    """Belongs to one composer, which the flow asks for the message and its judgement."""

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
        """Go the way to the outbox, unless it is gone already."""
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
        """While the message is being sent it stays, and is refused: nobody's Restricted mail leaves as General."""
        if not self._is_under_way:
            self._level.give_up()
