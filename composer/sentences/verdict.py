"""A verdict in sentences: the outcome, the questions, and the whole explanation."""

from __future__ import annotations

from datetime import UTC, tzinfo

from composer.sentences import labels
from composer.sentences.files import explained_file
from composer.sentences.recipients import recipient_words
from composer.sentences.refusals import refusal_words
from composer.sentences.wording import wording_words
from composer.words import _
from policy.questions import QuestionCode
from policy.verdict import Outcome, Verdict
from policy.warning import Rule


def question_words(question: QuestionCode) -> str:
    """The question that the member is asked before sending."""
    match question:
        case QuestionCode.EMPTY_SUBJECT:
            return _("The subject is empty. Send anyway?")
        case QuestionCode.EMPTY_BODY:
            return _("The text is empty, and nothing is attached. Send anyway?")
        case QuestionCode.FORGOTTEN_ATTACHMENT:
            return _("The text speaks of an attachment, but nothing is attached. Send anyway?")


def explanation(verdict: Verdict, zone: tzinfo = UTC) -> list[str]:
    """Everything that was decided and why, a sentence each; moments are shown in ``zone``."""
    lines = [outcome_words(verdict)]
    lines.extend(refusal_words(refusal) for refusal in verdict.refusals)
    lines.extend(_warning_lines(verdict))
    lines.extend(recipient_words(recipient) for recipient in verdict.outside)
    lines.extend(explained_file(file) for file in verdict.files)
    lines.append(_level_line(verdict, zone))
    lines.extend(question_words(question) for question in verdict.questions)
    return lines


def outcome_words(verdict: Verdict) -> str:
    """What Send would do, as one sentence."""
    match verdict.outcome:
        case Outcome.SEND:
            return _("The message would be sent without a warning.")
        case Outcome.WARN:
            return _("The security warning would be shown before sending.")
        case Outcome.REFUSE:
            return _("The message cannot be sent as it is.")


def warning_rule_words(rule: Rule) -> str:
    """The sentence that names the rule of the warning."""
    return _("Rule for the warning: {rule}.", rule=labels.rule_words(rule))


def exempt_words() -> str:
    """The sentence that no warning is shown to the sender, who writes as a list with outside members."""
    return _("The sender is a mailing list with outside members: no warning is shown for it.")


def _warning_lines(verdict: Verdict) -> list[str]:
    lines = [warning_rule_words(verdict.warning.rule)]
    if verdict.warning.exempt:
        lines.append(exempt_words())
    if verdict.wording:
        lines.append(wording_words(verdict.wording))
    return lines


def _level_line(verdict: Verdict, zone: tzinfo) -> str:
    level = verdict.level
    expires = level.expires_at.astimezone(zone) if level.expires_at else None
    return _(
        "Security level {level}: {expiry}, {forwarding}.",
        level=labels.level_label(level.level, level.name),
        expiry=labels.expiry_words(expires),
        forwarding=labels.forwarding_words(level.forwarding_prohibited),
    )
