"""From Ctrl+S to an accepted job: refusals, questions, the warning, the outbox; one attempt at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

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

    @property
    def app(self) -> App[Any]:
        """Where dialogs are opened."""
        ...

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

    def tell(self, words: Callable[[], str]) -> None:
        """Say that something else went wrong."""
        ...

    def say(self, words: Callable[[], str]) -> None:
        """Say something in passing."""
        ...

    def hold(self, locked: bool) -> None:
        """Take no more changes, or take them again."""
        ...

    def save(self, composition: Composition) -> str | None:
        """Keep the draft and return its id; called in a thread; raises ``StorageError``."""
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
                assessment = await self._through_the_gate(attempt)
                if assessment is None:
                    return None
                if _is_settled(assessment, attempt):
                    return await self._accept(assessment, attempt)
            except NotAcceptedError as error:
                attempt.consent = None
                self._host.say(lambda reason=error.reason: _changed_words(reason))  # type: ignore[misc]  # bound at once
            except PresendError as error:
                self._host.tell(lambda text=str(error): text)  # type: ignore[misc]  # bound at once
                return None
        self._host.tell(
            lambda: _("The policy or a file kept changing while you were sending. Nothing was sent; try again.")
        )
        return None

    async def _through_the_gate(self, attempt: _Attempt) -> Assessment | None:
        """What the member agreed to send, judged; None = nothing is to be sent."""
        assessment = self._judged()
        while assessment is not None and (still_open := _open_questions(assessment, attempt)):
            if not await self._agrees(still_open[0]):
                return None
            attempt.answered |= {still_open[0]}
            assessment = self._judged()  # the policy may have changed while the question was open
        return None if assessment is None else await self._warn(assessment, attempt)

    def _judged(self) -> Assessment | None:
        """The message as it stands under the policy now in force; None after its refusals were named."""
        assessment = self._host.assess(self._host.read())
        if assessment.verdict.refusals:
            self._host.refuse(assessment)
            return None
        return assessment

    async def _agrees(self, question: QuestionCode) -> bool:
        """Each question is asked once an attempt."""
        from composer.screens.questions import QuestionScreen

        answer: bool = await self._host.app.push_screen_wait(QuestionScreen(question))
        return answer

    async def _warn(self, assessment: Assessment, attempt: _Attempt) -> Assessment | None:
        """The last gate; what was on the screen when the member agreed; None = go back."""
        if not assessment.verdict.warning.shown:
            return assessment
        from composer.screens.warning import WarningScreen

        shown_at = self._services.clock.now()
        dialog = WarningScreen(assessment, self._host.assess, self._services.clock)
        answer = await self._host.app.push_screen_wait(dialog)
        self._host.adopt(answer.composition)
        attempt.consent = answer.consent
        if answer.send:
            return answer.assessment
        await asyncio.to_thread(self._note_going_back, assessment, shown_at)
        return None

    def _note_going_back(self, assessment: Assessment, shown_at: datetime) -> None:
        """For the audit log; a log that cannot be written keeps nobody from going back."""
        seconds = (self._services.clock.now() - shown_at).total_seconds()
        with suppress(PresendError):
            self._services.outbox.went_back(
                assessment.draft, assessment.verdict, assessment.member, max(0, int(seconds * 1000))
            )

    async def _accept(self, assessment: Assessment, attempt: _Attempt) -> Job:
        """Hand it to the outbox in a thread; meanwhile nothing can be typed that would then be lost."""
        self._host.hold(True)
        try:
            return await asyncio.to_thread(self._save_and_accept, assessment, attempt)
        except BaseException:
            self._host.hold(False)
            raise

    def _save_and_accept(self, assessment: Assessment, attempt: _Attempt) -> Job:
        """The draft first, so that nothing is lost whatever happens next; the outbox takes it away."""
        draft_id = self._host.save(assessment.composition)
        submission = Submission(
            composition=assessment.composition,
            member=assessment.member,
            answered=attempt.answered,
            consent=attempt.consent,
            hold_seconds=self._services.settings.preferences.undo_seconds,
            draft_id=draft_id,
        )
        return self._services.outbox.accept(submission)


def _open_questions(assessment: Assessment, attempt: _Attempt) -> list[QuestionCode]:
    return [question for question in assessment.verdict.questions if question not in attempt.answered]


def _is_settled(assessment: Assessment, attempt: _Attempt) -> bool:
    """Whether repairs in the dialog left no new question and no warning without an answer."""
    verdict = assessment.verdict
    has_answers = set(verdict.questions) <= attempt.answered
    return not verdict.refusals and has_answers and (attempt.consent is not None or not verdict.warning.shown)


def _changed_words(reason: NotAcceptedReason) -> str:
    match reason:
        case NotAcceptedReason.FILE_CHANGED:
            return _("A file changed while you answered. The message was judged again.")
        case NotAcceptedReason.CONSENT_STALE | NotAcceptedReason.CONSENT_MISSING | NotAcceptedReason.CONSENT_USED:
            return _("What you agreed to is no longer what would be sent. The message was judged again.")
        case _:
            return _("The policy changed while you answered. The message was judged again.")
