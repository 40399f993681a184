"""The words of the policy's tables that the text and the HTML page share."""

from __future__ import annotations

from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.changes.lists import members_words
from composer.sentences.changes.setting_names import setting_label, value_words
from composer.sentences.changes.truth_table import refusal_label
from composer.sentences.domains import address_words
from composer.sentences.joined import labelled, remarked
from composer.sentences.levels import level_name
from composer.sentences.verdict import exempt_words, warning_rule_words
from composer.sentences.wording import tab_words, wording_reasons
from composer.words import _, language_name, pgettext
from policy.levels import edited_name
from policy.settings import Level, Policy
from policy.truth_table.changes import domain_texts, limits_of
from policy.truth_table.matrix import UNREADABLE, Decision
from policy.verdict import Outcome
from policy.what_if import origins
from policy.what_if.origins import Origin
from policy.wording import Wording

MARKS = {Outcome.SEND: "=", Outcome.WARN: "!", Outcome.REFUSE: "X"}
"""The marks of the warning dialog's title: the outcome without colour."""
COLUMNS = ((False, False), (False, True), (True, False), (True, True))
"""Attachment and individually, in the order in which the grids show them."""


def outcome_label(outcome: Outcome) -> str:
    """The words for what happens to a message."""
    match outcome:
        case Outcome.SEND:
            return pgettext("outcome", "Sent without a warning")
        case Outcome.WARN:
            return pgettext("outcome", "The warning is shown")
        case Outcome.REFUSE:
            return pgettext("outcome", "Cannot be sent")


def reasons_of(decision: Decision) -> list[str]:
    """Every refusal, or else the rule and the exemption of a decision in words, each with the mark of its origin."""
    reasons = [with_origin(refusal_label(code), origins.REFUSALS[code]) for code in decision.refusals]
    if decision.outcome is Outcome.REFUSE:
        return reasons
    reasons.append(with_origin(warning_rule_words(decision.rule), origins.RULES[decision.rule]))
    if decision.exempt:
        reasons.append(with_origin(exempt_words(), origins.EXEMPTION))
    return reasons


def with_origin(text: str, origin: Origin) -> str:
    """A text with the mark of its origin behind it."""
    return f"{text} [{origin.value}]"


def origin_words(origin: Origin) -> str:
    """The words for what the mark of an origin means."""
    match origin:
        case Origin.PAGE:
            return _("from the administrator's page of the system")
        case Origin.VENDOR:
            return _("from other guides of the same vendor")
        case Origin.OURS:
            return _("decided by presend, where those are silent")


def facts_of(policy: Policy) -> list[tuple[str, list[str]]]:
    """What no case shows, a heading with its lines: limits, domains and mailing lists."""
    limits = [(("mail", "general", key), value) for key, value in limits_of(policy)]
    lists = [_listed(address_words(one.address), members_words(one)) for one in policy.lists]
    return [
        (
            pgettext("table", "Limits"),
            [_listed(setting_label(path), value_words(path, value)) for path, value in limits],
        ),
        (pgettext("table", "Domains of the company"), [clean(text) for text in domain_texts(policy.company.domains)]),
        (pgettext("table", "Mailing lists"), lists or [_("There are no mailing lists.")]),
    ]


def _listed(name: str, value: str) -> str:
    return pgettext("table", "{name}: {value}", name=name, value=value)


def column_label(attachment: bool, individually: bool) -> str:
    """The heading of one column of a grid."""
    if attachment:
        return _("with attachments, sent individually") if individually else _("with attachments, not individually")
    return _("without attachments, sent individually") if individually else _("without attachments, not individually")


def level_title(level: Level, policy: Policy) -> str:
    """The level's built-in name, with the administrator's own name behind it where there is one."""
    own = edited_name(level, policy)
    built_in = labels.level_label(level)
    if not own:
        return built_in
    return pgettext("level", "{built_in} (“{own}”)", built_in=built_in, own=level_name(level, policy))


def member_label(language: str | None) -> str:
    """The words for the members of one language (a tag; None = not known)."""
    if language is None:
        return _("language not known")
    if language == UNREADABLE:
        return _("language cannot be read")
    return remarked(language_name(language), clean(language))


def wording_sentence(wording: Wording) -> str:
    """The tab that is shown, the row of ``WordingRow`` and the reasons, with the mark of the origin."""
    sentence = labelled(tab_words(wording.tab), wording_reasons(wording))
    row = _("row {row}: {sentence}", row=wording.row, sentence=sentence)
    return with_origin(row, origins.of_wording(wording))
