"""Where a job stands: its document and its journal put together. The time is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from composer.delivery.queue.job_document import JobDocument
from composer.delivery.queue.journal import (
    Began,
    Changed,
    Decided,
    Ended,
    Event,
    Filed,
    Mark,
    Marked,
    Retried,
    Returned,
    WentOn,
)
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason, sentence
from composer.services.outbox import Job, JobState, RecipientResult, RecipientState

CRASHES = 5
"""Attempts in a row that began and never ended before presend stops by itself."""
FIRST_PAUSE = timedelta(seconds=300)
LONGEST_PAUSE = timedelta(seconds=4_000)
NOTICE_AFTER = timedelta(days=5)
"""Days of trying after which the member is told."""

DUE = frozenset({RecipientState.PENDING, RecipientState.TRYING, RecipientState.TEMPORARY})
"""States in which the server has certainly not taken the message."""
REACHED = frozenset({RecipientState.ACCEPTED, RecipientState.UNKNOWN, RecipientState.DOT})
"""States in which the server has taken the message, or may have."""
LEFT_OPEN = {RecipientState.DOT: RecipientState.UNKNOWN, RecipientState.TRYING: RecipientState.PENDING}
"""The state that a crash leaves a recipient in: unknown after the last octets, pending before them."""


class Result(Struct, frozen=True):
    """How far one recipient of a job has come."""

    state: RecipientState
    reply: str = ""
    """The server's words."""
    why: Reason | None = None
    """What presend itself has to say of it."""
    code: str = ""
    """The code of a refusal that no server gave, in a line of presend 0.1.0."""


class JobProgress(Struct):
    """How far a job has come, by the events in its journal."""

    results: list[Result]
    """The result of each recipient, by its index."""
    marks: set[Mark] = field(default_factory=set)
    attempts: int = 0
    unfinished: int = 0
    """Attempts in a row that began and never ended."""
    tries: int = 0
    """Attempts that ended since the member last asked for one; the pause grows with them."""
    not_before: datetime | None = None
    why: Reason | None = None
    """What stopped the last attempt."""
    filed: bool | None = None
    why_not_filed: Reason | None = None
    is_decided: bool = False
    """Whether a person has closed a recipient since the last attempt."""
    returned: Returned | None = None
    """Why presend took the job back; None where the member did, or nobody."""
    went_on: WentOn | None = None
    """The last attempt that went on under another policy; None where there was none."""

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
        return [index for index, result in enumerate(self.results) if result.state in wanted]

    @property
    def states(self) -> set[RecipientState]:
        """The states that occur among the recipients."""
        return {result.state for result in self.results}

    def end_what_is_open(self) -> None:
        """Set the recipients that an attempt was under way for to the state that a crash leaves them in."""
        self.results = [replace(result, state=LEFT_OPEN.get(result.state, result.state)) for result in self.results]


def replay(document: JobDocument, events: Iterable[Event]) -> JobProgress:
    """The progress of a job after these events of its journal, the oldest first."""
    progress = JobProgress([Result(RecipientState.PENDING)] * len(document.recipients))
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
            progress.is_decided = False
        case Ended(_at, message, not_before, why):
            progress.unfinished = 0
            progress.tries += 1
            progress.why, progress.not_before = why or _old(message), not_before
        case Changed(recipient, state, reply, code, why):
            if 0 <= recipient < len(progress.results):
                progress.results[recipient] = Result(state, reply, why, code)
        case Filed(done, message, why):
            progress.filed, progress.why_not_filed = done, why or _old(message)
        case WentOn():
            progress.went_on = event
        case Returned():
            progress.returned = event
            progress.marks.add(Mark.CANCELLED)
        case Retried() | Decided():
            _go_on(progress, event)


def _old(message: str) -> Reason | None:
    """What presend 0.1.0 wrote down."""
    return sentence(message) if message else None


def _go_on(progress: JobProgress, event: Retried | Decided) -> None:
    """A person has looked after the job, so that there is more to do and to say."""
    progress.unfinished, progress.filed = 0, None
    progress.marks.discard(Mark.DELIVERY_AUDITED)
    match event:
        case Retried(at):
            progress.tries, progress.not_before, progress.why = 0, at, None
        case Decided():
            progress.is_decided = True


