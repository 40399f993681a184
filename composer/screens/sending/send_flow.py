"""From Ctrl+S to an accepted job: refusals, questions, the warning, the outbox; one attempt at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from composer.drafting.attempt import Attempt, WarningLeft
from composer.drafting.judging import MOST_ROUNDS, Assessment
from composer.errors import PresendError
from composer.message.composition import Composition
from composer.screens.sending.ask_flow import AskFlow, AskHost
from composer.sentences.reasons import in_words
from composer.services.bundle import Services
from composer.services.outbox import Job, Submission
from composer.services.outbox_errors import NotAcceptedError, NotAcceptedReason
from composer.words import _


class SendHost(AskHost, Protocol):
    """The composer whose message ``SendFlow`` sends."""

    def tell(self, words: Callable[[], str]) -> None:
        """Show a sentence in a dialog."""
        ...

    def say(self, words: Callable[[], str]) -> None:
        """Show a sentence in passing."""
        ...

    def hold(self, locked: bool) -> None:
        """Lock the fields, or unlock them."""
        ...

    def save(self, composition: Composition) -> str | None:
        """Save the draft and return its id; called in a thread. Raises ``StorageError``."""
        ...


class SendFlow:
    """Sends the message of one composer: asks what is due, then hands it to the outbox."""

    def __init__(self, host: SendHost, services: Services) -> None:
        self._host = host
        self._services = services
        self._asking = AskFlow(host, services.clock)

    async def run(self) -> Job | None:
        """The accepted job; None where the member went back or the message cannot be sent, which was shown then."""
        attempt = Attempt()
        for _round in range(MOST_ROUNDS):
            try:
                assessment = await self._through_the_gate(attempt)
                if assessment is None:
                    return None
                if attempt.is_complete(assessment.verdict):
                    return await self._accept(assessment, attempt)
            except NotAcceptedError as error:
                attempt.consent = None
                self._host.say(lambda reason=error.reason: _changed_words(reason))  # type: ignore[misc]  # bound at once
            except PresendError as error:
                self._host.tell(in_words(error))
                return None
        self._host.tell(
            lambda: _("The policy or a file kept changing while you were sending. Nothing was sent; try again.")
        )
        return None

    async def _through_the_gate(self, attempt: Attempt) -> Assessment | None:
        """What the member agreed to send, judged; None = nothing is to be sent."""
        assessment = await self._asking.run(attempt)
        if attempt.left is not None:
            await asyncio.to_thread(self._note_going_back, attempt.left)
        return assessment

    def _note_going_back(self, left: WarningLeft) -> None:
        """For the audit log; a log that cannot be written keeps nobody from going back."""
        shown = left.assessment
        with suppress(PresendError):
            self._services.outbox.went_back(shown.draft, shown.verdict, shown.member, left.milliseconds)

    async def _accept(self, assessment: Assessment, attempt: Attempt) -> Job:
        """Hand it to the outbox in a thread; meanwhile nothing can be typed that would then be lost."""
        self._host.hold(True)
        try:
            return await asyncio.to_thread(self._save_and_accept, assessment, attempt)
        except BaseException:
            self._host.hold(False)
            raise

    def _save_and_accept(self, assessment: Assessment, attempt: Attempt) -> Job:
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


def _changed_words(reason: NotAcceptedReason) -> str:
    match reason:
        case NotAcceptedReason.FILE_CHANGED:
            return _("A file changed while you answered. The message was judged again.")
        case NotAcceptedReason.CONSENT_STALE | NotAcceptedReason.CONSENT_MISSING | NotAcceptedReason.CONSENT_USED:
            return _("What you agreed to is no longer what would be sent. The message was judged again.")
        case _:
            return _("The policy changed while you answered. The message was judged again.")
