"""What became of a message, in the sentences that every screen with a job shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from composer.safe_text import clean
from composer.sentences.reasons import reason_words
from composer.sentences.refusals import refusal_words
from composer.services.outbox import Job, JobState, RecipientResult, RecipientState
from composer.words import _, date_time, ngettext, pgettext
from policy.refusal import Refusal

SHOWN = 300
"""How many recipients a report names before it counts the rest."""
_UNSURE = (RecipientState.UNKNOWN, RecipientState.DOT)
_QUIET = {RecipientState.ACCEPTED, RecipientState.PENDING, RecipientState.GIVEN_UP}


def headline(job: Job, now: datetime) -> str:
    """The state of the whole job and what happens next; moments are in the zone of ``now``."""
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
    return _gone(job.state)


def _gone(state: JobState) -> str:
    """The state of a job that left the outbox without having reached everybody."""
    match state:
        case JobState.CANCELLED:
            return _("The message was taken back before it was sent.")
        case JobState.RETURNED:
            return _("The policy changed before the message was sent. It came back and is among your drafts.")
        case _:
            return _("The message is closed: those whom it did not reach were given up.")


def empty_outbox_words() -> str:
    """The sentence in place of a list of jobs where there is none."""
    return _("The outbox is empty.")


def not_taken_back(job: Job, now: datetime) -> str:
    """Why a message cannot be taken back; another window may have done so already."""
    if job.state in {JobState.CANCELLED, JobState.RETURNED, JobState.CLOSED}:
        return headline(job, now)
    return _("It is too late: the message is being sent, or somebody may have it already.")


def news(job: Job, now: datetime) -> str:
    """About a job that nobody watched: its subject, its state, the server's words, and the key to the outbox."""
    subject = clean(job.subject).strip() or pgettext("draft", "No subject")
    words = reasons_words(job) or next(filter(None, map(result_words, job.recipients)), "")
    what = pgettext("message", "{subject}: {what}", subject=subject, what=headline(job, now))
    return "\n".join(filter(None, (what, clean(words), outbox_key_words())))


def outbox_key_words() -> str:
    """The sentence that names the key to the outbox."""
    return _("F9 shows the outbox.")


def advice(job: Job) -> str:
    """What the member can do about a job; empty where there is nothing to do, or nothing of it can be read."""
    match job.state:
        case JobState.QUEUED:
            return _("Nothing is lost: presend tries again by itself. The outbox shows when.")
        case JobState.SENT_NOT_FILED:
            return _("Do not send it again. The outbox keeps the copy and files it when that is possible.")
        case JobState.PARTIAL | JobState.FAILED if has_expired(job):
            return _("The message has expired. It is not sent any more, and there is nothing to retry.")
        case JobState.PARTIAL:
            return _("Retry in the outbox sends only to the recipients whom it did not reach; nobody gets it twice.")
        case JobState.FAILED:
            return _("It is kept in the outbox. Correct what the server names, then retry there.")
        case JobState.UNKNOWN if job.recipients:
            return _(
                "The connection ended after the last byte and before the server's answer. presend does not send "
                "the message again by itself, because it might then arrive twice. Ask a recipient, then decide in the "
                "outbox."
            )
    return ""


def has_expired(job: Job) -> bool:
    """Whether the message has expired for everybody whom it has not reached."""
    left = [result.state for result in job.recipients if result.state not in (RecipientState.ACCEPTED, *_UNSURE)]
    return bool(left) and all(state is RecipientState.EXPIRED for state in left)


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
    return _gone_label(state)


def _gone_label(state: JobState) -> str:
    match state:
        case JobState.CANCELLED:
            return pgettext("state of a message", "taken back")
        case JobState.RETURNED:
            return pgettext("state of a message", "came back")
        case _:
            return pgettext("state of a message", "closed")


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
        case RecipientState.GIVEN_UP:
            return pgettext("state of a recipient", "given up")


def recipient_line(result: RecipientResult) -> str:
    """One recipient with its state and why; the server's words in it are cleaned."""
    state, reply = recipient_label(result.state), result_words(result)
    if not reply:
        return _("{address}: {state}", address=result.address, state=state)
    return _("{address}: {state}. {reply}", address=result.address, state=state, reply=reply)


def result_words(result: RecipientResult) -> str:
    """What presend has to say of one recipient, and below it the server's words; empty where there is neither."""
    own = reason_words(result.why) if result.why is not None else ""
    return "\n".join(filter(None, (own, clean(result.reply, lines=True))))


def reasons_words(job: Job) -> str:
    """Why the job as a whole stands as it does, a line for each reason."""
    lines = [reason_words(why) for why in job.reasons]
    if job.state is JobState.RETURNED:
        lines.append(returned_words(job.refusals))
    return "\n".join(filter(None, lines))


def report(job: Job) -> list[str]:
    """Advice, the words about the last attempt, and the recipients, those with something to say first; a line each."""
    lines = [advice(job), reasons_words(job)]
    lines = [line for text in lines if text for line in (text, "")]
    results = sorted(job.recipients, key=lambda result: result.state in _QUIET)
    one_line = _address if job.state is JobState.RETURNED else recipient_line
    lines.extend(one_line(result) for result in results[:SHOWN])
    rest = len(results) - SHOWN
    if rest > 0:
        lines.append(ngettext("and {n} more recipient", "and {n} more recipients", rest))
    return lines


def _address(result: RecipientResult) -> str:
    """A recipient's address alone, for a message that is a draft again."""
    return clean(result.address)


def returned_words(refusals: Sequence[Refusal]) -> str:
    """Why a message came back under another policy: its refusals, or else the warning."""
    if not refusals:
        return _("Under the new policy a warning is due. What was answered before does not count for it.")
    return "\n".join(refusal_words(refusal) for refusal in refusals)


def _queued(job: Job, now: datetime) -> str:
    if any(result.state is RecipientState.ACCEPTED for result in job.recipients):
        return _partly_queued(job, now)
    if job.not_before is None or job.not_before <= now:
        return _("The message could not be sent yet and waits in the outbox.")
    when = date_time(job.not_before.astimezone(now.tzinfo))
    return _("The message could not be sent yet. The next attempt is at {when}.", when=when)


def _partly_queued(job: Job, now: datetime) -> str:
    if job.not_before is None or job.not_before <= now:
        return _("The message reached some recipients. For others it waits in the outbox.")
    when = date_time(job.not_before.astimezone(now.tzinfo))
    return _("The message reached some recipients. The next attempt for others is at {when}.", when=when)