def pause(tries: int) -> timedelta:
    """How long to wait after so many attempts, from 1: 300 s, doubling, at most 4,000 s."""
    doublings = min(max(tries, 1) - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def hold_ends(document: JobDocument, now: datetime) -> datetime:
    """When the time to undo is over; never later than it was meant to be, whichever clock was wrong.

    What was accepted in the future was accepted by a wrong clock: its time is over.
    """
    return document.held_until if document.created_at <= now else now


def next_attempt(progress: JobProgress, now: datetime) -> datetime | None:
    """When to try again; None before the first attempt.

    A moment further ahead than the pause was set by a wrong clock, and means now.
    """
    moment = progress.not_before
    longest = pause(progress.tries) if progress.tries else timedelta()
    return now if moment is not None and moment - now > longest else moment


def view(document: JobDocument, progress: JobProgress, now: datetime) -> Job:
    """The job as screens and verbs see it."""
    state = job_state(document, progress, now)
    return Job(
        id=document.id,
        state=state,
        subject=document.composition.subject,
        created_at=document.created_at,
        recipients=tuple(
            RecipientResult(address, result.state, result.reply, result.why)
            for address, result in zip(document.recipients, progress.results, strict=True)
        ),
        attempts=progress.attempts,
        not_before=document.held_until if state is JobState.HELD else next_attempt(progress, now),
        reasons=tuple(why for why in _reasons(document, progress, state, now) if why is not None),
        refusals=progress.returned.refusals if progress.returned else (),
        copies=len(document.copies),
        draft_id=draft_id_of(document) if progress.is_cancelled else None,
    )


def draft_id_of(document: JobDocument) -> str:
    """The draft that a job becomes when it is taken back: the one it was, or one with the job's own id."""
    return document.draft_id or document.id


def job_state(document: JobDocument, progress: JobProgress, now: datetime) -> JobState:
    """The state of the job as a whole."""
    if progress.is_cancelled:
        return JobState.RETURNED if progress.returned else JobState.CANCELLED
    if progress.attempts == 0 and hold_ends(document, now) > now:
        return JobState.HELD
    states = progress.states
    if states & {*DUE, RecipientState.DOT} and not progress.has_stopped:
        return JobState.QUEUED
    if states & {RecipientState.UNKNOWN, RecipientState.DOT}:
        return JobState.UNKNOWN
    if states <= {RecipientState.ACCEPTED, RecipientState.GIVEN_UP}:
        return _closed_state(states, progress)
    return JobState.PARTIAL if RecipientState.ACCEPTED in states else JobState.FAILED


def _closed_state(states: set[RecipientState], progress: JobProgress) -> JobState:
    """Where nobody is left to be reached."""
    if RecipientState.ACCEPTED in states and not progress.filed:
        return JobState.SENT_NOT_FILED
    return JobState.CLOSED if RecipientState.GIVEN_UP in states else JobState.SENT


def needs_no_attempt(document: JobDocument, progress: JobProgress, now: datetime) -> bool:
    """Whether presend makes no further attempt by itself: neither held nor queued."""
    return job_state(document, progress, now) not in {JobState.HELD, JobState.QUEUED}


def _reasons(document: JobDocument, progress: JobProgress, state: JobState, now: datetime) -> Iterator[Reason | None]:
    yield progress.why
    yield progress.why_not_filed
    if progress.went_on is not None:
        yield Reason(ReasonCode.WENT_ON)
    if progress.has_stopped and not progress.is_cancelled:
        yield reason(ReasonCode.STOPPED, n=progress.unfinished)
    if state is JobState.QUEUED and now - document.created_at >= NOTICE_AFTER:
        yield reason(ReasonCode.TRIED_FOR_DAYS, n=(now - document.created_at).days)


def due_at(document: JobDocument, progress: JobProgress, now: datetime) -> datetime | None:
    """When presend goes on with the job by itself; None = never."""
    if document.is_rendered and not progress.indexes(REACHED):
        return None  # the gate itself makes the first attempt, and takes the job back when that reaches nobody
    match job_state(document, progress, now):
        case JobState.HELD:
            return document.held_until
        case JobState.QUEUED:
            return next_attempt(progress, now) or min(document.held_until, now)
        case JobState.CANCELLED | JobState.RETURNED | JobState.CLOSED:
            return None
    return min(document.held_until, now) if progress.indexes(REACHED) and not progress.filed else None
