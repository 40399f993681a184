"""An outbox in memory that does what a test tells it, and a screen host that keeps what was dismissed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from msgspec.structs import replace
from textual.app import App
from textual.screen import Screen

from composer.errors import StorageError
from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.services.outbox import Decision, Job, JobState, Progress, RecipientResult, RecipientState, Submission
from composer.threads.abort import Abort
from policy.draft import Draft
from policy.verdict import Member, Verdict

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
T = TypeVar("T")


def job(state: JobState = JobState.QUEUED, *results: RecipientResult, **changes: Any) -> Job:
    """A job with one recipient unless others are given."""
    recipients = results or (RecipientResult("park@other.example", RecipientState.PENDING),)
    return replace(Job("j1", state, "Offer", NOON, recipients), **changes)


def held(seconds: int = 5) -> Job:
    """A job that can be undone until some seconds after noon."""
    return job(JobState.HELD, not_before=NOON + timedelta(seconds=seconds))


class ScriptedOutbox:
    """Answers ``deliver``, ``undo`` and ``retry`` as told and writes down what it was asked."""

    def __init__(self, *jobs: Job) -> None:
        self.kept = {each.id: each for each in jobs}
        self.asked: list[str] = []
        self.steps: Sequence[Progress] = ()
        self.outcome: Job | StorageError = job(JobState.SENT)
        self.taken_back: SavedDraft | StorageError | None = None
        self.abort: Abort | None = None
        """What ends the delivery."""
        self.gate = threading.Event()
        """Delivering waits for it."""
        self.gate.set()

    def accept(self, submission: Submission, _abort: Abort | None = None) -> Job:
        raise NotImplementedError(submission)

    def jobs(self) -> Sequence[Job]:
        return tuple(self.kept.values())

    def job(self, job_id: str) -> Job:
        return self.kept[job_id]

    def unanswered(self, submission: Submission, verdict: Verdict) -> None:
        raise NotImplementedError(submission)

    def undo(self, job_id: str) -> SavedDraft | None:
        self.asked.append(f"undo {job_id}")
        return _told(self.taken_back)

    def deliver(self, job_id: str, on_progress: Callable[[Progress], None], abort: Abort | None = None) -> Job:
        self.asked.append(f"deliver {job_id}")
        self.abort = abort
        for step in self.steps:
            on_progress(step)
        assert self.gate.wait(30), "the test never let the delivery go on"
        return _told(self.outcome)

    def drafts_sent(self) -> frozenset[str]:
        return frozenset()

    def judge_again(self) -> Sequence[Job]:
        self.asked.append("judge again")
        return self.returning

    returning: Sequence[Job] = ()

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        self.asked.append(f"retry {job_id}{' with unknown' if include_unknown else ''}")
        return self.kept[job_id]

    def settle(self, job_id: str, decision: Decision, address: str | None = None) -> Job:
        self.asked.append(f"settle {job_id} {decision.value} {address}")
        return _told(self.outcome)

    def correction(self, job_id: str, address: str) -> Composition:
        self.asked.append(f"correct {job_id} {address}")
        assert isinstance(self.taken_back, SavedDraft)
        return replace(self.taken_back.composition, to=address, cc="", bcc="")

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        self.backs = [*self.backs, milliseconds]

    backs: Sequence[int] = ()

    def flush(self, on_progress: Callable[[Progress], None], _abort: Abort | None = None) -> Sequence[Job]:
        raise NotImplementedError(on_progress)


def _told(answer: T | StorageError) -> T:
    if isinstance(answer, StorageError):
        raise answer
    return answer


class Host(App[None]):
    """Opens one screen over an empty one and keeps what it was dismissed with."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.shown_screen = screen
        self.results: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self.shown_screen, self.results.append)


def text_of(app: App[None]) -> str:
    """What stands on the screen, line by line."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)
