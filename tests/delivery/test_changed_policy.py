"""What waits is judged again under a changed policy: what stays, what comes back as a draft, and why."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from composer.delivery.queue.stored_member import presumed, restored, stored
from composer.delivery.rejudging import files_of, member_of
from composer.message.composition import AttachedFile, Composition
from composer.sentences.jobs import reasons_words
from composer.services.drafts import DraftNote
from composer.services.outbox import Job, JobState, RecipientState
from policy.address import parse_address
from policy.settings import Apply, Level, MailLimits, OutgoingWarning, Policy, Surface
from policy.verdict import Member
from tests.delivery.killing import QUIET
from tests.delivery.smtp_servers import Inbox, running, smtp
from tests.delivery.support import LETTER, Office, ignore
from tests.policy.support import KIM, ME, NOW, POLICY, mailing_list

INSIDE = LETTER
OUTSIDE = replace(LETTER, to="partner@other.example")
APART = replace(OUTSIDE, individually=True)
RESTRICTED = replace(LETTER, level=Level.RESTRICTED)
AS_LIST = replace(LETTER, sender="team@hanbit.example")
AS_EXEMPT = replace(OUTSIDE, sender="partners@hanbit.example")
THREE = replace(LETTER, to="a@other.example, b@other.example, c@other.example")

WARNING = "a warning is due"
NOT_ALLOWED = "you may not send from this address"


def warns(apply: Apply = Apply.ALWAYS) -> OutgoingWarning:
    return replace(POLICY.warning, apply=apply)


def changed(base: Policy = POLICY, **changes: Any) -> Policy:
    return replace(base, **changes)


def lists(*senders: str) -> Policy:
    """The team list with other senders."""
    team = mailing_list("team@hanbit.example", [KIM, "lee@hanbit.example"], senders)
    return changed(lists=(team, *POLICY.lists[1:]))


NEW_TEXT = changed(warning=replace(POLICY.warning, pc={"default": "Another text"}))
NO_LEVELS = changed(restricted=replace(POLICY.restricted, use=False))
ONLY_TWO = changed(QUIET, limits=replace(POLICY.limits, max_external_recipients=2))
INSIDE_NOW = replace(POLICY.lists[1], members=("lee@hanbit.example",))

TABLE: list[tuple[str, Policy, Policy, Composition, str]] = [
    ("nothing outside, the warning is switched on", QUIET, POLICY, INSIDE, ""),
    ("outside, the warning is switched on", QUIET, POLICY, OUTSIDE, WARNING),
    ("outside, the warning is switched off", POLICY, QUIET, OUTSIDE, ""),
    ("outside, the warning says something else", POLICY, NEW_TEXT, OUTSIDE, WARNING),
    ("outside, only something else changed", POLICY, NO_LEVELS, OUTSIDE, WARNING),
    ("inside, only something else changed", POLICY, NO_LEVELS, INSIDE, ""),
    ("individually, now always", changed(warning=warns(Apply.NOT_INDIVIDUALLY)), POLICY, APART, WARNING),
    ("individually, now not then", POLICY, changed(warning=warns(Apply.NOT_INDIVIDUALLY)), APART, ""),
    ("no file, now with files only", POLICY, changed(warning=warns(Apply.ATTACHMENTS)), OUTSIDE, ""),
    ("the level is still in use", POLICY, QUIET, RESTRICTED, ""),
    ("the level is no longer in use", POLICY, NO_LEVELS, RESTRICTED, "The security level Restricted is not in use."),
    ("as a list, still a sender of it", POLICY, lists(KIM, "lee@hanbit.example"), AS_LIST, ""),
    ("as a list, no sender of it now", POLICY, lists("lee@hanbit.example"), AS_LIST, NOT_ALLOWED),
    ("as a list that is gone", POLICY, changed(lists=POLICY.lists[1:]), AS_LIST, NOT_ALLOWED),
    ("as an exempt list, still exempt", POLICY, NO_LEVELS, AS_EXEMPT, ""),
    ("as an exempt list, all inside now", POLICY, changed(lists=(POLICY.lists[0], INSIDE_NOW)), AS_EXEMPT, WARNING),
    ("three outside, three allowed", QUIET, changed(QUIET, restricted=NO_LEVELS.restricted), THREE, ""),
    ("three outside, two allowed now", QUIET, ONLY_TWO, THREE, "3 outside recipients; at most 2 are allowed."),
    ("inside, the domain is the company's no more", POLICY,
     changed(company=replace(POLICY.company, domains=(replace(POLICY.company.domains[0], domain="x.example"),))),
     INSIDE, WARNING),
]  # fmt: skip
by_name = pytest.mark.parametrize(("before", "after", "message", "why"), [row[1:] for row in TABLE],
                                  ids=[row[0] for row in TABLE])  # fmt: skip


def held(office: Office, message: Composition = OUTSIDE, **rest: Any) -> Job:
    return office.outbox.accept(office.submission(message, hold_seconds=60, **rest))


def expect(office: Office, job: Job, message: Composition, why: str) -> None:
    """The job as it stands, and the drafts and the mail around it."""
    drafts = [(draft.composition, draft.note) for draft in office.drafts.list()]
    assert drafts == ([(message, DraftNote.POLICY_CHANGED)] if why else [])
    if why:
        assert job.state is JobState.RETURNED
        assert why in reasons_words(job)
        assert job.draft_id == office.drafts.list()[0].id
        assert office.outbox.jobs() == []
        assert office.arrived() == []


@by_name
def test_a_held_message_stays_or_comes_back(
    tmp_path: Path, before: Policy, after: Policy, message: Composition, why: str
) -> None:
    office = Office(tmp_path)
    office.policy.policy = before
    job = held(office, message)
    office.policy.policy = after
    back = office.outbox.judge_again()
    assert [one.id for one in back] == ([job.id] if why else [])
    expect(office, office.outbox.job(job.id), message, why)
    if not why:
        assert office.outbox.job(job.id).state is JobState.HELD


@by_name
@pytest.mark.parametrize("way", ["deliver", "flush by another process"])
def test_the_first_attempt_sends_what_stays_and_only_that(
    tmp_path: Path, before: Policy, after: Policy, message: Composition, why: str, way: str
) -> None:
    office = Office(tmp_path)
    office.policy.policy = before
    job = held(office, message)
    if way == "deliver":
        office.policy.policy = after
        tried = office.outbox.deliver(job.id, ignore)
    else:
        other = Office(tmp_path)
        other.policy.policy = after
        other.clock.moment += timedelta(minutes=2)
        (tried,) = other.outbox.flush(ignore)
    expect(office, tried, message, why)
    if not why:
        assert tried.state is JobState.SENT


@pytest.mark.parametrize(
    ("limit", "links", "why"),
    [
        (30, False, ""),
        (30, True, ""),
        (25, False, "plan.txt: attachments total 30 B; the limit is 25 B."),
        (25, True, "plan.txt: "),
    ],
)
def test_files_are_judged_as_they_were_copied_and_no_link_is_made_of_them(
    tmp_path: Path, limit: int, links: bool, why: str
) -> None:
    office = Office(tmp_path)
    message = office.attached("plan.txt", b"x" * 30)
    job = held(office, message)
    (tmp_path / "plan.txt").unlink()
    limits = MailLimits(attachment_size_limit=limit, time_limited_max_size=100)
    office.policy.policy = changed(limits=limits, time_limited_files=links)
    assert [one.id for one in office.outbox.judge_again()] == ([job.id] if why else [])
    if why:
        assert reasons_words(office.outbox.job(job.id)).startswith(why)
    else:
        assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


def test_under_the_policy_of_its_acceptance_nothing_is_judged_again(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = held(office)
    assert office.outbox.judge_again() == []
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


def test_a_change_that_was_taken_back_in_time_changes_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = held(office)
    office.policy.policy = NO_LEVELS
    office.policy.policy = POLICY
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


def unreachable(office: Office, message: Composition = OUTSIDE) -> Job:
    """A job that was tried once and reached nobody."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    office.transport = smtp(port)
    office.outbox = office.open()
    job = office.outbox.deliver(office.outbox.accept(office.submission(message)).id, ignore)
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    office.transport = None
    office.outbox = office.open()
    return job


