"""A clock that was wrong, or is: nothing is held or parked longer than it was meant to be, and nothing is hurried."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.errors import TransportError
from composer.services.outbox import Job, JobState, RecipientState
from policy.settings import Expiry, Level, LevelSettings
from tests.delivery.support import LETTER, Office, ignore
from tests.delivery.test_attempts import office_with
from tests.policy.support import POLICY

DAYS, HOUR, MINUTE, SECOND = timedelta(days=40), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
NONE = timedelta()


def next_start(office: Office) -> Office:
    """Another process on the same folder and clock; it knows only what lies on the disk."""
    return Office(office.root, office.clock, office.policy, office.transport)


def state(office: Office, job: Job) -> tuple[JobState, bool]:
    """The job's state, and whether it is due now."""
    found = office.outbox.job(job.id)
    return found.state, [one.id for one in office.outbox.flush(ignore)] == [job.id]


HELD, SENT = (JobState.HELD, False), (JobState.QUEUED, True)
HOLDING = {
    # set by how much, and how much time passes then: what another process finds, what the same process finds
    "right, before its end": (NONE, 4 * SECOND, HELD, HELD),
    "right, after its end": (NONE, 6 * SECOND, SENT, SENT),
    "an hour back, before its end": (-HOUR, 4 * SECOND, SENT, HELD),
    "an hour back, after its end": (-HOUR, 6 * SECOND, SENT, SENT),
    "a second back, before its end": (-SECOND, NONE, SENT, HELD),
    "a second back, after its end": (-SECOND, 6 * SECOND, SENT, SENT),
    "40 days back, before its end": (-DAYS, 4 * SECOND, SENT, HELD),
    "40 days back, after its end": (-DAYS, 6 * SECOND, SENT, SENT),
    "an hour on, before its end": (HOUR, 4 * SECOND, SENT, HELD),
    "40 days on, before its end": (DAYS, NONE, SENT, HELD),
    "40 days on, after its end": (DAYS, 6 * SECOND, SENT, SENT),
}


@pytest.mark.parametrize("same_process", [True, False])
@pytest.mark.parametrize("case", HOLDING)
def test_a_message_is_held_for_the_time_to_undo_and_never_longer(
    tmp_path: Path, case: str, *, same_process: bool
) -> None:
    by, passed, after_restart, same_run = HOLDING[case]
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission(hold_seconds=5))
    office.clock.set(by)
    office.clock.moment += passed
    assert state(office if same_process else next_start(office), job) == (same_run if same_process else after_restart)


def test_what_is_left_of_the_time_to_undo_is_told_by_the_clock_as_it_is_now(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission(hold_seconds=5))
    office.clock.set(-DAYS)
    office.clock.moment += 2 * SECOND
    assert office.outbox.job(job.id).not_before == office.clock.now() + 3 * SECOND


ATTEMPTS = {
    # set by how much after an attempt, and how much time passes then: whether it is due
    "right, before the pause is over": (NONE, 299 * SECOND, False),
    "right, after the pause": (NONE, 300 * SECOND, True),
    "40 days back": (-DAYS, NONE, True),
    "an hour back": (-HOUR, NONE, True),
    "a second back": (-SECOND, NONE, True),
    "a minute on, before the pause is over": (MINUTE, 239 * SECOND, False),
    "a minute on, after the rest of the pause": (MINUTE, 240 * SECOND, True),
    "40 days on": (DAYS, NONE, True),
}


@pytest.mark.parametrize("same_process", [True, False])
@pytest.mark.parametrize("case", ATTEMPTS)
def test_the_next_attempt_comes_after_the_pause_at_the_latest(tmp_path: Path, case: str, *, same_process: bool) -> None:
    by, passed, is_due = ATTEMPTS[case]
    office, wire = office_with(tmp_path, TransportError("no server"))
    job = office.send()
    office.clock.set(by)
    office.clock.moment += passed
    outbox = (office if same_process else next_start(office)).outbox
    shown = outbox.job(job.id).not_before
    assert shown is not None
    assert shown - office.clock.now() <= timedelta(seconds=300)
    assert [one.state for one in outbox.flush(ignore)] == ([JobState.SENT] if is_due else [])
    assert len(wire.sent) == is_due


def test_an_attempt_at_a_wrong_time_pauses_no_longer_than_any_other_once_the_time_is_right(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path, *[TransportError("no server")] * 3)
    office.clock.set(DAYS)
    job = office.send()
    office.clock.set(-DAYS)
    office = next_start(office)
    (again,) = office.outbox.flush(ignore)
    assert (again.id, again.attempts) == (job.id, 2)
    assert again.not_before == office.clock.now() + timedelta(seconds=600)
    assert office.outbox.flush(ignore) == []
    assert wire.sent == []


def test_what_the_member_wants_now_is_due_now_whenever_that_was(tmp_path: Path) -> None:
    office, _wire = office_with(tmp_path, TransportError("no server"))
    job = office.send()
    office.clock.set(DAYS)
    office.outbox.retry(job.id, include_unknown=False)
    office.clock.set(-DAYS)
    assert [one.state for one in next_start(office).outbox.flush(ignore)] == [JobState.SENT]


@pytest.mark.parametrize("by", [-DAYS, -HOUR, HOUR, DAYS])
def test_a_copy_that_could_not_be_filed_is_filed_under_any_clock(tmp_path: Path, by: timedelta) -> None:
    office = Office(tmp_path)
    blocked = tmp_path / "mailbox"
    blocked.write_text("a file in the way")
    job = office.send()
    assert job.state is JobState.SENT_NOT_FILED
    blocked.unlink()
    office.clock.set(by)
    assert [one.state for one in next_start(office).outbox.flush(ignore)] == [JobState.SENT]
    assert len(office.filed()) == 1


@pytest.mark.parametrize("by_flush", [True, False])
def test_what_a_wrong_clock_called_expired_is_sent_once_the_time_is_right(tmp_path: Path, *, by_flush: bool) -> None:
    office, wire = office_with(tmp_path)
    office.policy.policy = replace(POLICY, restricted=LevelSettings(use=True, expires_after=Expiry.WEEK))
    letter = replace(LETTER, level=Level.RESTRICTED, expires_after=Expiry.WEEK)
    job = office.outbox.accept(office.submission(letter))
    office.clock.set(DAYS)
    assert office.outbox.deliver(job.id, ignore).recipients[0].state is RecipientState.EXPIRED
    office.clock.set(-DAYS)
    start = next_start(office)
    if by_flush:
        start.outbox.flush(ignore)
    else:
        start.outbox.retry(job.id, include_unknown=False)
        start.outbox.deliver(job.id, ignore)
    assert start.outbox.job(job.id).state is JobState.SENT
    assert len(wire.sent) == 1


def test_what_has_expired_stays_expired(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path)
    office.policy.policy = replace(POLICY, restricted=LevelSettings(use=True, expires_after=Expiry.WEEK))
    job = office.outbox.accept(office.submission(replace(LETTER, level=Level.RESTRICTED, expires_after=Expiry.WEEK)))
    office.clock.moment += timedelta(days=8)
    office.outbox.flush(ignore)
    next_start(office).outbox.flush(ignore)
    assert office.outbox.job(job.id).state is JobState.FAILED
    assert wire.sent == []
