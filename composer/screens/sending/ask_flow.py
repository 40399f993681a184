"""What is asked before a message is sent, in the order that the policy demands: refusals, questions, the warning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from msgspec import Struct
from textual.app import App

from composer.message.composition import Composition
from composer.drafting.judging import Assessment
from composer.services.bundle import Clock, Consent
from composer.drafting.warning_offers import COMPOSERS, WarningOffers
from policy.verdict import QuestionCode


class AskHost(Protocol):
    """What asking needs of whoever holds the message."""

    @property
    def app(self) -> App[Any]:
        """Where dialogs are opened."""
        ...

    def read(self) -> Composition:
        """The message as it stands."""
        ...

    def assess(self, composition: Composition) -> Assessment:
        """Judge it; raises ``PolicyFaultsError``."""
        ...

    def adopt(self, composition: Composition) -> None:
        """Go on with a repaired message."""
        ...

    def refuse(self, assessment: Assessment) -> None:
        """The message may not be sent as it is."""
        ...


class WarningLeft(Struct, frozen=True):
    """The member did not send after a warning."""

    assessment: Assessment
    """What was shown first."""
    milliseconds: int
    """How long the dialog was open."""


@dataclass
class Attempt:
    """What the member answered during one attempt to send."""

    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    left: WarningLeft | None = None
    """Set where the warning was what the member went back from."""

    def is_settled(self, assessment: Assessment) -> bool:
        """Whether repairs in the dialog left no new question and no warning without an answer."""
        verdict = assessment.verdict
        has_answers = set(verdict.questions) <= self.answered
        return not verdict.refusals and has_answers and (self.consent is not None or not verdict.warning.shown)


class AskFlow:
    """Asks each question once an attempt, and shows the warning last."""

    def __init__(self, host: AskHost, clock: Clock, offers: WarningOffers = COMPOSERS) -> None:
        self._host = host
        self._clock = clock
        self._offers = offers

    async def run(self, attempt: Attempt) -> Assessment | None:
        """What the member agreed to send, judged; None = nothing is to be sent."""
        assessment = self._judged()
        while assessment is not None and (still_open := _open_questions(assessment, attempt)):
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


def _open_questions(assessment: Assessment, attempt: Attempt) -> list[QuestionCode]:
    return [question for question in assessment.verdict.questions if question not in attempt.answered]
