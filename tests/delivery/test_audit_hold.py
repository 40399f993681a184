"""What cannot be noted in the audit log is not sent, unless the settings say otherwise, and never without a word."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from composer.audit.log import AuditHeldError, AuditLog
from composer.delivery.build import build_outbox
from composer.delivery.outbox import MailOutbox
from composer.errors import StorageError
from composer.sentences.jobs import reasons_words
from composer.services.drafts import SavedDraft
from composer.services.member_settings import AuditSettings, OnFailure
from composer.services.outbox import JobState
from composer.services.outbox_errors import NotAcceptedError
from tests.delivery.support import LETTER, Office, ignore
from tests.delivery.test_disk_full import files_up_to
from tests.policy.support import NOW, POLICY

OUTSIDE = replace(LETTER, to="lee@hanbit.example, partner@other.example, boss@other.example")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def log_of(office: Office) -> Path:
    return office.root / "audit.jsonl"


def spoil(office: Office) -> None:
    """A folder stands where the log was, or would be."""
    log_of(office).rename(log_of(office).with_name("old")) if log_of(office).exists() else None
    log_of(office).mkdir()


def mend(office: Office) -> None:
    log_of(office).rmdir()


def lenient(office: Office) -> MailOutbox:
    """The outbox of settings that let mail go without its line."""
    settings = AuditSettings(on_failure=OnFailure.SEND)
    return build_outbox(
        office.root / "outbox",
        clock=office.clock,
        policy=office.policy,
        files=office.files,
        drafts=office.drafts,
        transport=office.post,
        audit=AuditLog(log_of(office), lambda: settings),
    )


def test_a_message_is_not_taken_and_its_draft_stays(office: Office) -> None:
    spoil(office)
    draft_id = office.saved()
    with pytest.raises(AuditHeldError, match=r"audit log cannot be written: .*audit\.jsonl"):
        office.outbox.accept(office.submission(draft_id=draft_id))
    assert (office.outbox.jobs(), office.arrived()) == ([], [])
    assert office.drafts.load(draft_id).composition == LETTER
    mend(office)
    assert office.send(draft_id=draft_id).state is JobState.SENT
    assert [line["event"] for line in office.audit()] == ["accepted", "delivery"]


def test_a_line_that_no_longer_fits_takes_the_job_back(office: Office) -> None:
    """The try before was well: the disk is full only for the line itself."""
    log_of(office).write_bytes(b'{"filler": "' + b"x" * 99_986 + b'"}\n')
    draft_id = office.saved()
    with files_up_to(100_010), pytest.raises(AuditHeldError):
        office.outbox.accept(office.submission(draft_id=draft_id))
    assert office.outbox.jobs() == []
    assert list((office.root / "outbox" / "incoming").iterdir()) == []
    assert office.drafts.load(draft_id).composition == LETTER
    assert office.send(draft_id=draft_id).state is JobState.SENT


def test_a_consent_is_not_used_up_by_it(office: Office) -> None:
    submission = office.submission(OUTSIDE)
    spoil(office)
    with pytest.raises(StorageError):
        office.outbox.accept(submission)
    mend(office)
    assert office.outbox.deliver(office.outbox.accept(submission).id, ignore).state is JobState.SENT


def test_a_message_that_waits_goes_on_waiting_and_says_why(office: Office) -> None:
    job = office.outbox.accept(office.submission(hold_seconds=5))
    spoil(office)
    office.clock.moment = NOW + timedelta(seconds=10)
    waiting = office.outbox.deliver(job.id, ignore)
    assert (waiting.state, waiting.attempts, office.arrived()) == (JobState.QUEUED, 0, [])
    assert "the audit log cannot be written" in reasons_words(waiting)
    assert [one.state for one in office.outbox.flush(ignore)] == [JobState.QUEUED]
    mend(office)
    assert reasons_words(office.outbox.job(job.id)) == ""
    assert [one.state for one in office.outbox.flush(ignore)] == [JobState.SENT]


def test_it_can_still_be_undone(office: Office) -> None:
    job = office.outbox.accept(office.submission(hold_seconds=5))
    spoil(office)
    assert office.undone(job.id) == LETTER


def test_what_may_go_without_a_trace_goes(office: Office) -> None:
    spoil(office)
    outbox = lenient(office)
    draft_id = office.saved()
    job = outbox.accept(office.submission(draft_id=draft_id))
    assert outbox.deliver(job.id, ignore).state is JobState.SENT
    assert (outbox.jobs(), office.drafts.list()) == ([], [])
    assert [mailbox for mailbox, _message in office.arrived()] == ["lee@hanbit.example"]


def test_what_was_taken_without_a_line_gets_one_before_it_leaves_under_stricter_settings(office: Office) -> None:
    spoil(office)
    job = lenient(office).accept(office.submission())
    strict = office.open()
    assert strict.deliver(job.id, ignore).state is JobState.QUEUED
    assert office.arrived() == []
    mend(office)
    assert strict.deliver(job.id, ignore).state is JobState.SENT
    assert [line["event"] for line in office.audit()] == ["accepted", "delivery"]


def test_a_policys_refusal_is_told_before_the_log_is(office: Office) -> None:
    spoil(office)
    with pytest.raises(NotAcceptedError):
        office.outbox.accept(office.submission(replace(LETTER, to="")))


def refused_line(office: Office, **rest: Any) -> dict[str, Any]:
    with pytest.raises(NotAcceptedError):
        office.outbox.accept(office.submission(**rest))
    return office.audit()[-1]


def test_a_refused_line_says_whom_it_would_have_reached_and_why_it_was_refused(office: Office) -> None:
    office.policy.policy = replace(POLICY, limits=replace(POLICY.limits, max_external_recipients=1))
    line = refused_line(office, composition=OUTSIDE)
    assert line["recipients"] == [
        {"class": "external", "domain": "other.example", "count": 2},
        {"class": "internal", "domain": "hanbit.example", "count": 1},
    ]
    assert (line["reason"], line["refusals"], line["rule"]) == ("refused", ["too_many_external"], "always")
    assert line["policy_id"] == office.policy.current().id
    assert (line["outcome"], line["level"]) == ("refuse", "General")
    assert "partner" not in log_of(office).read_text()


def test_a_warning_that_nobody_answered_is_written_with_the_rule_that_asked(office: Office) -> None:
    line = refused_line(office, composition=OUTSIDE, consent=None)
    assert (line["reason"], line["outcome"], line["rule"]) == ("consent_missing", "warn", "always")
    assert {row["domain"] for row in line["recipients"]} == {"other.example", "hanbit.example"}


def test_a_draft_that_went_to_nobody_is_still_a_draft(office: Office) -> None:
    spoil(office)
    saved = SavedDraft(office.drafts.new_id(), LETTER, office.clock.now())
    office.drafts.save(saved)
    with pytest.raises(StorageError):
        office.outbox.accept(office.submission(draft_id=saved.id))
    assert [draft.id for draft in office.drafts.list()] == [saved.id]
