"""How the gate asks the member: the Protocol of whoever has a terminal, and the answers."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from composer.gate.call.submission import GateMessage
from composer.drafting.judging import Assessment
from composer.services.bundle import Consent
from policy.questions import QuestionCode


class Send(Struct, frozen=True):
    """The member sends."""

    assessment: Assessment
    """What was on the screen last, repairs included: its composition, member and verdict are what is sent."""
    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    """The answer to the warning; None where none was due in the end."""


class WentBack(Struct, frozen=True):
    """The member does not send."""

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

        ``assessment`` was made for a terminal of unknown width: judge again with the real one first, because the
        surface depends on it. Never raises for a terminal that is not there: that is ``NobodyToAsk``.
        """
        ...


class NoAsk:
    """Asks nobody."""

    def ask(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        """See ``Ask``."""
        return NobodyToAsk()
