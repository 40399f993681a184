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
    """How long the warning was shown; None where the answer was no to a question, before any warning."""


class NobodyToAsk(Struct, frozen=True):
    """There is no terminal to ask on."""


Answer = Send | WentBack | NobodyToAsk


class Ask(Protocol):
    """Whoever asks the member: the questions of a message first, its warning last."""

    def ask(self, message: GateMessage, assessment: Assessment, questions: tuple[QuestionCode, ...]) -> Answer:
        """Ask on the member's terminal; after each repair ``message.assess`` judges again.

        ``assessment`` was made before the terminal was known: judge again for its surface first. A terminal that is not
        there raises nothing, but gives ``NobodyToAsk``.
        """
        ...
