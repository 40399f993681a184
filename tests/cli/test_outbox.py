"""``presend outbox``: over a real outbox on disk, and once as a process of its own."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.cli import outbox as verb
from composer.cli.main import Exit
from composer.cli.outbox import OutboxVerb
from composer.errors import StorageError
from composer.services.bundle import JobState
from policy.settings import OutgoingWarning
from tests.delivery.support import LETTER, Office
from tests.policy.support import KIM, POLICY


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Nobody exists inside but these two."""
    return Office(tmp_path, existing=frozenset({KIM, "lee@hanbit.example"}))


def said(office: Office, *arguments: str, wait: Callable[[float], None] | None = None) -> tuple[int, str]:
    """Exit status and output of one call."""
    parser = argparse.ArgumentParser()
    verb.add_parser(parser.add_subparsers())
    out = io.StringIO()
    run = OutboxVerb(office.outbox, office.clock, out, wait) if wait else OutboxVerb(office.outbox, office.clock, out)
    return run.run(parser.parse_args(["outbox", *arguments])), out.getvalue()


def test_an_empty_outbox_says_so(office: Office) -> None:
    assert said(office, "list") == (Exit.OK, "The outbox is empty.\n")


def test_list_has_a_line_for_each_message(office: Office) -> None:
    first = office.outbox.accept(office.submission())
    second = office.outbox.accept(office.submission(replace(LETTER, subject="Ber\x1b[2Jlin\nx", to=KIM)))
    status, text = said(office, "list")
    assert status == Exit.OK
    lines = text.splitlines()
    assert sorted(line.split("  ")[0] for line in lines) == sorted((first.id, second.id))
    assert all("1 recipient" in line for line in lines)
    assert "\x1b" not in text


def test_flush_sends_what_is_due_and_says_what_became_of_it(office: Office) -> None:
    office.outbox.accept(office.submission())
    status, text = said(office, "flush")
    assert (status, len(office.arrived())) == (Exit.OK, 1)
    assert "sent" in text
    assert said(office, "flush") == (Exit.OK, "")


def test_flush_leaves_what_can_still_be_undone(office: Office) -> None:
    office.outbox.accept(office.submission(hold_seconds=5))
    assert said(office, "flush") == (Exit.OK, "")
    assert office.arrived() == []


def test_flush_with_wait_waits_for_the_time_to_undo(office: Office) -> None:
    office.outbox.accept(office.submission(hold_seconds=5))
    office.outbox.accept(office.submission(hold_seconds=90))
    waited: list[float] = []

    def pass_time(seconds: float) -> None:
        waited.append(seconds)
        office.clock.moment += timedelta(seconds=seconds)

    status, text = said(office, "flush", "--wait", wait=pass_time)
    assert (status, waited, len(text.splitlines())) == (Exit.OK, [5.0, 60.0, 25.0], 2)
    assert len(office.arrived()) == 2


def test_flush_says_which_message_came_back_under_a_changed_policy_and_why(office: Office) -> None:
    office.policy.policy = replace(POLICY, warning=OutgoingWarning(enabled=False))
    outside = office.outbox.accept(office.submission(replace(LETTER, to="partner@other.example")))
    inside = office.outbox.accept(office.submission())
    office.policy.policy = POLICY
    status, text = said(office, "flush")
    assert status == Exit.TEMPORARY
    assert f"{outside.id}  came back  1 recipient  Minutes\n  Under the new policy a warning is due." in text
    assert f"{inside.id}  sent" in text
    assert [draft.note for draft in office.drafts.list()] == ["policy_changed"]
    assert said(office, "flush") == (Exit.OK, "")


def test_flush_with_wait_gives_back_what_could_be_undone_until_then(office: Office) -> None:
    office.policy.policy = replace(POLICY, warning=OutgoingWarning(enabled=False))
    office.outbox.accept(office.submission(replace(LETTER, to="partner@other.example"), hold_seconds=30))

    def change_the_policy(seconds: float) -> None:
        office.policy.policy = POLICY
        office.clock.moment += timedelta(seconds=seconds)

    status, text = said(office, "flush", "--wait", wait=change_the_policy)
    assert (status, "came back" in text, office.arrived()) == (Exit.TEMPORARY, True, [])


