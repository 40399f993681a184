"""What is asked before a message is sent, in the order that the policy demands: refusals, questions, the warning."""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from composer.drafting.attempt import Attempt, WarningLeft
from composer.drafting.judging import Assessment
from composer.drafting.warning_offers import IN_THE_COMPOSER, WarningOffers
from composer.message.composition import Composition
from composer.services.clock import Clock
from policy.questions import QuestionCode


class AskHost(Protocol):
    """The holder of a message about which ``AskFlow`` asks: a composer, or the dialog of the gate."""

    @property
    def app(self) -> App[Any]:
        """The app that opens the dialogs."""
        ...

    def read(self) -> Composition:
        """The message as it stands now."""
        ...

    def assess(self, composition: Composition) -> Assessment:
        """Judge a message; raises ``PolicyFaultsError``."""
        ...

    def adopt(self, composition: Composition) -> None:
        """Take on a message that was repaired in the warning."""
        ...

    def refuse(self, assessment: Assessment) -> None:
        """Show that the message is refused, and why."""
        ...


class AskFlow:
    """Asks what the policy demands: each question once an attempt, the warning last."""

    def __init__(self, host: AskHost, clock: Clock, offers: WarningOffers = IN_THE_COMPOSER) -> None:
        self._host = host
        self._clock = clock
        self._offers = offers

    async def run(self, attempt: Attempt) -> Assessment | None:
        """The assessment that the member agreed to; None = nothing is sent. Raises ``PolicyFaultsError``."""
        assessment = self._judged()
        while assessment is not None and (still_open := attempt.open_questions(assessment.verdict)):
            if not await self._agrees(still_open[0]):
                return None
            attempt.answered |= {still_open[0]}
            assessment = self._judged()  # the policy may have changed while the question was open
        return None if assessment is None else await self._warn(assessment, attempt)

    def _judged(self) -> Assessment | None:
        """The message as it stands under the policy now in force; None after it was refused."""
        assessment = self._host.assess(self._host.read())
        if assessment.verdict.refusals:
            self._host.refuse(assessment)
            return None
        return assessment

    async def _agrees(self, question: QuestionCode) -> bool:
        """Each question is asked once an attempt."""
        from composer.screens.sending.questions import QuestionScreen

        answer: bool = await self._host.app.push_screen_wait(QuestionScreen(question))
        return answer

    async def _warn(self, assessment: Assessment, attempt: Attempt) -> Assessment | None:
        """The last gate; what was on the screen when the member agreed; None = go back."""
        if not assessment.verdict.warning.shown:
            return assessment
        from composer.screens.sending.warning import WarningScreen

        shown_at = self._clock.now()
        dialog = WarningScreen(assessment, self._host.assess, self._clock, self._offers)
        answer = await self._host.app.push_screen_wait(dialog)
        self._host.adopt(answer.composition)
        attempt.consent = answer.consent
        if answer.send:
            return answer.assessment
        seconds = (self._clock.now() - shown_at).total_seconds()
        attempt.left = WarningLeft(assessment, max(0, int(seconds * 1000)))
        return None
