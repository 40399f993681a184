"""The line of the composer that tells what Send will do and why."""

from __future__ import annotations

from msgspec.structs import replace

from composer.language.cells import shorten
from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.refusals import short_refusal_words
from composer.words import _, ngettext
from policy.lists.expansion import UnknownReason
from policy.questions import QuestionCode
from policy.refusal import FaultyAddress, Refusal
from policy.settings import Level
from policy.verdict import Verdict
from policy.warning import Rule

QUIET_CELLS = 80
"""The most cells of the line: a row of a usual terminal, which a window of 40 columns shows in its three rows."""


def cannot_be_sent(reason: str) -> str:
    """The line for a message that cannot be sent; ``reason`` is a sentence."""
    return _("Cannot be sent: {reason}", reason=reason)


def quiet_line(verdict: Verdict, separator: str = " · ", unfinished: FaultyAddress | None = None) -> str:
    """What Send will do and why, in at most ``QUIET_CELLS``, most important first.

    ``unfinished``: what is being typed and is no address yet; it is not called faulty before it is finished.
    """
    refusals = [one for one in (_without(refusal, unfinished) for refusal in verdict.refusals) if one is not None]
    if refusals:
        return shorten(cannot_be_sent(short_refusal_words(refusals[0])), QUIET_CELLS)
    if verdict.refusals and unfinished is not None:
        return shorten(_("Not complete yet: {text}", text=clean(unfinished.malformed.text)), QUIET_CELLS)
    parts = [*_counts(verdict), _warning_part(verdict), *_routed_part(verdict)]
    parts.extend(_question_part(question) for question in verdict.questions)
    if verdict.level.level is not Level.GENERAL:
        parts.append(labels.level_label(verdict.level.level, verdict.level.name))
    return shorten(separator.join(parts), QUIET_CELLS)


def _without(refusal: Refusal, unfinished: FaultyAddress | None) -> Refusal | None:
    """The refusal as it is without this address; None where nothing else was refused."""
    if unfinished is None or unfinished not in refusal.faults:
        return refusal
    at = refusal.faults.index(unfinished)
    faults = refusal.faults[:at] + refusal.faults[at + 1 :]
    return replace(refusal, faults=faults, subjects=tuple(one.malformed.text for one in faults)) if faults else None


def _counts(verdict: Verdict) -> list[str]:
    outside = len(verdict.outside)
    files = sum(file.counts for file in verdict.files)
    parts = []
    if outside:
        parts.append(ngettext("{n} outside", "{n} outside", outside))
    if files:
        parts.append(ngettext("{n} file", "{n} files", files))
    return parts


def _warning_part(verdict: Verdict) -> str:
    warning = verdict.warning
    if warning.shown:
        return _("a warning will be shown")
    if warning.rule is Rule.NO_OUTSIDE:
        return _("everybody is inside, sent without a warning")
    if warning.rule is Rule.DISABLED:
        if not warning.facts.outside:
            return _("sent without a warning")
        return _("no warning: it is switched off")
    if warning.exempt:
        return _("no warning: the sending list has outside members")
    if warning.facts.individually and warning.rule is not Rule.ATTACHMENTS:
        return _("no warning: sent individually")
    return _("no warning without attachments")


def _routed_part(verdict: Verdict) -> list[str]:
    """How many addresses of the company count as outside because a server may send them on."""
    count = sum(one.unknown_reason is UnknownReason.ROUTED for one in verdict.outside)
    return [ngettext("{n} address may be sent on", "{n} addresses may be sent on", count)] if count else []


def _question_part(question: QuestionCode) -> str:
    match question:
        case QuestionCode.EMPTY_SUBJECT:
            return _("the subject is empty")
        case QuestionCode.EMPTY_BODY:
            return _("the text is empty")
        case QuestionCode.FORGOTTEN_ATTACHMENT:
            return _("attachment forgotten?")