@by_name
@pytest.mark.parametrize("way", ["retry", "flush", "judge again"])
def test_what_was_tried_and_nobody_has_is_judged_before_every_attempt(
    tmp_path: Path, before: Policy, after: Policy, message: Composition, why: str, way: str
) -> None:
    office = Office(tmp_path)
    office.policy.policy = before
    job = unreachable(office, message)
    office.policy.policy = after
    if way == "retry":
        office.outbox.retry(job.id, include_unknown=False)
        tried = office.outbox.deliver(job.id, ignore)
    elif way == "flush":
        office.clock.moment += timedelta(days=1)
        (tried,) = office.outbox.flush(ignore)
    else:
        assert [one.id for one in office.outbox.judge_again()] == ([job.id] if why else [])
        tried = office.outbox.deliver(job.id, ignore)
    expect(office, tried, message, why)
    if not why:
        assert tried.state is JobState.SENT


def test_what_failed_for_good_stays_until_it_is_tried_again_and_comes_back_then(tmp_path: Path) -> None:
    inbox = Inbox(refused={"partner@other.example": "550 no"})
    with running(inbox) as port:
        office = Office(tmp_path, transport=smtp(port))
        office.policy.policy = QUIET
        job = office.send(OUTSIDE)
        assert job.state is JobState.FAILED
        office.policy.policy = POLICY
        assert office.outbox.judge_again() == []
        office.outbox.retry(job.id, include_unknown=False)
        inbox.refused.clear()
        expect(office, office.outbox.deliver(job.id, ignore), OUTSIDE, WARNING)
    assert inbox.mails == []


