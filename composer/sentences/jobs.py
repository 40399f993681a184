"""What became of a message, in sentences: the same words on every screen that shows a job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from composer.safe_text import clean
from composer.services.bundle import Job, JobState, RecipientResult, RecipientState
from composer.sentences.verdict import refusal_words
from composer.words import _, date_time, ngettext, pgettext
from policy.refusal import Refusal

SHOWN = 300
"""Recipients that a report names before it counts the rest."""
_QUIET = {RecipientState.ACCEPTED, RecipientState.PENDING}


def headline(job: Job, now: datetime) -> str:
    """What the job as a whole came to, and what happens next; ``now`` gives the time zone for moments."""
    match job.state:
        case JobState.HELD:
            return _("The message waits for the time to undo.")
        case JobState.QUEUED:
            return _queued(job, now)
        case JobState.SENT:
            return _("The message is sent.")
        case JobState.SENT_NOT_FILED:
            return _("The message is sent, but not filed: the copy for your Sent folder could not be written.")
        case JobState.PARTIAL:
            return _("The message reached some recipients, but not all.")
        case JobState.FAILED:
            return _("The message could not be sent.")
        case JobState.UNKNOWN:
            return _("Nobody can tell whether the message arrived.")
        case JobState.CANCELLED:
            return _("The message was taken back before it was sent.")
        case JobState.RETURNED:
            return _("The policy changed before the message was sent. It came back and is among your drafts.")


def advice(job: Job) -> str:
    """What the member can do about it; empty where there is nothing to do."""
    match job.state:
        case JobState.QUEUED:
            return _("Nothing is lost: presend tries again by itself. The outbox shows when.")
        case JobState.SENT_NOT_FILED:
            return _("Do not send it again. The outbox keeps the copy and files it when that is possible.")
        case JobState.PARTIAL:
            return _("Retry in the outbox sends only to the recipients whom it did not reach; nobody gets it twice.")
        case JobState.FAILED:
            return _("It is kept in the outbox. Correct what the server names, then retry there.")
        case JobState.UNKNOWN:
            return _(
                "The connection ended after the last byte and before the server's answer. presend does not send "
                "the message again by itself, because it might then arrive twice. Ask a recipient, then decide in the "
                "outbox."
            )
    return ""


def state_label(state: JobState) -> str:
    """The job's state as a short label for a list."""
    match state:
        case JobState.HELD:
            return pgettext("state of a message", "can be undone")
        case JobState.QUEUED:
            return pgettext("state of a message", "waiting")
        case JobState.SENT:
            return pgettext("state of a message", "sent")
        case JobState.SENT_NOT_FILED:
            return pgettext("state of a message", "sent, but not filed")
        case JobState.PARTIAL:
            return pgettext("state of a message", "partly sent")
        case JobState.FAILED:
            return pgettext("state of a message", "failed")
        case JobState.UNKNOWN:
            return pgettext("state of a message", "not known")
        case JobState.CANCELLED:
            return pgettext("state of a message", "taken back")
        case JobState.RETURNED:
            return pgettext("state of a message", "came back")


def recipient_label(state: RecipientState) -> str:
    """What is known of one recipient, as a short label."""
    match state:
        case RecipientState.PENDING:
            return pgettext("state of a recipient", "waiting")
        case RecipientState.TRYING:
            return pgettext("state of a recipient", "being sent")
        case RecipientState.DOT:
            return pgettext("state of a recipient", "waiting for the answer")
        case RecipientState.ACCEPTED:
            return pgettext("state of a recipient", "sent")
        case RecipientState.TEMPORARY:
            return pgettext("state of a recipient", "to be tried again")
        case RecipientState.PERMANENT:
            return pgettext("state of a recipient", "refused")
        case RecipientState.UNKNOWN:
            return pgettext("state of a recipient", "not known")
        case RecipientState.EXPIRED:
            return pgettext("state of a recipient", "expired before it was sent")


def recipient_line(result: RecipientResult) -> str:
    """One recipient with what became of it and the server's words, which are cleaned on the way in."""
    state = recipient_label(result.state)
    if not result.reply:
        return _("{address}: {state}", address=result.address, state=state)
    return _("{address}: {state}. {reply}", address=result.address, state=state, reply=result.reply)


def report(job: Job) -> list[str]:
    """Advice, the words about the last attempt, and the recipients, those with something to say first; a line each."""
    lines = [advice(job), clean(job.message, lines=True)]
    lines = [line for text in lines if text for line in (text, "")]
    results = sorted(job.recipients, key=lambda result: result.state in _QUIET)
    one_line = _address if job.state is JobState.RETURNED else recipient_line
    lines.extend(one_line(result) for result in results[:SHOWN])
    rest = len(results) - SHOWN
    if rest > 0:
        lines.append(ngettext("and {n} more recipient", "and {n} more recipients", rest))
    return lines


def _address(result: RecipientResult) -> str:
    """Of a message that is a draft again nothing else is to be said."""
    return clean(result.address)


def returned_words(refusals: Sequence[Refusal]) -> str:
    """Why a message came back under a changed policy; without a refusal it is the warning."""
    if not refusals:
        return _("Under the new policy a warning is due. What was answered before does not count for it.")
    return "\n".join(refusal_words(refusal) for refusal in refusals)


def policy_broken_words(fault: str) -> str:
    """Why nothing that waits is sent."""
    return _("Nothing is sent while the policy cannot be used: {fault}", fault=fault)


def _queued(job: Job, now: datetime) -> str:
    if job.not_before is None or job.not_before <= now:
        return _("The message could not be sent yet and waits in the outbox.")
    when = date_time(job.not_before.astimezone(now.tzinfo))
    return _("The message could not be sent yet. The next attempt is at {when}.", when=when)
