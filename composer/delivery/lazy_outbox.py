"""An outbox that is built when it is first needed: its imports and its folders cost nothing while one only writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.services.outbox import Decision, Job, Outbox, Progress, Submission
from composer.threads.abort import Abort
from policy.draft import Draft
from policy.verdict import Member, Verdict


class LazyOutbox:
    """Stands for the outbox; see ``services.Outbox`` for what each method does."""

    def __init__(self, build: Callable[[Abort], Outbox]) -> None:
        """``build`` may wait for other processes, until its argument is set."""
        self._build = build
        self._built: Outbox | None = None

    @property
    def _real(self) -> Outbox:
        return self._ready(None)

    def _ready(self, abort: Abort | None) -> Outbox:
        if self._built is None:
            self._built = self._build(abort or Abort())
        return self._built

    def accept(self, submission: Submission, abort: Abort | None = None) -> Job:
        """See ``services.Outbox``."""
        return self._ready(abort).accept(submission, abort)

    def jobs(self) -> Sequence[Job]:
        """See ``services.Outbox``."""
        return self._real.jobs()

    def job(self, job_id: str) -> Job:
        """See ``services.Outbox``."""
        return self._real.job(job_id)

    def drafts_sent(self) -> frozenset[str]:
        """See ``services.Outbox``."""
        return self._real.drafts_sent()

    def unanswered(self, submission: Submission, verdict: Verdict) -> None:
        """See ``services.Outbox``."""
        self._real.unanswered(submission, verdict)

    def undo(self, job_id: str) -> SavedDraft | None:
        """See ``services.Outbox``."""
        return self._real.undo(job_id)

    def deliver(self, job_id: str, on_progress: Callable[[Progress], None], abort: Abort | None = None) -> Job:
        """See ``services.Outbox``."""
        return self._ready(abort).deliver(job_id, on_progress, abort)

    def judge_again(self) -> Sequence[Job]:
        """See ``services.Outbox``."""
        return self._real.judge_again()

    def retry(self, job_id: str, include_unknown: bool) -> Job:
        """See ``services.Outbox``."""
        return self._real.retry(job_id, include_unknown)

    def settle(self, job_id: str, decision: Decision, address: str | None = None) -> Job:
        """See ``services.Outbox``."""
        return self._real.settle(job_id, decision, address)

    def correction(self, job_id: str, address: str) -> Composition:
        """See ``services.Outbox``."""
        return self._real.correction(job_id, address)

    def went_back(
        self, draft: Draft, verdict: Verdict, member: Member, milliseconds: int, *, through_gate: bool = False
    ) -> None:
        """See ``services.Outbox``."""
        self._real.went_back(draft, verdict, member, milliseconds, through_gate=through_gate)

    def flush(self, on_progress: Callable[[Progress], None], abort: Abort | None = None) -> Sequence[Job]:
        """See ``services.Outbox``."""
        return self._ready(abort).flush(on_progress, abort)
