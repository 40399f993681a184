"""Messages of an outbox of which nothing is known but that they are there."""

from __future__ import annotations

from datetime import UTC, datetime

from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason
from composer.services.outbox import Job, JobState


def other_version_reason(job_id: str) -> Reason:
    """The reason that a job was written by another version of presend."""
    return reason(ReasonCode.OTHER_VERSION, id=job_id)


def job_of_another_version(job_id: str) -> Job:
    """A job that another version of presend wrote, to be shown and left alone."""
    return unreadable(job_id, other_version_reason(job_id))


def unreadable(job_id: str, why: Reason) -> Job:
    """A job of which only the id is known, with the reason why."""
    try:
        created = datetime.strptime(job_id[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        created = datetime.fromtimestamp(0, UTC)
    return Job(id=job_id, state=JobState.UNKNOWN, subject="", created_at=created, recipients=(), reasons=(why,))
