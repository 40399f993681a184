"""What happens while the warning is open: repairs, their preview, undo, and the member's answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from composer.drafting import repairs
from composer.drafting.judging import Assessment
from composer.drafting.repairs import Repair
from composer.errors import PolicyFaultsError
from composer.message.composition import Composition
from composer.reasons import Reason
from composer.services.outbox import Consent
from policy.verdict import Outcome, consent_hash

Assess = Callable[[Composition], Assessment]
"""Judges a composition under the policy now in force; may raise ``PolicyFaultsError``."""


class WarningAnswer(Struct, frozen=True):
    """The member's answer to the warning; the composition holds the repairs either way."""

    assessment: Assessment
    """What was on the screen when the member answered."""
    send: bool
    consent: Consent | None = None
    """The answer to the warning; None when the member went back or nothing was left to warn about."""

    @property
    def composition(self) -> Composition:
        """The message as it is after the repairs."""
        return self.assessment.composition


class WarningSession:
    """One open warning: the message with its repairs, judged after each."""

    def __init__(self, assessment: Assessment, assess: Assess) -> None:
        self.assessment = assessment
        self._assess = assess
        self._undone_to: list[Assessment] = []
        self._previews: dict[Repair, Assessment] = {}
        self.policy_changed = False
        """Whether another policy came into force while the warning was open."""
        self.fault: Reason | None = None
        """What is wrong first with a policy that cannot be used, so that nothing is sent; None where it can."""

    @property
    def outcome(self) -> Outcome:
        """What Send would do now; ``REFUSE`` while the policy is broken."""
        return Outcome.REFUSE if self.fault else self.assessment.verdict.outcome

    @property
    def can_undo(self) -> bool:
        """Whether a repair was made."""
        return bool(self._undone_to)

    def judge_again(self) -> bool:
        """Judge the message by the policy now in force; True where what is shown counts no more."""
        before, was_broken = self.assessment.verdict.policy_id, bool(self.fault)
        try:
            self._show(self._assess(self.assessment.composition))
        except PolicyFaultsError as error:
            self.fault = error.reasons[0]
            self._previews.clear()
        is_other = self.assessment.verdict.policy_id != before
        self.policy_changed |= is_other
        return is_other or was_broken or bool(self.fault)

    def preview(self, repair: Repair) -> Assessment:
        """The assessment of the message after a repair, which is not made; raises ``PolicyFaultsError``."""
        if repair not in self._previews:
            now = self.assessment
            self._previews[repair] = self._assess(repairs.apply(repair, now.composition, now.verdict))
        return self._previews[repair]

    def apply(self, repair: Repair) -> None:
        """Make a repair; raises ``PolicyFaultsError`` and then changes nothing."""
        now = self.assessment
        after = self._assess(repairs.apply(repair, now.composition, now.verdict))
        self._undone_to.append(now)
        self._show(after)

    def undo(self) -> bool:
        """Undo the last repair and judge again; False where there is none. Raises ``PolicyFaultsError``."""
        if not self._undone_to:
            return False
        after = self._assess(self._undone_to[-1].composition)
        self._undone_to.pop()
        self._show(after)
        return True

    def go_back(self) -> WarningAnswer:
        """The answer that sends nothing and keeps the repairs made so far."""
        return WarningAnswer(self.assessment, send=False)

    def send(self, shown_at: datetime, now: datetime) -> WarningAnswer | None:
        """The answer that sends, with the consent where a warning is due; None where the message is refused."""
        match self.outcome:
            case Outcome.REFUSE:
                return None
            case Outcome.SEND:
                return WarningAnswer(self.assessment, send=True)
            case Outcome.WARN:
                return WarningAnswer(self.assessment, send=True, consent=self._consent(shown_at, now))

    def _consent(self, shown_at: datetime, now: datetime) -> Consent:
        shown = self.assessment
        milliseconds = int((now - shown_at).total_seconds() * 1_000)
        return Consent(secrets.token_hex(16), consent_hash(shown.draft, shown.verdict), max(milliseconds, 0))

    def _show(self, assessment: Assessment) -> None:
        self.assessment, self.fault = assessment, None
        self._previews.clear()
