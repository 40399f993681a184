"""``presend outbox``: over a real outbox on disk, and once as a process of its own."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace

from composer.cli import outbox as verb
from composer.cli.outbox_actions import OutboxVerb, quietly
from composer.cli.outbox_flush import Flusher
from composer.delivery.queue.job_state import NOTICE_AFTER
from composer.errors import SettingsFaultsError, StorageError, TransportError
from composer.exit_status import Exit
from composer.services.bundle import Services
from composer.services.contacts import Completion
from composer.services.drafts import DraftNote
from composer.services.member_settings import MemberSettings
from composer.services.outbox import Job, JobState, Outbox, RecipientState
from composer.storage import locks
from composer.threads.abort import Abort
from policy.settings import OutgoingWarning
from tests.delivery.support import LETTER, Office, SettablePolicy
from tests.delivery.test_attempts import Wire
from tests.policy.support import KIM, POLICY


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Nobody exists inside but these two."""
    return Office(tmp_path, existing=frozenset({KIM, "lee@hanbit.example"}))


def said(office: Office, *arguments: str) -> tuple[int, str]:
    """Exit status and output of one call."""
    parser = argparse.ArgumentParser()
    verb.add_parser(parser.add_subparsers())
    out = io.StringIO()
    run = OutboxVerb(office.outbox, office.clock, out)
    return run.run(parser.parse_args(["outbox", *arguments])), out.getvalue()


def waiting(office: Office, wait: Callable[[float], None]) -> tuple[int, str]:
    """Exit status and output of ``flush --wait``, whose outbox and clock are found anew each time."""
    out = io.StringIO()
    run = Flusher(
        lambda: services_of(office), OutboxVerb(office.outbox, office.clock, out), office.root / "flush.lock", wait
    )
    return run.run(Abort()), out.getvalue()


def services_of(office: Office) -> Services:
    """What a process that starts now would work with."""
    return Services(
        office.clock, office.policy, MemberSettings(()), office.drafts, NoContacts(), office.files, office.outbox
    )


class NoContacts:
    """Nobody is looked up."""

    def complete(self, typed: str, limit: int, addressed: Collection[str] = ()) -> Sequence[Completion]:
        raise NotImplementedError(typed, limit, addressed)

    def refresh(self) -> None:
        raise NotImplementedError


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
    assert said(office, "flush") == (Exit.OK, "The outbox is empty.\n")


