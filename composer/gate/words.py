"""What the gate tells a client: one short sentence, and how to go on."""

from __future__ import annotations

import os
from pathlib import Path

from composer.exit_status import Exit
from composer.gate.keeping.kept import KeptReason
from composer.sentences.jobs import recipient_line
from composer.services.bundle import Job, JobState, RecipientState
from composer.sentences.verdict import cells, refusal_words, shorten
from composer.words import _, ngettext, pgettext
from policy.verdict import Verdict

LONGEST = 240
"""Cells of the line on standard error."""
LEAST = 80
"""Cells of the reason, however long the path."""
_ENDS = (".", "!", "?", "…", "。")
_REACHED = {RecipientState.ACCEPTED, RecipientState.UNKNOWN, RecipientState.DOT}


def told(sentence: str, kept: Path | None = None) -> str:
    """The line on standard error; where the message is and what to do next are never cut off."""
    if kept is None:
        return shorten(sentence, LONGEST)
    way = _("Kept in {folder}; to go on: presend drafts finish {id}", folder=_short(kept.parent), id=kept.name)
    return f"{_ended(shorten(sentence, max(LEAST, LONGEST - cells(way) - 2)))} {way}"


def _ended(sentence: str) -> str:
    """What a server said last often has no full stop, and would run into the next sentence."""
    return sentence if sentence.endswith(_ENDS) else f"{sentence}."


def _short(folder: Path) -> str:
    """The folder as a shell understands it, from home."""
    home = os.path.expanduser("~")  # noqa: PTH111  # Path.home raises where there is none
    if home == "~" or not folder.is_relative_to(home) or home == "/":
        return str(folder)
    return str("~" / folder.relative_to(home))


def refused_words(verdict: Verdict) -> str:
    """Why the policy refuses."""
    return _("Not sent. {reason}", reason=refusal_words(verdict.refusals[0]))


def went_back_words() -> str:
    """The member did not send."""
    return _("Not sent: you went back.")


def nobody_words(verdict: Verdict) -> str:
    """There was something to ask, and nobody there."""
    if verdict.warning.shown:
        return _("Not sent: a warning is due, and there is no terminal to show it on.")
    return _("Not sent: there is a question about this message, and no terminal to ask it on.")


def kept_changing_words() -> str:
    """What was agreed to was never what would have been sent."""
    return _("Not sent: the policy kept changing while you answered.")


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
        case KeptReason.BROKEN_POLICY:
            return pgettext("kept message", "policy unusable")
        case KeptReason.BROKEN_SETTINGS:
            return pgettext("kept message", "settings unusable")
        case KeptReason.NOT_DELIVERED:
            return pgettext("kept message", "not delivered")
        case KeptReason.POLICY_CHANGED:
            return pgettext("kept message", "policy changed")
        case KeptReason.INTERRUPTED:
            return pgettext("kept message", "interrupted")


def is_reached(job: Job) -> bool:
    """Whether somebody has the message, or may have it."""
    return any(result.state in _REACHED for result in job.recipients)


def delivered(job: Job) -> tuple[Exit, str]:
    """What the attempt came to, as exit status and sentence; see ``gate.run`` for the reasons."""
    if job.state is JobState.RETURNED:
        return Exit.NO_PERMISSION, _("Not sent: the policy changed meanwhile. {reason}", reason=job.message)
    if is_reached(job):
        return Exit.OK, _partly(job)
    failed = {result.state for result in job.recipients}
    hopeless = failed <= {RecipientState.PERMANENT, RecipientState.EXPIRED}
    return Exit.UNAVAILABLE if hopeless else Exit.TEMPORARY, _("Not sent. {reason}", reason=_why(job))


def _partly(job: Job) -> str:
    if job.state is JobState.SENT_NOT_FILED:
        return _("Sent, but not filed in Sent. Do not send it again; presend outbox show {id}", id=job.id)
    missing = [result for result in job.recipients if result.state not in _REACHED]
    if not missing:
        return _(
            "The connection was lost at the end: nobody can tell whether the message arrived. Do not send it again "
            "before you have asked; presend outbox show {id}",
            id=job.id,
        )
    return ngettext(
        "Sent, but not to {n} recipient. Do not send it again; presend outbox retry {id}. {reason}",
        "Sent, but not to {n} recipients. Do not send it again; presend outbox retry {id}. {reason}",
        len(missing),
        id=job.id,
        reason=recipient_line(missing[0]),
    )


def _why(job: Job) -> str:
    named = [result for result in job.recipients if result.reply and result.state not in _REACHED]
    return recipient_line(named[0]) if named else job.message