def test_flush_under_a_broken_policy_sends_nothing_and_names_the_fault(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    office.policy.faults = ("policy.toml, line 3: not one of the four\x1b[2J",)
    status, text = said(office, "flush")
    assert status == Exit.TEMPORARY
    assert text.startswith(f"{job.id}  waiting  1 recipient  Minutes\n  Nothing is sent while the policy")
    assert "line 3" in text
    assert "\x1b" not in text
    assert office.arrived() == []


def test_show_tells_why_a_message_came_back(office: Office) -> None:
    office.policy.policy = replace(POLICY, warning=OutgoingWarning(enabled=False))
    job = office.outbox.accept(office.submission(replace(LETTER, to="partner@other.example")))
    office.policy.policy = POLICY
    office.outbox.judge_again()
    text = said(office, "show", job.id)[1]
    assert "It came back and is among your drafts." in text
    assert "a warning is due" in text


def test_a_failed_message_is_shown_with_the_servers_words(office: Office) -> None:
    job = office.send(replace(LETTER, to="lee@hanbit.example, nobody@hanbit.example"))
    status, text = said(office, "show", job.id)
    assert status == Exit.OK
    assert "nobody@hanbit.example: refused. 550 5.1.1" in text
    assert "lee@hanbit.example: sent" in text


def test_retry_sends_only_to_those_who_were_not_reached(office: Office) -> None:
    job = office.send(replace(LETTER, to="lee@hanbit.example, nobody@hanbit.example"))
    assert said(office, "retry", job.id)[0] == Exit.TEMPORARY
    assert [mailbox for mailbox, _message in office.arrived()].count("lee@hanbit.example") == 1
    everybody = Office(office.root)
    assert said(everybody, "retry", job.id)[0] == Exit.OK
    assert sorted({mailbox for mailbox, _message in everybody.arrived()}) == [
        KIM, "lee@hanbit.example", "nobody@hanbit.example",
    ]  # fmt: skip
    assert [mailbox for mailbox, _message in everybody.arrived()].count("lee@hanbit.example") == 1


def test_retry_files_a_copy_that_could_not_be_filed_and_sends_nothing_again(office: Office) -> None:
    blocker = office.root / "mailbox"
    blocker.write_text("a file where a folder belongs")
    job = office.send()
    assert "not filed" in said(office, "show", job.id)[1]
    blocker.unlink()
    assert said(office, "retry", job.id)[0] == Exit.OK
    assert (len(office.arrived()), len(office.filed())) == (1, 1)


def test_retry_without_unknown_leaves_alone_what_may_have_arrived(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    journal = office.root / "outbox" / "queue" / job.id / "journal"
    journal.write_bytes(journal.read_bytes() + b'{"type":"state","recipient":0,"state":"unknown","reply":""}\n')
    assert said(office, "retry", job.id)[0] == Exit.TEMPORARY
    assert office.arrived() == []
    assert said(office, "retry", job.id, "--unknown")[0] == Exit.OK
    assert len(office.arrived()) == 1


def test_cancel_turns_what_waits_into_a_draft(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    assert said(office, "cancel", job.id)[0] == Exit.OK
    assert [draft.composition for draft in office.drafts.list()] == [LETTER]
    assert said(office, "list")[1] == "The outbox is empty.\n"


def test_cancel_of_what_is_sent_says_that_it_is_too_late(office: Office) -> None:
    status, text = said(office, "cancel", office.send().id)
    assert status == Exit.TEMPORARY
    assert "too late" in text


def test_a_job_of_another_version_is_listed_and_left_alone(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    path = office.root / "outbox" / "queue" / job.id / "job.json"
    path.write_text("not a job")
    status, text = said(office, "list")
    assert (status, text.startswith(f"{job.id}  not known")) == (Exit.OK, True)
    assert "another version" in said(office, "show", job.id)[1]
    for action in ("retry", "cancel"):
        with pytest.raises(StorageError):
            said(office, action, job.id)
    assert path.read_text() == "not a job"


def test_an_id_that_is_none_is_an_error_in_words(office: Office) -> None:
    with pytest.raises(StorageError, match="There is no message"):
        said(office, "show", "nothing")


def test_a_sent_message_can_still_be_shown(office: Office) -> None:
    job = office.send()
    assert job.state is JobState.SENT
    assert "The message is sent." in said(office, "show", job.id)[1]
