"""One attempt to send, as far as it has come: which questions are answered, and what the member agreed to."""

from __future__ import annotations

from msgspec import Struct

from composer.drafting.judging import Assessment
from composer.services.outbox import Consent
from policy.questions import QuestionCode
from policy.verdict import Verdict


class WarningLeft(Struct, frozen=True):
    """The member did not send after a warning."""

    assessment: Assessment
    """The assessment that the warning opened with."""
    milliseconds: int
    """How long the dialog was open."""


class Attempt(Struct):
    """What the member answered during one attempt to send."""

    answered: frozenset[QuestionCode] = frozenset()
    consent: Consent | None = None
    left: WarningLeft | None = None
    """The warning after which the member went back; None where there was none."""

    def open_questions(self, verdict: Verdict) -> tuple[QuestionCode, ...]:
        """The questions of the verdict that are not answered yet, in order."""
        return tuple(question for question in verdict.questions if question not in self.answered)

    def is_complete(self, verdict: Verdict) -> bool:
        """Whether nothing stands against sending: no refusal, no open question, no warning without an answer."""
        has_consent = self.consent is not None or not verdict.warning.shown
        return not verdict.refusals and not self.open_questions(verdict) and has_consent
