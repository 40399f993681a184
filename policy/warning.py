"""The four conditions of the warning before sending outside, and the sender exemption."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from msgspec import Struct

from policy.settings import Apply, OutgoingWarning


class Rule(Enum):
    """The rule that decided: the condition that fired or would have, or why none was asked."""

    ALWAYS = "always"
    ATTACHMENTS = "attachments"
    NOT_INDIVIDUALLY = "not_individually"
    ATTACHMENTS_AND_NOT_INDIVIDUALLY = "attachments_and_not_individually"
    DISABLED = "disabled"
    NO_OUTSIDE = "no_outside"


class WarningFacts(Struct, frozen=True):
    """What the decision about the warning depends on."""

    outside: bool
    """At least one external or unknown recipient (E)."""
    attachment: bool
    """At least one file that counts as an attachment (A)."""
    individually: bool
    """The message is sent individually: one copy for each recipient (I)."""
    exempt_sender: bool
    """From is a mailing list whose full expansion holds a known external address."""


class WarningDecision(Struct, frozen=True):
    """Whether the dialog is shown, by which rule, on which facts."""

    shown: bool
    rule: Rule
    exempt: bool
    facts: WarningFacts


def decide(warning: OutgoingWarning, facts: WarningFacts, *, refused: bool = False) -> WarningDecision:
    """Whether the warning is shown: the condition decides, then the exemption; never for a message that is refused."""
    rule = _rule(warning, facts)
    due = rule in _DUE and _DUE[rule](facts)
    return WarningDecision(due and not facts.exempt_sender and not refused, rule, facts.exempt_sender, facts)


def _rule(warning: OutgoingWarning, facts: WarningFacts) -> Rule:
    if not warning.enabled:
        return Rule.DISABLED
    return Rule(warning.apply.value) if facts.outside else Rule.NO_OUTSIDE


_DUE: dict[Rule, Callable[[WarningFacts], bool]] = {
    Rule.ALWAYS: lambda _facts: True,
    Rule.ATTACHMENTS: lambda facts: facts.attachment,
    Rule.NOT_INDIVIDUALLY: lambda facts: not facts.individually,
    Rule.ATTACHMENTS_AND_NOT_INDIVIDUALLY: lambda facts: facts.attachment and not facts.individually,
}
assert {apply.value for apply in Apply} == {rule.value for rule in _DUE}
