"""From Ctrl+S to an accepted job: refusals, questions, the warning, the outbox; one attempt at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from textual.app import App

from composer.composition import Composition
from composer.errors import NotAcceptedError, NotAcceptedReason, PresendError
from composer.judging import Assessment
from composer.services import Consent, Job, Services, Submission
from composer.words import _
from policy.verdict import QuestionCode

MOST_ROUNDS = 5
"""How often one attempt judges again when the policy or a file changes under it."""


class SendHost(Protocol):
    """What the flow needs of the composer."""

    app: App[object]

    def read(self) -> Composition:
        """What stands in the fields."""
        ...

    def assess(self, composition: Composition) -> Assessment:
        """Judge it; raises ``PolicyFaultsError``."""
        ...

    def adopt(self, composition: Composition) -> None:
        """Show a repaired message."""
        ...

    def refuse(self, assessment: Assessment) -> None:
        """Name every refusal and go to the first."""
        ...

    def tell(self, words: str) -> None:
        """Say that something else went wrong."""
        ...

    def draft_id(self) -> str | None:
        """The draft on disk."""
        ...


@dataclass
class _Attempt:
    """What the member answered during one attempt."""

    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None


class SendFlow:
    """Asks in the order the policy demands; nothing here can reach a transport but through the outbox."""

    def __init__(self, host: SendHost, services: Services) -> None:
        self._host = host
        self._services = services

    async def run(self) -> Job | None:
        """The accepted job; None when the member went back or the message cannot go."""
        attempt = _Attempt()
        for _round in range(MOST_ROUNDS):
            try:
                assessment = self._host.assess(self._host.read())
                if assessment.verdict.refusals:
                    self._host.refuse(assessment)
                    return None
                if not await self._ask(assessment, attempt):
                    return None
                repaired = await self._warn(assessment, attempt)
                if repaired is None:
                    return None
                if repaired != assessment.composition and not attempt.consent:
                    continue
                return await self._accept(repaired, assessment, attempt)
            except NotAcceptedError as error:
                attempt.consent = None
                if error.reason is NotAcceptedReason.REFUSED:
                    continue
            except PresendError as error:
                self._host.tell(str(error))
                return None
        self._host.tell(_("The policy or a file kept changing while you were sending. Nothing was sent; try again."))
        return None

    async def _ask(self, assessment: Assessment, attempt: _Attempt) -> bool:
        """Each open question once an attempt."""
        from composer.screens.questions import QuestionScreen

        for question in assessment.verdict.questions:
            if question not in attempt.answered:
                if not await self._host.app.push_screen_wait(QuestionScreen(question)):
                    return False
                attempt.answered |= {question}
        return True

    async def _warn(self, assessment: Assessment, attempt: _Attempt) -> Composition | None:
        """The last gate; the composition to send, repaired or not; None = go back."""
        if not assessment.verdict.warning.shown:
            return assessment.composition
        from composer.screens.warning import WarningScreen

        dialog = WarningScreen(assessment, self._host.assess, self._services.clock)
        answer = await self._host.app.push_screen_wait(dialog)
        self._host.adopt(answer.composition)
        if not answer.send:
            return None
        attempt.consent = answer.consent
        return answer.composition

    async def _accept(self, composition: Composition, assessment: Assessment, attempt: _Attempt) -> Job:
        submission = Submission(
            composition=composition,
            member=assessment.member,
            answered=attempt.answered,
            consent=attempt.consent,
            hold_seconds=self._services.settings.preferences.undo_seconds,
            draft_id=self._host.draft_id(),
        )
        return await asyncio.to_thread(self._services.outbox.accept, submission)
