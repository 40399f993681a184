"""Where each rule comes from: the system's own page, the vendor's other guides, or this project."""

from __future__ import annotations

from enum import Enum

from policy.organization import RecipientClass
from policy.refusal import RefusalCode
from policy.truth_table.matrix import Decision
from policy.warning import Rule
from policy.wording import Wording, WordingRow


class Origin(Enum):
    """The source of a rule."""

    PAGE = "S"
    """The documentation of the administrator's page of the system."""
    VENDOR = "V"
    """The vendor's other guides, or an older client of theirs."""
    OURS = "O"
    """This project, where the vendor's documentation is silent."""


RULES = dict.fromkeys(Rule, Origin.PAGE)
"""The four conditions, the switch, and that only mail to outside is asked about."""

EXEMPTION = Origin.PAGE
"""A sending list with a known outsider shows no warning."""

RECIPIENTS = {
    RecipientClass.INTERNAL: Origin.PAGE,
    RecipientClass.EXTERNAL: Origin.PAGE,
    RecipientClass.UNKNOWN: Origin.OURS,
}

REFUSALS = {
    RefusalCode.MALFORMED_ADDRESS: Origin.VENDOR,
    RefusalCode.NO_RECIPIENT: Origin.OURS,
    RefusalCode.SENDER_NOT_ALLOWED: Origin.OURS,
    RefusalCode.LEVEL_DISABLED: Origin.OURS,
    RefusalCode.LEVEL_EXTERNAL: Origin.VENDOR,
    RefusalCode.TOO_MANY_EXTERNAL: Origin.VENDOR,
    RefusalCode.FILE_EMPTY: Origin.OURS,
    RefusalCode.FILE_MISSING: Origin.OURS,
    RefusalCode.FILE_CHANGED: Origin.OURS,
    RefusalCode.FILE_NOT_REGULAR: Origin.OURS,
    RefusalCode.ATTACHMENT_LIMIT: Origin.PAGE,
    RefusalCode.TIME_LIMITED_COUNT: Origin.PAGE,
    RefusalCode.TIME_LIMITED_SIZE: Origin.VENDOR,
    RefusalCode.TIME_LIMITED_UNAVAILABLE: Origin.OURS,
}

_ROWS_OF_THE_PAGE = frozenset({
    WordingRow.OWN_TAB, WordingRow.NOT_ENABLED, WordingRow.NOT_WRITTEN, WordingRow.OTHER_SURFACE_ONLY,
})  # fmt: skip


def of_decision(decision: Decision) -> Origin:
    """The source of the rule that decided: that of the first refusal, else that of the condition."""
    return REFUSALS[decision.refusals[0]] if decision.refusals else RULES[decision.rule]


def of_wording(wording: Wording) -> Origin:
    """The source of the row of ``WordingRow`` by which a text was found."""
    return Origin.PAGE if wording.row in _ROWS_OF_THE_PAGE else Origin.OURS
