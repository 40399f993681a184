"""The words that the text and the page share."""

from __future__ import annotations

from composer.sentences import labels
from composer.sentences.levels import level_name
from composer.sentences.changes.truth_table import refusal_label
from composer.safe_text import clean
from composer.sentences.verdict import tab_words, wording_reasons
from composer.words import _, language_name, pgettext
from policy.what_if import origins
from policy.levels import edited_name
from policy.truth_table.matrix import UNREADABLE, Decision
from policy.what_if.origins import Origin
from policy.settings import Level, Policy
from policy.verdict import Outcome
from policy.wording import Wording

MARKS = {Outcome.SEND: "=", Outcome.WARN: "!", Outcome.REFUSE: "X"}
"""The marks of the warning dialog's title: the outcome without colour."""
COLUMNS = ((False, False), (False, True), (True, False), (True, True))
"""Attachment and individually, in the order in which the grids show them."""


def outcome_label(outcome: Outcome) -> str:
    """What happens to the mail."""
    match outcome:
        case Outcome.SEND:
            return pgettext("outcome", "Sent without a warning")
        case Outcome.WARN:
            return pgettext("outcome", "The warning is shown")
        case Outcome.REFUSE:
            return pgettext("outcome", "Cannot be sent")


def reasons_of(decision: Decision) -> list[str]:
    """The rule or every refusal, and the exemption, each with its origin."""
    reasons = [marked(refusal_label(code), origins.REFUSALS[code]) for code in decision.refusals]
    rule = _("Rule for the warning: {rule}.", rule=labels.rule_words(decision.rule))
    reasons.append(marked(rule, origins.RULES[decision.rule]))
    if decision.exempt:
        sentence = _("The sender is a mailing list with outside members: no warning is shown for it.")
        reasons.append(marked(sentence, origins.EXEMPTION))
    return reasons


def marked(text: str, origin: Origin) -> str:
    """A text with the mark of its origin behind it."""
    return f"{text} [{origin.value}]"


def origin_words(origin: Origin) -> str:
    """What a mark means."""
    match origin:
        case Origin.PAGE:
            return _("from the administrator's page of the system")
        case Origin.VENDOR:
            return _("from other guides of the same vendor")
        case Origin.OURS:
            return _("decided by presend, where those are silent")


def column_label(attachment: bool, individually: bool) -> str:
    """One column of a grid."""
    if attachment:
        return _("with attachments, sent individually") if individually else _("with attachments, not individually")
    return _("without attachments, sent individually") if individually else _("without attachments, not individually")


def level_title(level: Level, policy: Policy) -> str:
    """A level by its built-in name, the administrator's behind it."""
    own = edited_name(level, policy)
    built_in = labels.level_label(level)
    return f"{built_in} (“{level_name(level, policy)}”)" if own else built_in


def member_label(language: str | None) -> str:
    """One row of the wordings: whose text."""
    if language is None:
        return _("language not known")
    if language == UNREADABLE:
        return _("language cannot be read")
    return f"{language_name(language)} ({clean(language)})"


def wording_sentence(wording: Wording) -> str:
    """Tab, row of the table and reasons, with the origin."""
    row = _("row {row}: {sentence}", row=wording.row, sentence=f"{tab_words(wording.tab)}: {wording_reasons(wording)}")
    return marked(row, origins.of_wording(wording))
