"""The process is killed (-9) at every step: nothing is lost, and nothing is sent twice unasked."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from composer.delivery.queue.job_state import CRASHES
from composer.services.drafts import DraftNote
from composer.services.outbox import Job, JobState, RecipientState
from composer.services.outbox_errors import NotAcceptedError, NotAcceptedReason
from tests.delivery.killing import OUTSIDE
from tests.delivery.support import Office, ignore
from tests.project import ROOT

EVERYBODY = {"lee@hanbit.example", "outside", "boss@hanbit.example"}


def killed(folder: Path, scenario: str, *times: str) -> Sequence[Path]:
    """The folders that the attempts left, in order; the last one came through unless it was repeated in one."""
    arguments = [sys.executable, "-m", "tests.delivery.killing", str(folder), scenario, *times]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return sorted((path for path in folder.iterdir() if path.name.isdigit()), key=lambda path: int(path.name))


def steps(folders: Sequence[Path]) -> list[str]:
    """The names of the steps at which the attempts died."""
    return [(folder / "killed_at").read_text() for folder in folders[:-1]]


def next_start(folder: Path) -> Office:
    """presend as it is started a day later."""
    office = Office(folder)
    office.clock.moment += timedelta(days=1)
    return office


def the_job(office: Office) -> Job:
    """The one message, wherever it lies."""
    found = [path.name for place in ("queue", "done") for path in (office.root / "outbox" / place).iterdir()]
    assert len(found) == 1
    return office.outbox.job(found[0])


def test_killed_while_accepting_the_message_is_a_draft_or_a_job_and_never_neither_nor_both(tmp_path: Path) -> None:
    folders = killed(tmp_path, "accept")
    assert {"accept:judged", "accept:record", "accept:queued", "settle:draft", "settle:audit"} == set(steps(folders))
    for folder in folders:
        office = next_start(folder)
        jobs, drafts = office.outbox.jobs(), office.drafts.list()
        assert len(jobs) + len(drafts) == 1, folder
        assert [draft.composition for draft in drafts] in ([], [OUTSIDE])
        assert list((folder / "outbox" / "incoming").iterdir()) == []
        accepted = [line["job"] for line in office.audit() if line["event"] == "accepted"]
        assert set(accepted) == {job.id for job in jobs}


def test_killed_while_accepting_the_consent_is_used_exactly_when_there_is_a_job(tmp_path: Path) -> None:
    for folder in killed(tmp_path, "accept"):
        office = next_start(folder)
        if not office.outbox.jobs():
            assert office.outbox.accept(office.submission(OUTSIDE)).copies == 3
            continue
        with pytest.raises(NotAcceptedError) as caught:
            office.outbox.accept(office.submission(OUTSIDE))
        assert caught.value.reason is NotAcceptedReason.CONSENT_USED, folder


def test_killed_while_sending_nobody_gets_it_twice_and_nobody_is_forgotten(tmp_path: Path) -> None:
    folders = killed(tmp_path, "deliver")
    assert Counter(steps(folders))["deliver:dot"] == 3
    for folder in folders:
        office = next_start(folder)
        office.outbox.flush(ignore)
        office.outbox.flush(ignore)
        job = the_job(office)
        copies = Counter(mailbox for mailbox, _message in office.arrived())
        assert max(copies.values()) == 1, folder
        unknown = {result.address for result in job.recipients if result.state is RecipientState.UNKNOWN}
        missing = EVERYBODY - set(copies)
        assert len(missing) <= len(unknown) <= 1, folder
        assert {result.state for result in job.recipients} <= {RecipientState.ACCEPTED, RecipientState.UNKNOWN}
        assert job.state is (JobState.UNKNOWN if unknown else JobState.SENT), folder
        assert len(office.filed()) == 1, folder


def test_only_a_kill_between_the_last_byte_and_the_answer_leaves_something_unknown(tmp_path: Path) -> None:
    folders = killed(tmp_path, "deliver")
    for folder, step in zip(folders, steps(folders), strict=False):
        office = next_start(folder)
        office.outbox.flush(ignore)
        is_unknown = the_job(office).state is JobState.UNKNOWN
        assert is_unknown is (step in {"deliver:dot", "deliver:answered"}), step


def test_what_is_unknown_is_sent_again_only_when_the_member_says_so(tmp_path: Path) -> None:
    folders = killed(tmp_path, "deliver")
    folder = folders[steps(folders).index("deliver:answered")]
    office = next_start(folder)
    office.outbox.flush(ignore)
    job = the_job(office)
    office.outbox.retry(job.id, include_unknown=False)
    assert office.outbox.deliver(job.id, ignore).state is JobState.UNKNOWN
    assert len(office.arrived()) == 3
    office.outbox.retry(job.id, include_unknown=True)
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT
    assert len(office.arrived()) == 4
    assert len(office.filed()) == 1


def test_killed_while_undoing_the_draft_is_back_and_nothing_is_sent(tmp_path: Path) -> None:
    folders = killed(tmp_path, "undo")
    assert "undo:cancelled" in steps(folders)
    for folder in folders:
        office = Office(folder)
        drafts = [draft.composition for draft in office.drafts.list()]
        assert drafts == [OUTSIDE], folder
        assert office.outbox.jobs() == []
        office.clock.moment += timedelta(days=1)
        assert office.outbox.flush(ignore) == []
        assert office.arrived() == []


def test_killed_while_a_changed_policy_takes_it_back_it_is_a_draft_once_and_never_sent(tmp_path: Path) -> None:
    folders = killed(tmp_path, "come_back")
    assert {"return:cancelled", "undo:draft", "undo:audit", "undo:retired"} == set(steps(folders))
    for folder in folders:
        office = next_start(folder)
        office.outbox.flush(ignore)
        (draft,) = office.drafts.list()
        assert (draft.composition, draft.note) == (OUTSIDE, DraftNote.POLICY_CHANGED), folder
        assert office.outbox.jobs() == [], folder
        assert office.arrived() == [], folder
        assert the_job(office).draft_id == draft.id
        came_back = [line for line in office.audit() if line["event"] == "came_back"]
        assert 1 <= len(came_back) <= 2, folder
        assert {line["job"] for line in came_back} == {the_job(office).id}


@pytest.mark.parametrize("more", [0, 2])
def test_a_crash_loop_stops_after_some_attempts_and_the_member_can_go_on(tmp_path: Path, more: int) -> None:
    killed(tmp_path, "flush", str(CRASHES))
    office = next_start(tmp_path)
    for _ in range(more):
        assert office.outbox.flush(ignore) == []
    (job,) = office.outbox.jobs()
    assert (job.attempts, job.state) == (CRASHES, JobState.FAILED)
    assert office.arrived() == []
    office.outbox.retry(job.id, include_unknown=False)
    assert [one.state for one in office.outbox.flush(ignore)] == [JobState.SENT]
    assert len(office.arrived()) == 3
