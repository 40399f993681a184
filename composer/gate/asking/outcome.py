"""Turns the member's answer into what follows: the message goes on, or the audit log says that it stopped here."""

from __future__ import annotations

from contextlib import suppress

from composer.drafting.attempt import Attempt
from composer.drafting.judging import Assessment
from composer.errors import PresendError
from composer.exit_status import Exit
from composer.gate import words
from composer.gate.asking.answers import Ask, NobodyToAsk, Send, WentBack
from composer.gate.call.submission import GateMessage
from composer.gate.keeping.kept import KeptFacts, KeptReason
from composer.gate.services import GateServices
from composer.gate.stopped import StoppedError
from composer.gate.transaction import Transaction
from policy.questions import QuestionCode


def agreed(
    ask: Ask,
    services: GateServices,
    transaction: Transaction,
    message: GateMessage,
    assessment: Assessment,
    questions: tuple[QuestionCode, ...],
) -> Send:
    """Ask, and return the answer that sends.

    Raises ``StoppedError`` for every other answer, and ``PolicyFaultsError``.
    """
    match ask.ask(message, assessment, questions):
        case Send() as answer:
            return answer
        case WentBack(last, milliseconds):
            transaction.composition = last.composition
            services.policy.current()  # a policy that broke meanwhile ended the dialog, not the member
            if milliseconds is not None:
                _note_going_back(services, last, milliseconds)
            raise StoppedError(Exit.NO_PERMISSION, KeptReason.WENT_BACK, KeptFacts())
        case NobodyToAsk():
            unanswered = message.submission(assessment, Attempt(), transaction.kept_id)
            services.outbox.unanswered(unanswered, assessment.verdict)
            facts = words.nobody_asked(assessment.verdict)
            raise StoppedError(Exit.NO_PERMISSION, KeptReason.NOBODY_TO_ASK, facts)


def _note_going_back(services: GateServices, last: Assessment, milliseconds: int) -> None:
    """For the audit log; a log that cannot be written keeps nobody from going back."""
    with suppress(PresendError):
        services.outbox.went_back(last.draft, last.verdict, last.member, milliseconds, through_gate=True)
