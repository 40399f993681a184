"""Attempts over a wire whose answers are written beforehand: who is tried again, when, and who never."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from composer.delivery.queue.job_state import NOTICE_AFTER, pause
from composer.delivery.transports.base import (
    MailObject,
    Outcomes,
    PermanentError,
    SendObserver,
    Tell,
    outcome,
    tell_nobody,
)
from composer.errors import StorageError, TransportError
from composer.sentences.jobs import reasons_words
from composer.services.outbox import Job, JobState, RecipientState
from composer.threads.abort import Abort
from policy.settings import Expiry, Level, LevelSettings
from tests.delivery.support import LETTER, Office, ignore
from tests.policy.support import POLICY

ACCEPTED, TEMPORARY, PERMANENT, UNKNOWN = (
    RecipientState.ACCEPTED, RecipientState.TEMPORARY, RecipientState.PERMANENT, RecipientState.UNKNOWN,
)  # fmt: skip
LEE, PARK, BOSS = "lee@hanbit.example", "park@hanbit.example", "boss@hanbit.example"
THREE = replace(LETTER, to=LEE, cc=PARK, bcc=BOSS)
Answers = dict[str, RecipientState]


@dataclass
class Wire:
    """A transport that notes what is sent and answers as it was told; whom it was not told of it accepts."""

    answers: list[Answers | TransportError] = field(default_factory=list)
    """For each connection; afterwards everything is accepted."""
    mails_for_each_connection: int = 1_000
    sent: list[tuple[str, ...]] = field(default_factory=list)
    on_send: Callable[[], None] = lambda: None
    left: int = 0
    now: Answers = field(default_factory=dict)

    @contextmanager
    def connect(self, _abort: Abort, _tell: Tell = tell_nobody) -> Iterator[Wire]:
        """A connection with the next answers."""
        found = self.answers.pop(0) if self.answers else {}
        if isinstance(found, TransportError):
            raise found
        self.now, self.left = found, self.mails_for_each_connection
        yield self

    @property
    def is_open(self) -> bool:
        """Until its mail objects are used up."""
        return self.left > 0

    def send(self, mail: MailObject, observer: SendObserver) -> Outcomes:
        """Note and answer."""
        self.left -= 1
        self.sent.append(mail.recipients)
        self.on_send()
        observer.before_handover(mail.recipients)
        states = {text: self.now.get(text, ACCEPTED) for text in mail.recipients}
        return {text: outcome(state, f"words for {text}") for text, state in states.items()}


def office_with(tmp_path: Path, *answers: Answers | TransportError, mails: int = 1_000) -> tuple[Office, Wire]:
    """An office on a wire."""
    wire = Wire(list(answers), mails)
    return Office(tmp_path, transport=wire), wire


def later(office: Office, time: timedelta = timedelta(days=1)) -> Sequence[Job]:
    """Some time later, what is due is sent."""
    office.clock.moment += time
    return office.outbox.flush(ignore)


def test_only_those_who_were_put_off_are_tried_again(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path, {PARK: TEMPORARY})
    job = office.send(THREE)
    assert job.state is JobState.QUEUED
    assert [one.state for one in later(office)] == [JobState.SENT]
    assert wire.sent == [(LEE, PARK, BOSS), (PARK,)]
    assert len(office.filed()) == 1


def test_a_refusal_is_final_and_keeps_the_servers_words(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path, {PARK: PERMANENT})
    job = office.send(THREE)
    assert job.state is JobState.PARTIAL
    assert [result.reply for result in job.recipients if result.state is PERMANENT] == [f"words for {PARK}"]
    assert later(office) == []
    assert len(wire.sent) == 1
    assert [one.id for one in office.outbox.jobs()] == [job.id]


def test_what_is_unknown_is_never_sent_again_by_itself(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path, {PARK: UNKNOWN, BOSS: TEMPORARY})
    job = office.send(THREE)
    assert [one.state for one in later(office)] == [JobState.UNKNOWN]
    assert wire.sent == [(LEE, PARK, BOSS), (BOSS,)]
    office.outbox.retry(job.id, include_unknown=True)
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT
    assert wire.sent[2:] == [(PARK,)]


def test_the_pause_grows_from_300_to_4000_seconds() -> None:
    assert [pause(tries).total_seconds() for tries in range(1, 8)] == [300, 600, 1200, 2400, 4000, 4000, 4000]
    assert pause(10**6).total_seconds() == 4000


def test_an_attempt_comes_no_sooner_than_its_pause(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path, *[TransportError("no server")] * 3)
    assert office.send().state is JobState.QUEUED
    for seconds in (300, 600, 1200):
        assert later(office, timedelta(seconds=seconds - 1)) == []
        assert len(later(office, timedelta(seconds=1))) == 1
    assert len(wire.sent) == 1
    assert office.outbox.jobs() == []


def test_an_unreachable_server_keeps_the_message_with_the_words(tmp_path: Path) -> None:
    office, _wire = office_with(tmp_path, TransportError("mail.hanbit.example does not answer"))
    job = office.send()
    assert (job.state, job.recipients[0].state) == (JobState.QUEUED, RecipientState.PENDING)
    assert "does not answer" in reasons_words(job)
    assert job.not_before == office.clock.moment + timedelta(seconds=300)


def test_what_only_the_member_can_change_is_not_tried_again(tmp_path: Path) -> None:
    office, _wire = office_with(tmp_path, PermanentError("no such command"))
    job = office.send()
    assert (job.state, "no such command" in reasons_words(job)) == (JobState.FAILED, True)
    assert later(office) == []
    office.outbox.retry(job.id, include_unknown=False)
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


def test_after_five_days_the_member_is_told(tmp_path: Path) -> None:
    office, _wire = office_with(tmp_path, *[TransportError("no server")] * 2)
    office.send()
    (job,) = later(office, NOTICE_AFTER)
    assert job.state is JobState.QUEUED
    assert "for 5 days" in reasons_words(job)


def test_many_copies_go_over_as_many_connections_as_the_server_wants(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path, mails=2)
    job = office.send(replace(THREE, individually=True))
    assert job.state is JobState.SENT
    assert wire.sent == [(LEE,), (PARK,), (BOSS,)]


def test_each_copy_has_its_own_result(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path, {PARK: TEMPORARY, BOSS: PERMANENT})
    job = office.send(replace(THREE, individually=True))
    assert [result.state for result in job.recipients] == [ACCEPTED, TEMPORARY, PERMANENT]
    assert [one.state for one in later(office)] == [JobState.PARTIAL]
    assert wire.sent[3:] == [(PARK,)]


def test_copies_that_expire_while_others_are_sent_stay_here(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path)
    office.policy.policy = replace(POLICY, restricted=LevelSettings(use=True, expires_after=Expiry.WEEK))

    def a_week_passes() -> None:
        office.clock.moment += timedelta(days=8)

    wire.on_send = a_week_passes
    letter = replace(THREE, individually=True, level=Level.RESTRICTED, expires_after=Expiry.WEEK)
    job = office.send(letter)
    assert [result.state for result in job.recipients] == [ACCEPTED, RecipientState.EXPIRED, RecipientState.EXPIRED]
    assert wire.sent == [(LEE,)]


def test_two_senders_at_once_send_it_once(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path)
    other = Office(tmp_path, transport=wire)
    job = office.outbox.accept(office.submission())
    with ThreadPoolExecutor(2) as pool:
        states = [future.result().state for future in
                  [pool.submit(one.outbox.deliver, job.id, ignore) for one in (office, other)]]  # fmt: skip
    assert states == [JobState.SENT, JobState.SENT]
    assert len(wire.sent) == 1


def test_undoing_while_it_is_sent_is_too_late_and_waits_for_nobody(tmp_path: Path) -> None:
    office, wire = office_with(tmp_path)
    reached, go_on = Event(), Event()

    def hold() -> None:
        reached.set()
        assert go_on.wait(30), "the test never let it go on"

    wire.on_send = hold
    job = office.outbox.accept(office.submission())
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(office.outbox.deliver, job.id, ignore)
        assert reached.wait(30)
        try:
            assert office.outbox.undo(job.id) is None
            assert office.outbox.job(job.id).recipients[0].state is RecipientState.TRYING
            with pytest.raises(StorageError, match="being sent"):
                office.outbox.retry(job.id, include_unknown=True)
        finally:
            go_on.set()
        assert sending.result(30).state is JobState.SENT
    assert len(wire.sent) == 1


def test_a_partly_sent_message_cannot_be_undone(tmp_path: Path) -> None:
    office, _wire = office_with(tmp_path, {PARK: TEMPORARY})
    assert office.outbox.undo(office.send(THREE).id) is None


def test_a_message_that_reached_nobody_can_be_taken_back(tmp_path: Path) -> None:
    office, _wire = office_with(tmp_path, {LEE: PERMANENT})
    assert office.undone(office.send().id) == LETTER
    assert office.outbox.jobs() == []


def test_the_servers_words_are_made_safe_and_short(tmp_path: Path) -> None:
    found = outcome(PERMANENT, b"550 \x1b[2J\x9b1m\xe2\x80\xae evil\r\nBcc: x" + b"y" * 9_000)
    assert "\x1b" not in found.reply
    assert "\u202e" not in found.reply
    assert len(found.reply) <= 500
