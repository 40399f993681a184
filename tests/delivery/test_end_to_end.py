"""From the composer's hand-over to mailboxes on disk, through the local transport."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.errors import StorageError
from composer.message.composition import Composition, snapshot
from composer.sentences.jobs import reasons_words
from composer.services.drafts import DraftNote
from composer.services.outbox import Consent, JobState, Progress, RecipientState, Stage
from composer.services.outbox_errors import NotAcceptedError, NotAcceptedReason
from policy.draft import Draft
from policy.settings import Expiry, Level, LevelSettings
from policy.verdict import Capabilities, judge
from tests.delivery.support import LETTER, Office, addresses, ignore, parsed
from tests.policy.support import KIM, ME, POLICY

OUTSIDE = replace(LETTER, to="partner@other.example")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def refusal(office: Office, composition: Composition = LETTER, **rest: object) -> NotAcceptedReason:
    """Why the outbox does not take it."""
    with pytest.raises(NotAcceptedError) as caught:
        office.outbox.accept(office.submission(composition, **rest))
    return caught.value.reason


def test_a_letter_arrives_and_is_filed_and_leaves_the_queue(office: Office) -> None:
    job = office.send()
    assert job.state is JobState.SENT
    ((mailbox, message),) = office.arrived()
    assert mailbox == "lee@hanbit.example"
    assert (addresses(message, "from"), addresses(message, "to")) == ([KIM], ["lee@hanbit.example"])
    assert message["subject"] == "Minutes"
    assert message.get_content().replace("\r\n", "\n") == LETTER.body
    assert parsed(office.filed()[0])["message-id"] == message["message-id"]
    assert office.outbox.jobs() == []


def test_bcc_gets_the_message_and_nobody_but_the_sender_sees_it(office: Office) -> None:
    office.send(replace(LETTER, cc="park@hanbit.example", bcc="boss@hanbit.example"))
    arrived = dict(office.arrived())
    assert sorted(arrived) == ["boss@hanbit.example", "lee@hanbit.example", "park@hanbit.example"]
    for one in office.post.received():
        assert b"bcc" not in one.data.lower()
        assert b"boss" not in one.data.partition(b"From:")[2]
    assert addresses(parsed(office.filed()[0]), "bcc") == ["boss@hanbit.example"]


def test_a_message_only_in_bcc_names_nobody(office: Office) -> None:
    office.send(replace(LETTER, to="", bcc="boss@hanbit.example"))
    ((_mailbox, message),) = office.arrived()
    assert message["to"] == "undisclosed-recipients:;"


def test_individually_everybody_sees_only_themselves(office: Office) -> None:
    job = office.send(replace(LETTER, cc="park@hanbit.example", bcc="boss@hanbit.example", individually=True))
    assert job.copies == 3
    for mailbox, message in office.arrived():
        assert addresses(message, "to") == [mailbox]
        assert (message["cc"], message["bcc"]) == (None, None)
    ids = {message["message-id"] for _mailbox, message in office.arrived()}
    assert len(ids) == 3
    (record,) = map(parsed, office.filed())
    assert set(record["references"].split()) == ids  # what a reply to any of them names
    assert record["message-id"] not in ids


def test_an_answer_names_what_it_answers(office: Office) -> None:
    office.send(replace(LETTER, in_reply_to=("<2@list.example>",), references=("<1@list.example>", "<2@list.example>")))
    ((_mailbox, message),) = office.arrived()
    for one in (message, parsed(office.filed()[0])):
        assert one["in-reply-to"] == "<2@list.example>"
        assert one["references"] == "<1@list.example> <2@list.example>"


def test_a_list_reaches_its_members_once(office: Office) -> None:
    office.send(replace(LETTER, to="nested@hanbit.example, lee@hanbit.example", sender=KIM))
    assert sorted(mailbox for mailbox, _message in office.arrived()) == [KIM, "lee@hanbit.example", "outside"]


def test_an_inside_address_that_does_not_exist_bounces(tmp_path: Path) -> None:
    office = Office(tmp_path, existing=frozenset({KIM, "lee@hanbit.example"}))
    job = office.send(replace(LETTER, to="lee@hanbit.example, nobody@hanbit.example"))
    assert job.state is JobState.PARTIAL
    assert {result.address: result.state for result in job.recipients} == {
        "lee@hanbit.example": RecipientState.ACCEPTED,
        "nobody@hanbit.example": RecipientState.PERMANENT,
    }
    report = dict(office.arrived())[KIM]
    assert report.get_content_type() == "multipart/report"
    assert "Final-Recipient: rfc822; nobody@hanbit.example" in report.as_string()


def test_files_arrive_byte_for_byte(office: Office) -> None:
    data = bytes(range(256)) * 3
    office.policy.policy = replace(POLICY, limits=replace(POLICY.limits, attachment_size_limit=10_000))
    office.send(office.attached('견적서 "최종".pdf', data))
    ((_mailbox, message),) = office.arrived()
    (part,) = message.iter_attachments()
    assert part.get_filename() == '견적서 "최종".pdf'
    assert part.get_content() == data


def test_a_level_brings_its_fields_and_general_none(office: Office) -> None:
    office.send(replace(LETTER, level=Level.RESTRICTED, expires_after=Expiry.WEEK, forwarding_prohibited=True))
    ((_mailbox, message),) = office.arrived()
    assert message["sensitivity"] == "Company-Confidential"
    assert message["expires"] == "Tue, 01 Dec 2026 11:00:00 +0000"
    assert message["presend-level"] == "restricted"
    assert message["presend-forward"] == "prohibited"
    assert message["presend-policy"] == f"v=1; id={office.policy.current().id}; period=P7D"


def test_general_mail_carries_no_field_of_ours(office: Office) -> None:
    office.send()
    ((_mailbox, message),) = office.arrived()
    assert [name for name in message if name.lower().startswith(("presend", "sensitivity", "expires"))] == []


def test_the_draft_is_gone_once_the_job_is_durable(office: Office) -> None:
    draft_id = office.saved()
    office.outbox.accept(office.submission(draft_id=draft_id))
    assert list(office.drafts.list()) == []


def test_outside_mail_without_a_consent_is_not_taken(office: Office) -> None:
    assert refusal(office, OUTSIDE, consent=None) is NotAcceptedReason.CONSENT_MISSING
    assert office.outbox.jobs() == []


def test_a_consent_to_another_message_is_stale(office: Office) -> None:
    other = office.submission(OUTSIDE).consent
    assert refusal(office, replace(OUTSIDE, to="another@other.example"), consent=other) is (
        NotAcceptedReason.CONSENT_STALE
    )


def test_a_consent_is_used_once(office: Office) -> None:
    office.outbox.accept(office.submission(OUTSIDE))
    assert refusal(office, OUTSIDE) is NotAcceptedReason.CONSENT_USED


@pytest.mark.parametrize("end", ["sent", "undone"])
def test_a_used_consent_stays_used_when_its_job_is_gone(office: Office, end: str) -> None:
    job = office.outbox.accept(office.submission(OUTSIDE, hold_seconds=5))
    if end == "undone":
        assert office.undone(job.id) == OUTSIDE
    else:
        assert office.outbox.deliver(job.id, ignore).state is JobState.SENT
    assert office.outbox.jobs() == []
    assert refusal(Office(office.root), OUTSIDE) is NotAcceptedReason.CONSENT_USED


def test_a_consent_that_is_not_due_does_no_harm(office: Office) -> None:
    assert office.send(consent=Consent("d" * 32, "whatever")).state is JobState.SENT


def test_a_policy_that_became_stricter_is_obeyed(office: Office) -> None:
    submission = office.submission()
    strict = replace(POLICY, company=replace(POLICY.company, domains=()))
    office.policy.policy = strict
    with pytest.raises(NotAcceptedError) as caught:
        office.outbox.accept(submission)
    assert caught.value.reason in {NotAcceptedReason.CONSENT_MISSING, NotAcceptedReason.REFUSED}


def test_refusals_and_open_questions_are_not_taken(office: Office) -> None:
    assert refusal(office, replace(LETTER, to="")) is NotAcceptedReason.REFUSED
    assert refusal(office, replace(LETTER, subject=""), answered=frozenset()) is NotAcceptedReason.QUESTIONS_OPEN
    assert refusal(office, replace(LETTER, body=""), answered=frozenset()) is NotAcceptedReason.QUESTIONS_OPEN
    assert [line["event"] for line in office.audit()] == ["refused", "refused", "refused"]


@pytest.mark.parametrize("composition", [OUTSIDE, replace(LETTER, subject=""), replace(OUTSIDE, subject=""), LETTER])
def test_what_nobody_could_be_asked_about_is_noted_as_a_refusal_and_nothing_else_happens(
    office: Office, composition: Composition
) -> None:
    submission = replace(office.submission(composition), consent=None, answered=frozenset())
    draft = snapshot(composition, Draft())
    verdict = judge(draft, office.policy.current(), ME, Capabilities(), office.clock.now())
    office.outbox.unanswered(submission, verdict)
    assert (office.outbox.jobs(), office.arrived()) == ([], [])
    noted = office.audit()
    assert bool(noted) is (composition != LETTER)
    if noted:
        with pytest.raises(NotAcceptedError):
            office.outbox.accept(submission)
        assert office.audit() == noted * 2


def test_a_draft_that_the_disk_did_not_take_back_is_given_back_all_the_same(office: Office) -> None:
    job = office.outbox.accept(office.submission(hold_seconds=5))
    (office.root / "drafts").write_text("in the way")
    undone = office.outbox.undo(job.id)
    assert undone is not None
    assert (undone.id, undone.composition, undone.note) == (job.id, LETTER, DraftNote.UNDONE)
    (office.root / "drafts").unlink()
    again = Office(office.root)
    assert [(draft.id, draft.composition) for draft in again.drafts.list()] == [(job.id, LETTER)]
    assert again.arrived() == []


def test_a_file_that_changed_since_it_was_attached_is_not_taken(office: Office) -> None:
    composition = office.attached("a.txt", b"one")
    (office.root / "a.txt").write_bytes(b"three")
    assert refusal(office, composition) is NotAcceptedReason.REFUSED


def test_undoing_brings_the_draft_back(office: Office) -> None:
    job = office.outbox.accept(office.submission(draft_id=office.saved(), hold_seconds=5))
    assert job.state is JobState.HELD
    undone = office.outbox.undo(job.id)
    (draft,) = office.drafts.list()
    assert draft == undone
    assert (draft.composition, draft.note) == (LETTER, DraftNote.UNDONE)
    assert office.outbox.deliver(job.id, ignore).state is JobState.CANCELLED
    assert office.arrived() == []


def test_what_was_sent_cannot_be_undone(office: Office) -> None:
    assert office.outbox.undo(office.send().id) is None


def test_a_held_job_waits_for_its_time(office: Office) -> None:
    office.outbox.accept(office.submission(hold_seconds=5))
    assert office.outbox.flush(ignore) == []
    office.clock.moment += timedelta(seconds=5)
    assert [job.state for job in office.outbox.flush(ignore)] == [JobState.SENT]


def test_an_expired_message_is_not_transmitted(office: Office) -> None:
    restricted = LevelSettings(use=True, expires_after=Expiry.WEEK)
    office.policy.policy = replace(POLICY, restricted=restricted)
    composition = replace(LETTER, level=Level.RESTRICTED, expires_after=Expiry.WEEK)
    job = office.outbox.accept(office.submission(composition))
    office.clock.moment += timedelta(days=8)
    job = office.outbox.deliver(job.id, ignore)
    assert (job.state, job.recipients[0].state) == (JobState.FAILED, RecipientState.EXPIRED)
    assert office.arrived() == []


def test_a_sent_folder_that_cannot_be_written_is_told_and_made_up_for(office: Office) -> None:
    blocker = office.root / "mailbox"
    blocker.write_text("a file where a folder belongs")
    job = office.send()
    assert job.state is JobState.SENT_NOT_FILED
    assert "mailbox" in reasons_words(job)
    blocker.unlink()
    office.clock.moment += timedelta(days=1)
    assert [one.state for one in office.outbox.flush(ignore)] == [JobState.SENT]
    assert len(office.arrived()) == len(office.filed()) == 1


def test_progress_names_the_copies_and_ends_with_filing(office: Office) -> None:
    steps: list[Progress] = []
    job = office.outbox.accept(office.submission(replace(LETTER, cc="park@hanbit.example", individually=True)))
    office.outbox.deliver(job.id, steps.append)
    assert [step.copy for step in steps if step.stage is Stage.SENDING] == [1, 2]
    assert all(step.sent_bytes <= step.total_bytes for step in steps)
    assert (steps[0].stage, steps[-1].stage) == (Stage.CONNECTING, Stage.FILING)


def test_a_job_of_another_version_is_shown_and_left_alone(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    path = office.root / "outbox" / "queue" / job.id / "job.json"
    strange = path.read_text("utf-8").replace('"version": 1', '"version": 99')
    path.write_text(strange, "utf-8")
    again = Office(office.root)
    (shown,) = again.outbox.jobs()
    assert (shown.id, shown.state) == (job.id, JobState.UNKNOWN)
    assert again.outbox.flush(ignore) == []
    with pytest.raises(StorageError):
        again.outbox.deliver(job.id, ignore)
    assert path.read_text("utf-8") == strange


def test_the_audit_log_says_what_was_decided_and_nothing_of_the_content(office: Office) -> None:
    office.send(OUTSIDE)
    accepted, delivered = office.audit()
    assert (accepted["event"], delivered["event"]) == ("accepted", "delivery")
    assert accepted["dialog"]["shown"] is True
    assert accepted["dialog"]["milliseconds"] == 1200
    assert accepted["recipients"] == [{"class": "external", "domain": "other.example", "count": 1}]
    assert delivered["results"] == {"accepted": 1}
    text = (office.root / "audit.jsonl").read_text()
    assert OUTSIDE.subject not in text
    assert "here they are" not in text


@pytest.mark.parametrize("strange", ["../../etc", "", "a/b", "nothing"])
def test_a_name_that_is_no_job_is_refused(office: Office, strange: str) -> None:
    with pytest.raises(StorageError):
        office.outbox.job(strange)


def test_everything_on_disk_is_private(office: Office) -> None:
    office.send()
    office.outbox.accept(office.submission())
    for path in (office.root / "outbox").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
