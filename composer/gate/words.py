"""What the gate tells a client: one short sentence, and how to go on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from composer.exit_status import Exit
from composer.gate.keeping.kept import KeptFacts, KeptReason
from composer.language.cells import cells, shorten
from composer.language.paragraph import paragraph
from composer.reasons import Reason, ReasonCode
from composer.sentences.jobs import recipient_line, result_words, returned_words
from composer.sentences.joined import clauses
from composer.sentences.reasons import reason_words
from composer.sentences.refusals import refusal_words
from composer.sentences.verdict import question_words
from composer.services.outbox import Job, JobState, RecipientResult, RecipientState
from composer.words import _, ngettext, pgettext
from policy.questions import QuestionCode
from policy.verdict import Verdict

LONGEST = 360
"""Cells of the line on standard error."""
LEAST = 80
"""Cells that are left for the reason, however long the path."""
_ENDS = (".", "!", "?", "…", "。")
SHOWN = 3
"""Recipients that the line names."""
_REACHED = {RecipientState.ACCEPTED, RecipientState.UNKNOWN, RecipientState.DOT}
_PERMANENT = {RecipientState.PERMANENT, RecipientState.EXPIRED}


def stderr_line(sentence: str, kept: Path | None = None) -> str:
    """The line for standard error; where the message is kept and how to go on are never cut off."""
    if kept is None:
        return shorten(sentence, LONGEST)
    way = _("Kept in {folder}; to go on: presend drafts finish {id}", folder=_short(kept.parent), id=kept.name)
    return paragraph((_ended(shorten(sentence, max(LEAST, LONGEST - cells(way) - 2))), way))


def _ended(sentence: str) -> str:
    """What a server said last often has no full stop, and would run into the next sentence."""
    return sentence if sentence.endswith(_ENDS) else f"{sentence}."


def _short(folder: Path) -> str:
    """The folder as a shell understands it, from home."""
    home = os.path.expanduser("~")  # noqa: PTH111  # Path.home raises where there is none
    if home == "~" or not folder.is_relative_to(home) or home == "/":
        return str(folder)
    return str("~" / folder.relative_to(home))


def kept_words(reason: KeptReason, facts: KeptFacts) -> str:
    """Why a message is kept, in a sentence for its client and for whoever asks later."""
    match reason:
        case KeptReason.REFUSED if facts.refusals:
            return _("Not sent. {reason}", reason=refusal_words(facts.refusals[0]))
        case KeptReason.WENT_BACK:
            return _("Not sent: you went back.")
        case KeptReason.NOBODY_TO_ASK:
            return paragraph([*map(reason_words, facts.reasons), *map(_unasked, facts.questions)])
        case KeptReason.POLICY_CHANGED if not facts.reasons:
            why = returned_words(facts.refusals)
            return _("Not sent: the policy changed meanwhile. {reason}", reason=why)
        case _ if facts.results:
            return _("Not sent. {reason}", reason=_why(facts))
    return "\n".join(map(reason_words, facts.reasons))


def facts_of(job: Job) -> KeptFacts:
    """The facts of a job that reached no recipient."""
    if job.state is JobState.RETURNED:
        return KeptFacts(refusals=job.refusals)
    return KeptFacts(job.reasons, results=job.recipients)


def nobody_asked(verdict: Verdict) -> KeptFacts:
    """The facts of a message that was not sent because nobody could be asked: the questions, or the warning."""
    is_warning = verdict.warning.shown
    code = ReasonCode.NOBODY_FOR_WARNING if is_warning else ReasonCode.NOBODY_FOR_QUESTION
    return KeptFacts((Reason(code),), questions=verdict.questions)


def _unasked(question: QuestionCode) -> str:
    match question:
        case QuestionCode.EMPTY_SUBJECT:
            return _("The subject is empty: add one.")
        case QuestionCode.EMPTY_BODY:
            return question_words(question)
        case QuestionCode.FORGOTTEN_ATTACHMENT:
            return _(
                "The text speaks of an attachment and there is none: attach it, or set {setting} in config.toml.",
                setting="attachment_reminder = false",
            )


def reason_label(reason: KeptReason) -> str:
    """Why a message is kept, as a short label for a list."""
    match reason:
        case KeptReason.REFUSED:
            return pgettext("kept message", "refused")
        case KeptReason.WENT_BACK:
            return pgettext("kept message", "you went back")
        case KeptReason.NOBODY_TO_ASK:
            return pgettext("kept message", "nobody to ask")
        case KeptReason.BAD_FIELD:
            return pgettext("kept message", "wrong option")
        case KeptReason.INTERRUPTED:
            return pgettext("kept message", "interrupted")
    return _fault_label(reason)


def _fault_label(reason: KeptReason) -> str:
    """Where neither the policy nor the member was in the way."""
    match reason:
        case KeptReason.UNREADABLE:
            return pgettext("kept message", "unsendable")
        case KeptReason.BROKEN_POLICY:
            return pgettext("kept message", "policy unusable")
        case KeptReason.BROKEN_SETTINGS:
            return pgettext("kept message", "settings unusable")
        case KeptReason.NOT_DELIVERED:
            return pgettext("kept message", "not delivered")
        case _:
            return pgettext("kept message", "policy changed")


def is_reached(job: Job) -> bool:
    """Whether a recipient has the message, or may have it."""
    return any(map(_has_it, job.recipients))


def delivered(job: Job) -> tuple[Exit, str]:
    """The exit status and the sentence for a job after its attempt; ``gate.run`` has the reasons."""
    if job.state is JobState.RETURNED:
        return Exit.NO_PERMISSION, kept_words(KeptReason.POLICY_CHANGED, facts_of(job))
    if is_reached(job):
        return Exit.OK, _partly(job)
    failed = {result.state for result in job.recipients}
    hopeless = failed <= _PERMANENT
    return Exit.UNAVAILABLE if hopeless else Exit.TEMPORARY, kept_words(KeptReason.NOT_DELIVERED, facts_of(job))


def with_trouble(sentence: str, trouble: str) -> str:
    """The sentence about the message, followed by what failed on this machine; each may be empty."""
    if not trouble:
        return sentence
    undone = _("On this machine something is left undone: {trouble}", trouble=trouble)
    return paragraph((_ended(sentence) if sentence else _("Sent."), undone))


def _partly(job: Job) -> str:
    if job.state is JobState.SENT:
        return _("Sent. Do not send it again; presend outbox show {id}", id=job.id)
    if job.state is JobState.SENT_NOT_FILED:
        return _("Sent, but not filed in Sent. Do not send it again; presend outbox show {id}", id=job.id)
    missing = [result for result in job.recipients if not _has_it(result)]
    if not missing:
        return _(
            "The connection was lost at the end: nobody can tell whether the message arrived. Do not send it again "
            "before you have asked; presend outbox show {id}",
            id=job.id,
        )
    if all(result.state is RecipientState.EXPIRED for result in missing):
        return ngettext(
            "Sent, but not to {n} recipient: the message had expired. Do not send it again; presend outbox show {id}",
            "Sent, but not to {n} recipients: the message had expired. Do not send it again; presend outbox show {id}",
            len(missing),
            id=job.id,
        )
    return ngettext(
        "Sent, but not to {n} recipient. Do not send it again; presend outbox retry {id}. {reason}",
        "Sent, but not to {n} recipients. Do not send it again; presend outbox retry {id}. {reason}",
        len(missing),
        id=job.id,
        reason=_named([recipient_line(result) for result in sorted(missing, key=_is_tried_again)]),
    )


def _why(facts: KeptFacts) -> str:
    """One recipient for each different thing that is to be said, those refused for good first."""
    said: dict[str, RecipientResult] = {}
    for result in facts.results:
        if (words := result_words(result)) and not _has_it(result):
            said.setdefault(words, result)
    lines = [_unsent_line(result) for result in sorted(said.values(), key=_is_tried_again)]
    return _named(lines) or "\n".join(map(reason_words, facts.reasons))


def _unsent_line(result: RecipientResult) -> str:
    """What reached nobody is not tried again by presend, whatever the server would let it do."""
    if not _is_tried_again(result):
        return recipient_line(result)
    return _("{address}: {reply}", address=result.address, reply=result_words(result))


def _named(lines: Sequence[str]) -> str:
    """Some of them; the line that a client shows is short."""
    left = len(lines) - SHOWN
    rest = [ngettext("and {n} more recipient", "and {n} more recipients", left)] if left > 0 else []
    return clauses([*lines[:SHOWN], *rest])


def _is_tried_again(result: RecipientResult) -> bool:
    return result.state not in _PERMANENT


def _has_it(result: RecipientResult) -> bool:
    return result.state in _REACHED
