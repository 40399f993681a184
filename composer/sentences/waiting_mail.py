"""How many messages in the outbox wait or need the member: for the composer's line and for leaving presend."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from composer.language.paragraph import paragraph
from composer.sentences.jobs import outbox_key_words
from composer.services.outbox import Job, JobState, RecipientState
from composer.words import ngettext

UNSETTLED = frozenset({JobState.QUEUED, JobState.PARTIAL, JobState.FAILED, JobState.UNKNOWN, JobState.SENT_NOT_FILED})
"""The states that the member should know of, without HELD, which ends by itself in a moment."""
STUCK = frozenset({JobState.PARTIAL, JobState.FAILED, JobState.UNKNOWN})
"""The states in which presend makes no further attempt by itself."""


def waiting_line(jobs: Sequence[Job]) -> str:
    """How many messages wait or need the member, and the key to the outbox; empty where there are none."""
    waiting, stuck = _count(jobs, _is_waiting), _count(jobs, _is_stuck)
    lines = []
    if waiting:
        lines.append(ngettext("{n} message waits.", "{n} messages wait.", waiting))
    if stuck:
        lines.append(ngettext("{n} message needs you.", "{n} messages need you.", stuck))
    return paragraph([*lines, outbox_key_words()]) if lines else ""


def left_lines(jobs: Sequence[Job], *, goes_on: bool) -> list[str]:
    """A sentence for each kind of message left and what becomes of it; ``goes_on`` = another process delivers it."""
    words: tuple[tuple[Callable[[Job], bool], Callable[[int], str]], ...] = (
        (lambda job: job.state is JobState.HELD, lambda count: _held_words(count, goes_on)),
        (lambda job: _is_waiting(job) and not _is_open(job), lambda count: _waiting_words(count, goes_on)),
        (_is_open, _open_words),
        (lambda job: job.state is JobState.UNKNOWN, _unknown_words),
        (lambda job: job.state in {JobState.PARTIAL, JobState.FAILED}, _failed_words),
    )
    counted = [(_count(jobs, is_one), say) for is_one, say in words]
    return [say(count) for count, say in counted if count]


def _open_words(count: int) -> str:
    return ngettext(
        "{n} message was being sent, and the server's answer is not there yet: presend outbox list shows what became "
        "of it.",
        "{n} messages were being sent, and the server's answers are not there yet: presend outbox list shows what "
        "became of them.",
        count,
    )


def _unknown_words(count: int) -> str:
    return ngettext(
        "Of {n} message nobody can tell whether it arrived: presend outbox list shows it.",
        "Of {n} messages nobody can tell whether they arrived: presend outbox list shows them.",
        count,
    )


def _failed_words(count: int) -> str:
    return ngettext(
        "{n} message did not reach everybody, and presend does not try it again by itself: presend outbox list shows "
        "it.",
        "{n} messages did not reach everybody, and presend does not try them again by itself: presend outbox list "
        "shows them.",
        count,
    )


def _held_words(count: int, goes_on: bool) -> str:
    if goes_on:
        return ngettext(
            "{n} message is sent in the background as soon as its time to undo is over.",
            "{n} messages are sent in the background as soon as their time to undo is over.",
            count,
        )
    return _waiting_words(count, goes_on)


def _waiting_words(count: int, goes_on: bool) -> str:
    if goes_on:
        return ngettext(
            "{n} message waits. presend goes on trying in the background for up to five days, also when this terminal "
            "is closed.",
            "{n} messages wait. presend goes on trying in the background for up to five days, also when this terminal "
            "is closed.",
            count,
        )
    return ngettext(
        "{n} message waits. It is tried again when you start presend, or with presend outbox flush.",
        "{n} messages wait. They are tried again when you start presend, or with presend outbox flush.",
        count,
    )


def _is_waiting(job: Job) -> bool:
    return job.state in {JobState.QUEUED, JobState.SENT_NOT_FILED}


def _is_stuck(job: Job) -> bool:
    return job.state in STUCK


def _is_open(job: Job) -> bool:
    """Whether a waiting message was sent to its last octet for somebody, and the answer has not come."""
    return _is_waiting(job) and any(one.state is RecipientState.DOT for one in job.recipients)


def _count(jobs: Sequence[Job], is_one: Callable[[Job], bool]) -> int:
    return len([job for job in jobs if is_one(job)])
