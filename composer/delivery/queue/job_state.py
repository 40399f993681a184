"""Where a job stands: its document and its journal put together. The time is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct, field

from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.journal import Began, Changed, Ended, Event, Filed, Mark, Marked, Retried, Returned
from composer.sentences.jobs import returned_words
from composer.services.bundle import Job, JobState, RecipientResult, RecipientState
from composer.words import ngettext

CRASHES = 5
"""Attempts in a row that began and never ended before presend stops by itself."""
FIRST_PAUSE = timedelta(seconds=300)
LONGEST_PAUSE = timedelta(seconds=4_000)
NOTICE_AFTER = timedelta(days=5)
"""Days of trying after which the member is told."""

DUE = frozenset({RecipientState.PENDING, RecipientState.TRYING, RecipientState.TEMPORARY})
"""States in which the server has certainly not taken the message."""
REACHED = frozenset({RecipientState.ACCEPTED, RecipientState.UNKNOWN, RecipientState.DOT})
"""States in which it has, or may have."""


class JobProgress(Struct):
    """The journal replayed."""

    results: list[tuple[RecipientState, str]]
    """By the recipient's index: the state and the server's words."""
    marks: set[Mark] = field(default_factory=set)
    attempts: int = 0
    unfinished: int = 0
    """Attempts in a row that began and never ended."""
    tries: int = 0
    """Attempts that ended since the member last asked for one; the pause grows with them."""
    not_before: datetime | None = None
    message: str = ""
    filed: bool | None = None
    filing_message: str = ""
    returned: Returned | None = None
    """Why presend took the job back; None where the member did, or nobody."""

    @property
    def is_cancelled(self) -> bool:
        """Whether the job was taken back."""
        return Mark.CANCELLED in self.marks

    @property
    def has_stopped(self) -> bool:
        """Whether presend crashed too often over this job to go on by itself."""
        return self.unfinished >= CRASHES

    def indexes(self, states: Iterable[RecipientState]) -> list[int]:
        """Recipients in one of some states."""
        wanted = frozenset(states)
        return [index for index, (state, _reply) in enumerate(self.results) if state in wanted]


def replay(document: JobDocument, events: Iterable[Event]) -> JobProgress:
    """Put the events together."""
    progress = JobProgress([(RecipientState.PENDING, "")] * len(document.recipients))
    for event in events:
        _apply(progress, event)
    return progress


def _apply(progress: JobProgress, event: Event) -> None:
    match event:
        case Marked(mark):
            progress.marks.add(mark)
        case Began():
            progress.attempts += 1
            progress.unfinished += 1
        case Ended(_at, message, not_before):
            progress.unfinished = 0
            progress.tries += 1
            progress.message, progress.not_before = message, not_before
        case Changed(recipient, state, reply):
            if 0 <= recipient < len(progress.results):
                progress.results[recipient] = (state, reply)
        case Filed(done, message):
            progress.filed, progress.filing_message = done, message
        case Retried(at):
            progress.unfinished = progress.tries = 0
            progress.not_before, progress.message, progress.filed = at, "", None
            progress.marks.discard(Mark.DELIVERY_AUDITED)
        case Returned():
            progress.returned = event
            progress.marks.add(Mark.CANCELLED)


def pause(tries: int) -> timedelta:
    """How long to wait after so many attempts, from 1: 300 s, doubling, at most 4,000 s."""
    doublings = min(max(tries, 1) - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def view(document: JobDocument, progress: JobProgress, now: datetime) -> Job:
    """The job as people see it."""
    state = job_state(document, progress, now)
    return Job(
        id=document.id,
        state=state,
        subject=document.composition.subject,
        created_at=document.created_at,
        recipients=tuple(
            RecipientResult(address, *result)
            for address, result in zip(document.recipients, progress.results, strict=True)
        ),
        attempts=progress.attempts,
        not_before=document.held_until if state is JobState.HELD else progress.not_before,
        message="\n".join(text for text in _messages(document, progress, state, now) if text),
        copies=len(document.copies),
        draft_id=draft_id_of(document) if progress.is_cancelled else None,
    )


def draft_id_of(document: JobDocument) -> str:
    """The draft that a job becomes when it is taken back: the one it was, or one with the job's own id."""
    return document.draft_id or document.id


def job_state(document: JobDocument, progress: JobProgress, now: datetime) -> JobState:
    """What the job as a whole is doing or came to."""
    if progress.is_cancelled:
        return JobState.RETURNED if progress.returned else JobState.CANCELLED
    if progress.attempts == 0 and document.held_until > now:
        return JobState.HELD
    states = {state for state, _reply in progress.results}
    if states & {*DUE, RecipientState.DOT} and not progress.has_stopped:
        return JobState.QUEUED
    if states & {RecipientState.UNKNOWN, RecipientState.DOT}:
        return JobState.UNKNOWN
    if states == {RecipientState.ACCEPTED}:
        return JobState.SENT if progress.filed else JobState.SENT_NOT_FILED
    return JobState.PARTIAL if RecipientState.ACCEPTED in states else JobState.FAILED


def is_settled(document: JobDocument, progress: JobProgress, now: datetime) -> bool:
    """Whether presend does not go on with the recipients by itself."""
    return job_state(document, progress, now) not in {JobState.HELD, JobState.QUEUED}


def _messages(document: JobDocument, progress: JobProgress, state: JobState, now: datetime) -> Iterator[str]:
    yield progress.message
    yield progress.filing_message
    if progress.returned is not None:
        yield returned_words(progress.returned.refusals)
    if progress.has_stopped and not progress.is_cancelled:
        yield ngettext(
            "presend broke off in the midst of {n} attempt and stops here. Try again in the outbox.",
            "presend broke off in the midst of {n} attempts in a row and stops here. Try again in the outbox.",
            progress.unfinished,
        )
    if state is JobState.QUEUED and now - document.created_at >= NOTICE_AFTER:
        yield ngettext(
            "It has not been possible to send this message for {n} day.",
            "It has not been possible to send this message for {n} days.",
            (now - document.created_at).days,
        )


def due_at(document: JobDocument, progress: JobProgress, now: datetime) -> datetime | None:
    """When presend goes on with the job by itself; None = never."""
    if document.is_rendered and not progress.indexes(REACHED):
        return None  # the gate itself makes the first attempt, and takes the job back when that reaches nobody
    match job_state(document, progress, now):
        case JobState.HELD:
            return document.held_until
        case JobState.QUEUED:
            return progress.not_before or document.held_until
        case JobState.CANCELLED | JobState.RETURNED:
            return None
    return document.held_until if progress.indexes(REACHED) and not progress.filed else None