def partly(office: Office, inbox: Inbox) -> Job:
    """One of two has it, the other is put off."""
    inbox.refused["b@other.example"] = "451 later"
    job = office.send(replace(LETTER, to="a@other.example, b@other.example"))
    assert [one.state for one in job.recipients] == [RecipientState.ACCEPTED, RecipientState.TEMPORARY]
    inbox.refused.clear()
    return job


def test_once_somebody_has_it_the_rest_goes_on_as_approved_and_the_log_and_the_job_say_so(tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        office = Office(tmp_path, transport=smtp(port))
        office.policy.policy = QUIET
        before = office.policy.current().id
        job = partly(office, inbox)
        office.policy.policy = POLICY
        assert office.outbox.judge_again() == []
        office.clock.moment += timedelta(days=1)
        (after,) = office.outbox.flush(ignore)
    assert after.state is JobState.SENT
    assert [mail.recipients for mail in inbox.mails] == [["a@other.example"], ["b@other.example"]]
    assert "The policy has changed since this message was approved." in reasons_words(after)
    first, last = [line for line in office.audit() if line["event"] == "delivery" and line["job"] == job.id]
    assert "went_on" not in first
    assert last["went_on"] == {"policy_before": before, "policy_id": office.policy.current().id}


def test_under_a_broken_policy_the_rest_waits_too(tmp_path: Path) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        office = Office(tmp_path, transport=smtp(port))
        office.policy.policy = QUIET
        job = partly(office, inbox)
        office.policy.faults = BROKEN
        tried = office.outbox.deliver(office.outbox.retry(job.id, include_unknown=True).id, ignore)
        assert (tried.state, tried.attempts) == (JobState.QUEUED, 1)
        assert BROKEN[0] in reasons_words(tried)
        office.policy.faults = ()
        assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


def test_the_draft_it_was_comes_back_under_its_own_name_and_another_gets_the_jobs(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.policy.policy = QUIET
    draft_id = office.saved(OUTSIDE)
    jobs = [held(office, draft_id=draft_id), held(office)]
    office.policy.policy = POLICY
    assert {job.id for job in office.outbox.judge_again()} == {job.id for job in jobs}
    assert {draft.id for draft in office.drafts.list()} == {draft_id, jobs[1].id}


def test_the_audit_log_says_that_and_why_it_came_back_and_names_nobody(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = held(office, AS_LIST)
    before = office.policy.current().id
    office.policy.policy = lists("lee@hanbit.example")
    office.outbox.judge_again()
    line = office.audit()[-1]
    assert {key: line[key] for key in ("event", "job", "reason", "outcome", "refusals", "rule")} == {
        "event": "came_back", "job": job.id, "reason": "policy_changed", "outcome": "refuse",
        "refusals": ["sender_not_allowed"], "rule": "no_outside",
    }  # fmt: skip
    assert (line["policy_before"], line["policy_id"]) == (before, office.policy.current().id)
    assert "team@hanbit.example" not in json.dumps(line)


def test_a_warning_that_is_due_is_audited_as_one(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.policy.policy = QUIET
    held(office)
    office.policy.policy = POLICY
    office.outbox.judge_again()
    line = office.audit()[-1]
    assert (line["event"], line["outcome"], line["rule"], line["refusals"]) == ("came_back", "warn", "always", [])


def test_the_consent_of_what_came_back_is_used_up(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = held(office)
    office.policy.policy = NEW_TEXT
    office.outbox.judge_again()
    assert (tmp_path / "outbox" / "consents").read_text().split() == ["c" * 32]
    assert office.outbox.undo(job.id) is None


BROKEN = ("policy.toml, line 3: apply: not one of the four",)


@pytest.mark.parametrize(("seconds", "state"), [(0, JobState.HELD), (61, JobState.QUEUED)])
def test_under_a_broken_policy_nothing_is_sent_and_the_job_says_why(
    tmp_path: Path, seconds: int, state: JobState
) -> None:
    office = Office(tmp_path)
    job = held(office, INSIDE)
    office.policy.faults = BROKEN
    office.clock.moment += timedelta(seconds=seconds)
    assert office.outbox.judge_again() == []
    for tried in (office.outbox.deliver(job.id, ignore), office.outbox.job(job.id), *office.outbox.jobs()):
        assert (tried.state, tried.attempts) == (state, 0)
        assert reasons_words(tried) == f"Nothing is sent while the policy cannot be used: {BROKEN[0]}"
    assert office.arrived() == []


def test_once_the_policy_is_mended_the_job_goes_and_says_nothing_more(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission(INSIDE))
    office.policy.faults = BROKEN
    (waiting,) = office.outbox.flush(ignore)
    assert waiting.state is JobState.QUEUED
    office.policy.faults = ()
    assert reasons_words(office.outbox.job(job.id)) == ""
    assert [one.state for one in office.outbox.flush(ignore)] == [JobState.SENT]


def test_what_was_tried_and_nobody_has_waits_under_a_broken_policy_and_says_why(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = unreachable(office, INSIDE)
    office.policy.faults = BROKEN
    tried = office.outbox.deliver(office.outbox.retry(job.id, include_unknown=False).id, ignore)
    assert (tried.state, tried.attempts) == (JobState.QUEUED, 1)
    assert reasons_words(tried) == f"Nothing is sent while the policy cannot be used: {BROKEN[0]}"
    office.policy.faults = ()
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


# Jobs of the version before members were kept


def without_member(office: Office, job: Job, forget: Callable[[dict[str, Any]], None] = lambda _plain: None) -> None:
    """Make the job one that was written before."""
    path = office.root / "outbox" / "queue" / job.id / "job.json"
    plain = json.loads(path.read_text("utf-8"))
    del plain["member"]
    forget(plain)
    path.write_text(json.dumps(plain), "utf-8")


@pytest.mark.parametrize(
    ("message", "why"),
    [(INSIDE, ""), (OUTSIDE, WARNING), (AS_LIST, ""), (replace(LETTER, sender="min@hanbit.example"), NOT_ALLOWED)],
)
def test_a_job_that_knows_no_member_is_judged_for_the_first_identity_alone(
    tmp_path: Path, message: Composition, why: str
) -> None:
    office = Office(tmp_path)
    both = replace(ME, identities=(parse_address(KIM), parse_address("min@hanbit.example")))
    office.policy.policy = QUIET
    job = office.outbox.accept(replace(office.submission(message, hold_seconds=60), member=both))
    without_member(office, job)
    office.policy.policy = POLICY
    assert [one.id for one in office.outbox.judge_again()] == ([job.id] if why else [])
    assert why in reasons_words(office.outbox.job(job.id))


def test_a_job_that_names_nobody_at_all_comes_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = held(office, INSIDE)
    without_member(office, job, lambda plain: plain["verdict"].pop("member"))
    office.policy.policy = QUIET
    assert [one.id for one in office.outbox.judge_again()] == [job.id]


def test_a_job_that_knows_no_member_is_sent_as_ever_while_the_policy_is_the_same(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = held(office)
    without_member(office, job)
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


# What is kept of the member

MEMBERS = [
    ME,
    Member((), None, Surface.MOBILE, ZoneInfo("Asia/Seoul"), attachment_reminder=False),
    Member((parse_address(KIM), parse_address("김@한빛.example")), "ko", Surface.PC, ZoneInfo("America/New_York")),
    Member(None, "und", Surface.PC, timezone(timedelta(hours=5, minutes=30))),
]


@pytest.mark.parametrize("member", MEMBERS)
def test_the_member_comes_back_as_they_were(member: Member) -> None:
    again = restored(stored(member, NOW))
    assert replace(again, timezone=member.timezone) == member
    assert NOW.astimezone(again.timezone).utcoffset() == NOW.astimezone(member.timezone).utcoffset()
    if isinstance(member.timezone, ZoneInfo):
        assert again.timezone == member.timezone


def test_a_zone_that_is_not_known_here_keeps_its_offset() -> None:
    kept = stored(MEMBERS[1], NOW)
    unknown = type(kept)(**{name: getattr(kept, name) for name in kept.__struct_fields__} | {"zone": "Nowhere/Else"})
    assert NOW.astimezone(restored(unknown).timezone).utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize("named", [None, 7, "", "not an address"])
def test_nobody_who_can_be_named_has_no_identity(named: object) -> None:
    assert presumed(named).identities == ()


def test_a_job_keeps_what_judging_it_again_needs(tmp_path: Path) -> None:
    office = Office(tmp_path)
    message = office.attached("a [b].txt", b"x" * 7)
    submission = office.submission(message, hold_seconds=60)
    job = office.outbox.accept(submission)
    document = office.outbox._spool.document(job.id)
    assert replace(member_of(document), timezone=ME.timezone) == ME
    (file,) = files_of(document)
    attached: AttachedFile = message.files[0]
    assert (file.name, file.size, file.choice) == (attached.name, 7, attached.choice)
    assert [result.state for result in job.recipients] == [RecipientState.PENDING]
