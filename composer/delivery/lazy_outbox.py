"""An outbox that is built when it is first needed: its imports and its folders cost nothing while one only writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from composer.message.composition import Composition
from composer.services.bundle import Job, Outbox, Progress, Submission
from policy.draft import Draft
from policy.verdict import Member, Verdict


class LazyOutbox:
    """Stands for the outbox; see ``services.Outbox`` for what each method does."""

    def __init__(self, build: Callable[[], Outbox]) -> None:
        self._build = build

    @cached_property
    def _real(self) -> Outbox:
        return self._build()

    def accept(self, submission: Submission) -> Job:
        """See ``services.Outbox``."""
        return self._real.accept(submission)

    def jobs(self) -> Sequence[Job]:
        """See ``services.Outbox``."""
        return self._real.jobs()

    def job(self, job_id: str) -> Job:
        """See ``services.Outbox``."""
        return self._real.job(job_id)

    def undo(self, job_id: str) -> Composition | None:
        """See ``services.Outbox``."""
        return self._real.undo(job_id)

    def deliver(self, job_id: str, on_progress: Callable[[Progress], None]) -> Job:
        """See ``services.Outbox``."""
        return self._real.deliver(job_id, on_progress)

    def judge_again(self) -> Sequence[Job]:
        """See ``services.Outbox``."""
        return self._real.judge_again()

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        """See ``services.Outbox``."""
        return self._real.retry(job_id, include_unknown)

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        """See ``services.Outbox``."""
        self._real.went_back(draft, verdict, member, milliseconds, through_gate=through_gate)

    def flush(self, on_progress: Callable[[Progress], None]) -> Sequence[Job]:
        """See ``services.Outbox``."""
        return self._real.flush(on_progress)