class Beaten:
    """An outbox whose turn comes when another presend has sent everything."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outbox, name)

    def flush(self, *_arguments: object) -> Sequence[Job]:
        self._outbox.flush(quietly)
        return ()


def test_flush_says_of_what_another_presend_sends_meanwhile_that_it_is_sent(office: Office) -> None:
    ids = [office.outbox.accept(office.submission()).id for _message in range(2)]
    out = io.StringIO()
    assert OutboxVerb(cast("Outbox", Beaten(office.outbox)), office.clock, out).flush() == Exit.OK
    assert sorted(out.getvalue().splitlines()) == sorted(f"{one}  sent  1 recipient  Minutes" for one in ids)


def with_damage(office: Office) -> str:
    """The id of a message whose journal is gone."""
    damaged = office.outbox.accept(office.submission()).id
    (office.root / "outbox" / "queue" / damaged / "journal").unlink()
    return damaged


def test_a_message_that_cannot_be_read_is_listed_and_named_and_keeps_no_other(office: Office) -> None:
    damaged = with_damage(office)
    sound = office.outbox.accept(office.submission()).id
    out = io.StringIO()
    with pytest.raises(StorageError, match=f"{damaged}/journal cannot be read"):
        OutboxVerb(office.outbox, office.clock, out).flush()
    assert f"{sound}  sent" in out.getvalue()
    assert f"{damaged}  not known" in out.getvalue()
    assert len(office.arrived()) == 1
    assert said(office, "list")[1].startswith(f"{damaged}  not known")


def test_what_cannot_be_sent_for_want_of_its_file_is_not_said_to_be_in_other_hands(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    (office.root / "outbox" / "queue" / job.id / "record.eml").unlink()
    out = io.StringIO()
    with pytest.raises(StorageError, match="cannot be read"):
        OutboxVerb(office.outbox, office.clock, out).flush()
    assert out.getvalue() == f"{job.id}  waiting  1 recipient  Minutes\n"
    assert said(office, "cancel", job.id)[0] == Exit.OK


def test_flush_with_wait_goes_on_beside_a_message_that_cannot_be_read(tmp_path: Path) -> None:
    office = Office(tmp_path, transport=Wire([TransportError("No answer.")]))
    damaged = with_damage(office)
    waits = office.outbox.accept(office.submission()).id

    def wait(seconds: float) -> None:
        office.clock.moment += timedelta(seconds=seconds)

    status, text = waiting(office, wait)
    assert status == Exit.TEMPORARY
    told_of_the_message_and_once_for_all_rounds = 2
    assert text.count(f"{damaged}/journal cannot be read") == told_of_the_message_and_once_for_all_rounds
    assert text.splitlines()[-1] == f"{waits}  sent  1 recipient  Minutes"


def test_flush_leaves_what_can_still_be_undone(office: Office) -> None:
    job = office.outbox.accept(office.submission(hold_seconds=5))
    status, text = said(office, "flush")
    assert (status, office.arrived()) == (Exit.OK, [])
    assert text.splitlines() == [f"{job.id}  can be undone  1 recipient  Minutes  not due before 24 Nov 2026, 11:00"]


def test_flush_with_wait_waits_for_the_time_to_undo(office: Office) -> None:
    office.outbox.accept(office.submission(hold_seconds=5))
    office.outbox.accept(office.submission(hold_seconds=90))
    waited: list[float] = []

    def pass_time(seconds: float) -> None:
        waited.append(seconds)
        office.clock.moment += timedelta(seconds=seconds)

    status, text = waiting(office, pass_time)
    assert (status, waited) == (Exit.OK, [5.0, 60.0, 25.0])
    assert [line.split("  ")[1] for line in text.splitlines()] == ["can be undone", "can be undone", "sent", "sent"]
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
    assert [draft.note for draft in office.drafts.list()] == [DraftNote.POLICY_CHANGED]
    assert said(office, "flush") == (Exit.OK, "The outbox is empty.\n")


def test_flush_with_wait_stays_and_tries_again_by_the_rules_until_the_server_is_there(tmp_path: Path) -> None:
    wire = Wire([TransportError("The server does not answer.")] * 3)
    office = Office(tmp_path, transport=wire)
    office.outbox.accept(office.submission())
    since = office.clock.moment

    def pass_time(seconds: float) -> None:
        assert 0 < seconds <= 60
        office.clock.moment += timedelta(seconds=seconds)

    status, text = waiting(office, pass_time)
    assert (status, wire.sent) == (Exit.OK, [(("lee@hanbit.example"),)])
    assert office.clock.moment - since == timedelta(seconds=300 + 600 + 1200)
    states = [line.split("  ")[1] for line in text.splitlines() if not line.startswith(" ")]
    assert states == ["waiting", "waiting", "waiting", "sent"]


def test_flush_with_wait_ends_when_the_notice_is_due_and_leaves_the_message(tmp_path: Path) -> None:
    office = Office(tmp_path, transport=Wire([TransportError("The server does not answer.")] * 1_000))
    job = office.outbox.accept(office.submission())

    def pass_time(seconds: float) -> None:
        office.clock.moment += timedelta(seconds=seconds * 60)

    assert waiting(office, pass_time)[0] == Exit.TEMPORARY
    assert NOTICE_AFTER <= office.clock.moment - job.created_at < NOTICE_AFTER + timedelta(hours=2)
    assert office.outbox.job(job.id).state is JobState.QUEUED
    assert "not been possible to send this message for 5 days" in said(office, "show", job.id)[1]


def test_a_second_flush_with_wait_leaves_the_trying_to_the_first(tmp_path: Path) -> None:
    office = Office(tmp_path, transport=Wire([TransportError("The server does not answer.")]))
    office.outbox.accept(office.submission())

    def pass_no_time(seconds: float) -> None:
        raise AssertionError(seconds)

    with locks.attempt(office.root / "flush.lock") as free:
        assert free
        status, text = waiting(office, pass_no_time)
    assert status == Exit.TEMPORARY
    assert text.splitlines()[-1] == "Another presend goes on with what waits."


def test_flush_with_wait_outlives_settings_that_are_broken_for_a_while(office: Office) -> None:
    office.outbox.accept(office.submission(hold_seconds=90))
    rounds: list[None] = []

    def services() -> Services:
        rounds.append(None)
        if len(rounds) == 1:
            raise SettingsFaultsError("config.toml", ("line 1: nonsense",))
        return services_of(office)

    def pass_time(seconds: float) -> None:
        office.clock.moment += timedelta(seconds=max(seconds, 1))

    verb = OutboxVerb(office.outbox, office.clock, io.StringIO())
    assert Flusher(services, verb, office.root / "flush.lock", pass_time).run(Abort()) == Exit.OK
    assert len(office.arrived()) == 1


def test_flush_says_of_what_is_stuck_that_it_waits_for_a_person(office: Office) -> None:
    job = office.send(replace(LETTER, to="nobody@hanbit.example"))
    status, text = said(office, "flush")
    assert status == Exit.OK
    assert text == f"{job.id}  failed  1 recipient  Minutes  waits for you: presend outbox show {job.id}\n"


def test_settle_closes_what_may_have_arrived(tmp_path: Path) -> None:
    office = Office(tmp_path, transport=Wire([{"lee@hanbit.example": RecipientState.UNKNOWN}]))
    job = office.send()
    assert job.state is JobState.UNKNOWN
    status, text = said(office, "settle", job.id, "--delivered")
    assert status == Exit.OK
    assert "lee@hanbit.example: sent. It arrived, as you said." in text
    assert said(office, "list") == (Exit.OK, "The outbox is empty.\n")


def test_settle_gives_one_recipient_up_and_names_one_that_is_none(office: Office) -> None:
    job = office.send(replace(LETTER, to="lee@hanbit.example, nobody@hanbit.example, away@hanbit.example"))
    status, text = said(office, "settle", job.id, "--give-up", "NOBODY@Hanbit.example")
    assert (status, "nobody@hanbit.example: given up" in text) == (Exit.OK, True)
    assert office.outbox.job(job.id).state is JobState.PARTIAL
    with pytest.raises(StorageError, match=r"stranger@hanbit\.example is no recipient"):
        said(office, "settle", job.id, "--give-up", "stranger@hanbit.example")
    assert said(office, "settle", job.id, "--give-up")[0] == Exit.OK
    assert office.outbox.job(job.id).state is JobState.CLOSED
    assert office.outbox.jobs() == []


def test_settle_needs_to_know_which(office: Office) -> None:
    for words in (("settle", "ID"), ("settle", "ID", "--delivered", "--give-up")):
        with pytest.raises(SystemExit) as ended:
            said(office, *words)
        assert ended.value.code == 2  # the parser of the whole program makes it 64


def test_settle_of_what_is_closed_says_that_nothing_is_open(office: Office) -> None:
    job = office.send()
    with pytest.raises(StorageError, match="Nothing is open in this message"):
        said(office, "settle", job.id, "--delivered")
    assert len(office.arrived()) == 1


def test_giving_up_what_nobody_has_makes_a_draft_of_it(office: Office) -> None:
    job = office.send(replace(LETTER, to="nobody@hanbit.example"))
    status, text = said(office, "settle", job.id, "--give-up")
    assert (status, text) == (Exit.OK, "The message was taken back. It is among your drafts again.\n")
    assert [draft.composition.to for draft in office.drafts.list()] == ["nobody@hanbit.example"]


def test_flush_with_wait_gives_back_what_could_be_undone_until_then(office: Office) -> None:
    office.policy.policy = replace(POLICY, warning=OutgoingWarning(enabled=False))
    office.outbox.accept(office.submission(replace(LETTER, to="partner@other.example"), hold_seconds=30))

    def change_the_policy(seconds: float) -> None:
        office.policy.policy = POLICY
        office.clock.moment += timedelta(seconds=seconds)

    status, text = waiting(office, change_the_policy)
    assert (status, "came back" in text, office.arrived()) == (Exit.TEMPORARY, True, [])


def test_flush_under_a_broken_policy_sends_nothing_and_names_the_fault(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    office.policy.faults = ("policy.toml, line 3: not one of the four\x1b[2J",)
    status, text = said(office, "flush")
    assert status == Exit.CONFIGURATION
    assert text.startswith(f"{job.id}  waiting  1 recipient  Minutes\n  Nothing is sent while the policy")
    assert "line 3" in text
    assert "\x1b" not in text
    assert office.arrived() == []


def test_flush_under_a_broken_policy_says_so_of_what_is_not_due_yet_too(tmp_path: Path) -> None:
    office = Office(tmp_path, transport=Wire([TransportError("No answer.")]))
    office.send()
    assert said(office, "flush")[0] == Exit.OK
    office.policy.faults = ("policy.toml: not there",)
    status, text = said(office, "flush")
    assert (status, "not due before" in text) == (Exit.CONFIGURATION, True)


def test_retry_under_a_broken_policy_exits_as_a_fault_of_configuration(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    office.policy.faults = ("policy.toml: not there",)
    assert said(office, "retry", job.id)[0] == Exit.CONFIGURATION
    assert office.arrived() == []


def test_a_policy_that_breaks_between_two_messages_exits_as_a_fault_of_configuration(tmp_path: Path) -> None:
    policy = SettablePolicy()

    def break_the_policy(point: str) -> None:
        if point == "deliver:retired":
            policy.faults = ("policy.toml: not there",)

    office = Office(tmp_path, policy=policy, checkpoint=break_the_policy)
    for _message in range(2):
        office.outbox.accept(office.submission())
    status, text = said(office, "flush")
    assert status == Exit.CONFIGURATION
    assert (text.count("  sent  "), text.count("  waiting  ")) == (1, 1)
    assert "policy.toml: not there" in text


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


def test_what_was_taken_back_already_is_said_to_be(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    said(office, "cancel", job.id)
    assert said(office, "cancel", job.id) == (Exit.TEMPORARY, "The message was taken back before it was sent.\n")
    with pytest.raises(StorageError, match="taken back before it was sent"):
        said(office, "settle", job.id, "--give-up")
    assert len(office.drafts.list()) == 1


def test_a_job_of_another_version_is_listed_and_left_alone(office: Office) -> None:
    job = office.outbox.accept(office.submission())
    path = office.root / "outbox" / "queue" / job.id / "job.json"
    path.write_text("not a job")
    status, text = said(office, "list")
    assert (status, text.startswith(f"{job.id}  not known")) == (Exit.OK, True)
    shown = said(office, "show", job.id)[1]
    assert ("another version" in shown, "The connection ended" in shown) == (True, False)
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
