"""How the gate asks the member: the Protocol of whoever has a terminal, and the answers."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from composer.drafting.judging import Assessment
from composer.gate.call.submission import GateMessage
from composer.services.outbox import Consent
from policy.questions import QuestionCode


class Send(Struct, frozen=True):
    """The member's answer that the message is to be sent."""

    assessment: Assessment
    """What was on the screen last, repairs included: its composition, member and verdict are what is sent."""
    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    """The answer to the warning; None where none was due in the end."""


class WentBack(Struct, frozen=True):
    """The member's answer that the message is not to be sent."""

    assessment: Assessment
    """What was on the screen last; its repairs are kept with the message."""
    milliseconds: int | None = None
    """How long the warning was open; None where a question was answered with no, and no warning came up."""


class NobodyToAsk(Struct, frozen=True):
    """There is no terminal to ask on."""


Answer = Send | WentBack | NobodyToAsk


class Ask(Protocol):
    """Asks the questions of a message, then shows its warning, last."""

    def ask(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        """Ask on the member's terminal; the message is judged afresh with ``message.assess`` after each repair.

        ``assessment`` was made while nobody knew the terminal: judge again for its surface first. Never raises for a
        terminal that is not there: that is ``NobodyToAsk``.
        """
        ...
