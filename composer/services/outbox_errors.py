"""What the outbox raises about a message: beside the words, what it knows of the job."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from composer.errors import PresendError, StorageError
from composer.services.outbox import Job
from policy.verdict import Verdict


class BrokenDeliveryError(StorageError):
    """The disk failed during a delivery; ``job`` is what is known of it."""

    def __init__(self, error: StorageError, job: Job) -> None:
        super().__init__(str(error), error.why)
        self.job = job
        """What this process knows of the message, which the disk may not."""


class BrokenFlushError(StorageError):
    """The disk failed for one job of a flush; ``tried`` are the others."""

    def __init__(self, words: str, tried: Sequence[Job]) -> None:
        super().__init__(words)
        self.tried = tried


class NotAcceptedReason(Enum):
    """Why the outbox did not take a message."""

    REFUSED = "refused"
    QUESTIONS_OPEN = "questions_open"
    CONSENT_MISSING = "consent_missing"
    CONSENT_STALE = "consent_stale"
    CONSENT_USED = "consent_used"
    FILE_CHANGED = "file_changed"


class NotAcceptedError(PresendError):
    """The outbox did not take the message; nothing was written."""

    def __init__(self, reason: NotAcceptedReason, verdict: Verdict) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.verdict = verdict
