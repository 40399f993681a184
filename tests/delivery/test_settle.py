"""A person closes what presend cannot: it arrived, it is given up, or it goes to a corrected address."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.errors import StorageError
from composer.sentences.jobs import result_words
from composer.services.outbox import Decision, Job, JobState, RecipientState
from tests.delivery.support import LETTER, Office
from tests.delivery.test_attempts import Wire
from tests.gate.support import Gate, agrees

LEE, PARK, BOSS = "lee@hanbit.example", "park@hanbit.example", "boss@hanbit.example"
THREE = replace(LETTER, to=LEE, cc=PARK, bcc=BOSS)
ACCEPTED, GIVEN_UP = RecipientState.ACCEPTED, RecipientState.GIVEN_UP
PERMANENT, UNKNOWN = RecipientState.PERMANENT, RecipientState.UNKNOWN


def sent(folder: Path, **answers: RecipientState) -> tuple[Office, Job]:
    """A message to three, with what a server answers for some of them."""
    office = Office(folder, transport=Wire([{f"{name}@hanbit.example": state for name, state in answers.items()}]))
    return office, office.send(THREE)


def states(office: Office, job: Job) -> dict[str, RecipientState]:
    """What is known of each."""
    return {one.address: one.state for one in office.outbox.job(job.id).recipients}


def results_in_sent(office: Office) -> bytes:
    """What the one record in Sent says of the recipients."""
    (record,) = office.filed()
    return b"".join(line for line in record.splitlines(keepends=True) if line.startswith(b"Presend-Result"))


def test_what_arrived_is_sent_and_out_of_the_queue_and_sent_says_so(tmp_path: Path) -> None:
    office, job = sent(tmp_path, park=UNKNOWN)
    assert b"park@hanbit.example; unknown" in results_in_sent(office)
    assert office.outbox.settle(job.id, Decision.DELIVERED).state is JobState.SENT
    assert states(office, job) == {LEE: ACCEPTED, PARK: ACCEPTED, BOSS: ACCEPTED}
    assert office.outbox.jobs() == []
    assert b"park@hanbit.example; accepted" in results_in_sent(office)


def test_one_recipient_is_closed_and_the_others_stay_open(tmp_path: Path) -> None:
    office, job = sent(tmp_path, lee=PERMANENT, park=UNKNOWN)
    assert office.outbox.settle(job.id, Decision.GIVE_UP, "Lee@HANBIT.example").state is JobState.UNKNOWN
    assert states(office, job) == {LEE: GIVEN_UP, PARK: UNKNOWN, BOSS: ACCEPTED}
    assert office.outbox.settle(job.id, Decision.DELIVERED, PARK).state is JobState.CLOSED
    assert office.outbox.jobs() == []


def test_who_was_given_up_is_never_tried_again(tmp_path: Path) -> None:
    office, job = sent(tmp_path, lee=PERMANENT, park=PERMANENT)
    office.outbox.settle(job.id, Decision.GIVE_UP, LEE)
    office.outbox.retry(job.id, include_unknown=True)
    office.outbox.deliver(job.id, lambda _progress: None)
    assert office.transport.sent[1:] == [(PARK,)]  # type: ignore[union-attr]  # the wire of this office
    assert office.outbox.job(job.id).state is JobState.CLOSED


def test_what_may_have_arrived_and_is_given_up_is_no_draft_but_stays_in_sent(tmp_path: Path) -> None:
    office, job = sent(tmp_path, lee=UNKNOWN, park=UNKNOWN, boss=UNKNOWN)
    assert office.outbox.settle(job.id, Decision.GIVE_UP).state is JobState.CLOSED
    assert (office.drafts.list(), len(office.filed()), office.outbox.jobs()) == ([], 1, [])
    assert results_in_sent(office).count(b"given_up") == 3


def test_what_nobody_has_and_is_given_up_for_the_last_is_a_draft_again(tmp_path: Path) -> None:
    office, job = sent(tmp_path, lee=PERMANENT, park=PERMANENT, boss=PERMANENT)
    assert office.outbox.settle(job.id, Decision.GIVE_UP, LEE).state is JobState.FAILED
    given_up = office.outbox.settle(job.id, Decision.GIVE_UP)
    assert (given_up.state, given_up.draft_id) == (JobState.CANCELLED, office.drafts.list()[0].id)
    assert office.drafts.list()[0].composition == THREE
    assert (office.filed(), office.outbox.jobs()) == ([], [])


def test_the_audit_log_says_that_a_person_decided(tmp_path: Path) -> None:
    office, job = sent(tmp_path, lee=PERMANENT, park=UNKNOWN)
    office.outbox.settle(job.id, Decision.GIVE_UP, LEE)
    office.outbox.settle(job.id, Decision.DELIVERED, PARK)
    lines = [line for line in office.audit() if line["event"] == "settled"]
    assert [line["results"] for line in lines] == [
        {"accepted": 1, "given_up": 1, "unknown": 1}, {"accepted": 2, "given_up": 1},
    ]  # fmt: skip
    assert LEE not in str(lines)


def test_a_decision_stands_after_a_crash_in_the_midst_of_it(tmp_path: Path) -> None:
    office, job = sent(tmp_path, park=UNKNOWN)

    def fall(name: str) -> None:
        if name == "settle:decided":
            raise SystemExit

    with pytest.raises(SystemExit):
        Office(tmp_path, transport=office.transport, checkpoint=fall).outbox.settle(job.id, Decision.DELIVERED)
    again = Office(tmp_path, transport=office.transport)
    again.outbox.flush(lambda _progress: None)
    assert (again.outbox.jobs(), again.outbox.job(job.id).state) == ([], JobState.SENT)
    assert b"park@hanbit.example; accepted" in results_in_sent(again)


def test_what_was_not_tried_yet_is_taken_back_not_settled(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission(hold_seconds=60))
    for decision in Decision:
        with pytest.raises(StorageError, match="Take it back"):
            office.outbox.settle(job.id, decision)
    assert office.outbox.job(job.id).state is JobState.HELD


def test_nothing_is_settled_while_it_is_being_sent(tmp_path: Path) -> None:
    office = Office(tmp_path)
    refused: list[str] = []

    def settle() -> None:
        with pytest.raises(StorageError) as error:
            office.outbox.settle(office.outbox.jobs()[0].id, Decision.DELIVERED)
        refused.append(str(error.value))

    office.transport = Wire(on_send=settle)
    office.outbox = office.open()
    assert office.send().state is JobState.SENT
    assert refused == ["This message is being sent at this moment. Wait until that has ended."]


def test_a_correction_is_the_message_for_that_one_alone(tmp_path: Path) -> None:
    office, job = sent(tmp_path, park=PERMANENT)
    assert office.outbox.correction(job.id, PARK) == replace(THREE, to=PARK, cc="", bcc="")


def test_what_went_to_a_corrected_address_is_closed_and_no_draft(tmp_path: Path) -> None:
    office = Office(tmp_path, transport=Wire([{LEE: PERMANENT}]))
    job = office.send()
    closed = office.outbox.settle(job.id, Decision.CORRECTED, LEE)
    assert (closed.state, result_words(closed.recipients[0])) == (
        JobState.CLOSED,
        "The message went to a corrected address.",
    )
    assert (office.drafts.list(), office.outbox.jobs()) == ([], [])


def test_a_message_of_another_client_is_corrected_there(tmp_path: Path) -> None:
    office = Office(tmp_path, transport=Wire([{LEE: PERMANENT}]))
    letter = b"From: Kim <kim@hanbit.example>\nTo: lee@hanbit.example, park@hanbit.example\nSubject: x\n\nx\n"
    Gate(office, agrees).take(letter)
    (job,) = office.outbox.jobs()
    assert job.state is JobState.PARTIAL
    with pytest.raises(StorageError, match="another mail client"):
        office.outbox.correction(job.id, LEE)
    assert office.outbox.settle(job.id, Decision.GIVE_UP).state is JobState.CLOSED
