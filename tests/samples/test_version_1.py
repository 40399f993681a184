"""What presend 0.1.0 has left on a disk is read by this version with the right values; the samples never change."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from composer.clock import FixedClock
from composer.delivery.queue import journal
from composer.delivery.queue.spool import Spool
from composer.gate.call.arguments import SendmailCall
from composer.gate.keeping.kept import KeptReason
from composer.message.composition import AttachedFile, Composition
from composer.sentences.jobs import reasons_words
from composer.services.drafts import DraftNote
from composer.services.outbox import Job, JobState, RecipientResult, RecipientState
from policy.settings import Expiry, Level, Surface
from tests.delivery.support import LETTER, Office, ignore

SAMPLES = Path(__file__).parent / "version-1"
WRITTEN = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
KIM, LEE, PARK, PARTNER = "kim@hanbit.example", "lee@hanbit.example", "park@hanbit.example", "partner@other.example"
PENDING, ACCEPTED = RecipientState.PENDING, RecipientState.ACCEPTED
TEMPORARY, PERMANENT = RecipientState.TEMPORARY, RecipientState.PERMANENT
TAKEN = "250 2.0.0 Taken"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A member whose disk holds the samples, found two days later, when what could expire has expired."""
    for name in ("outbox", "drafts", "clients"):
        shutil.copytree(SAMPLES / name, tmp_path / name)
    return Office(tmp_path, clock=FixedClock(WRITTEN + timedelta(days=2)))


def job(office: Office, subject: str) -> Job:
    """The job of a subject, in the queue or gone from it, two seconds after it was accepted, or after it expired."""
    folders = [*(office.root / "outbox" / "queue").iterdir(), *(office.root / "outbox" / "done").iterdir()]
    (found,) = [one for one in map(office.outbox.job, (folder.name for folder in folders)) if one.subject == subject]
    office.clock.moment = found.created_at + timedelta(days=subject == "Expired", seconds=2)
    return office.outbox.job(found.id)


JOBS = {
    "Held": (JobState.HELD, ((LEE, PENDING, ""),)),
    "Queued": (JobState.QUEUED, ((LEE, PENDING, ""),)),
    "Partly queued": (JobState.QUEUED, ((LEE, TEMPORARY, "451 4.3.0 later"), (PARK, ACCEPTED, TAKEN))),
    "Partly sent": (JobState.PARTIAL, ((LEE, ACCEPTED, TAKEN), (PARK, PERMANENT, "550 5.1.1 no such user"))),
    "Failed": (JobState.FAILED, ((LEE, PERMANENT, "552 5.3.4 message too big"),)),
    "Not known": (JobState.UNKNOWN, ((LEE, RecipientState.UNKNOWN, ""),)),
    "Individually": (
        JobState.QUEUED,
        ((LEE, ACCEPTED, TAKEN), (PARK, TEMPORARY, "451 4.7.1 greylisted"), (PARTNER, ACCEPTED, TAKEN)),
    ),
    "With a file": (JobState.QUEUED, ((PARTNER, PENDING, ""),)),
    "Not filed": (JobState.SENT_NOT_FILED, ((LEE, ACCEPTED, TAKEN),)),
    "Restricted": (JobState.HELD, ((LEE, PENDING, ""), (PARK, PENDING, ""))),
    "Stopped": (JobState.FAILED, ((LEE, PENDING, ""),)),
    "Retried": (JobState.QUEUED, ((LEE, PENDING, ""),)),
    "Expired": (JobState.FAILED, ((LEE, RecipientState.EXPIRED, "The message expired before it could be sent."),)),
    "From another client": (JobState.QUEUED, ((LEE, TEMPORARY, "451 4.3.0 later"), (PARTNER, ACCEPTED, TAKEN))),
    "Broken off behind the dot": (
        JobState.UNKNOWN,
        ((LEE, RecipientState.UNKNOWN, ""), (PARK, RecipientState.UNKNOWN, "")),
    ),
    "Sent": (JobState.SENT, ((LEE, ACCEPTED, TAKEN),)),
    "Taken back": (JobState.CANCELLED, ((LEE, PENDING, ""),)),
    "Came back": (JobState.RETURNED, ((PARTNER, PENDING, ""),)),
    "Came back refused": (JobState.RETURNED, ((LEE, PENDING, ""),)),
    "Kept, not delivered": (JobState.CANCELLED, ((LEE, PERMANENT, "550 5.1.1 no such user"),)),
}


@pytest.mark.parametrize("subject", JOBS)
def test_a_job_is_what_it_was(office: Office, subject: str) -> None:
    state, results = JOBS[subject]
    found = job(office, subject)
    assert found.state is state
    assert found.recipients == tuple(RecipientResult(*result) for result in results)


def test_every_sample_of_a_job_has_its_line_in_the_table(office: Office) -> None:
    assert len(office.outbox.jobs()) == 15
    assert {one.subject for one in office.outbox.jobs()} <= JOBS.keys()
    assert len(list((SAMPLES / "outbox" / "done").iterdir())) == len(JOBS) - 15


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Queued", "The server mail.hanbit.example did not answer."),
        ("Not filed", "/home/kim/mailbox"),
        ("Stopped", "broke off in the midst of 5 attempts"),
        ("Came back", "a warning is due"),
        ("Came back refused", "Restricted"),
    ],
)
def test_the_words_of_a_job_are_there(office: Office, subject: str, words: str) -> None:
    assert words in reasons_words(job(office, subject))


def test_moments_attempts_copies_and_drafts_are_read(office: Office) -> None:
    held, queued, individually = job(office, "Held"), job(office, "Queued"), job(office, "Individually")
    assert (held.created_at, held.not_before, held.attempts) == (WRITTEN, WRITTEN + timedelta(seconds=30), 0)
    assert (queued.attempts, queued.not_before) == (1, WRITTEN + timedelta(minutes=6))
    assert individually.copies == 3
    assert job(office, "Came back").draft_id in {draft.id for draft in office.drafts.list()}


def test_a_document_holds_what_judging_again_and_undoing_need(office: Office) -> None:
    spool = Spool(office.root / "outbox")
    restricted = spool.document(job(office, "Restricted").id)
    assert restricted.composition == Composition(
        sender=KIM,
        to=LEE,
        cc="Park Ji-woo <park@hanbit.example>",
        subject="Restricted",
        body=LETTER.body,
        level=Level.RESTRICTED,
        expires_after=Expiry.MONTH,
        forwarding_prohibited=True,
    )
    assert restricted.expires_at == datetime(2026, 12, 24, 11, 13, tzinfo=UTC)
    assert restricted.member is not None
    assert (restricted.member.identities, restricted.member.surface) == ((KIM,), Surface.PC)
    with_file = spool.document(job(office, "With a file").id)
    assert [(file.name, file.size) for file in with_file.files] == [("표.txt", 5)]
    assert with_file.composition.files[0].path == "/home/kim/표.txt"
    assert with_file.consent_id is not None
    assert spool.consent_is_used(with_file.consent_id)
    assert spool.document(job(office, "Queued").id).member is None


def test_consents_of_jobs_that_left_the_queue_stay_used(office: Office) -> None:
    assert Spool(office.root / "outbox").consent_is_used("5e884898da28047151d0e56f8dc62927")


def test_every_line_of_every_journal_is_understood() -> None:
    for path in SAMPLES.glob("outbox/*/*/journal"):
        assert len(journal.read(path)) == len(path.read_bytes().splitlines()), path


def test_heads_with_octets_that_are_no_text_are_read(office: Office) -> None:
    spool = Spool(office.root / "outbox")
    document = spool.document(job(office, "From another client").id)
    assert document.is_rendered
    assert document.is_8bit
    (head,) = spool.heads(document)
    assert b"X-Latin: caf\xe9\r\n" in head
    record = spool.record(document.id).read_bytes()
    assert record[document.content_at :] == "\r\n안녕하세요\r\n".encode()


def test_undoing_brings_back_what_was_written(office: Office) -> None:
    found = office.outbox.undo(job(office, "Held").id)
    assert found is not None
    assert found.composition == Composition(sender=KIM, to=LEE, subject="Held", body=LETTER.body)


@pytest.mark.parametrize(
    ("subject", "reaches"),
    [
        ("Queued", {LEE}),
        ("Partly queued", {LEE}),
        ("Individually", {PARK}),
        ("Retried", {LEE}),
        ("From another client", {LEE}),
        ("Restricted", {LEE, PARK}),
    ],
)
def test_what_waits_is_sent_to_those_who_do_not_have_it_and_filed(
    office: Office, subject: str, reaches: set[str]
) -> None:
    assert office.outbox.deliver(job(office, subject).id, ignore).state is JobState.SENT
    assert {mailbox for mailbox, message in office.arrived() if message["Subject"] == subject} == reaches
    assert len(office.filed()) == 1


def test_the_record_of_a_job_holds_its_file(office: Office) -> None:
    spool = Spool(office.root / "outbox")
    document = spool.document(job(office, "With a file").id)
    assert b"MTsyDQo=" in spool.record(document.id).read_bytes()  # "1;2" and a line end, in base64


def test_what_is_not_filed_is_filed_and_sent_to_nobody_again(office: Office) -> None:
    assert office.outbox.deliver(job(office, "Not filed").id, ignore).state is JobState.SENT
    assert (office.arrived(), len(office.filed())) == ([], 1)


def test_drafts_are_what_they_were(office: Office) -> None:
    drafts = {draft.composition.subject: draft for draft in office.drafts.list()}
    whole = drafts["Draft with everything"]
    assert whole.composition == Composition(
        sender=KIM,
        to="Lee <lee@hanbit.example>",
        cc="partner@other.exa",
        bcc=PARK,
        subject="Draft with everything",
        body="가나다\n\n\u202fline\n",
        files=(AttachedFile("/home/kim/caf\udce9.txt", "caf\udce9.txt", 5, 2049, 131072, 1764000000000000001),),
        level=Level.RESTRICTED,
        expires_after=Expiry.WEEK,
        forwarding_prohibited=True,
        individually=True,
    )
    assert whole.saved_at.utcoffset() == timedelta(hours=9)
    notes = {
        "Draft with everything": DraftNote.LEFT,
        "Draft undone": DraftNote.UNDONE,
        "Draft refused": DraftNote.LEFT,
        "Draft unfinished": DraftNote.LEFT,
        "Draft of a changed policy": DraftNote.POLICY_CHANGED,
        "Taken back": DraftNote.UNDONE,
        "Came back": DraftNote.POLICY_CHANGED,
        "Came back refused": DraftNote.POLICY_CHANGED,
    }
    assert {subject: draft.note for subject, draft in drafts.items()} == notes
    assert office.drafts.unreadable() == []


KEPT = {
    "Kept, nobody to ask": (KeptReason.NOBODY_TO_ASK, SendmailCall((PARTNER,), sender=KIM, full_name="Kim"), "no term"),
    "Kept, went back": (KeptReason.WENT_BACK, SendmailCall(from_header=True), "went back"),
    "Kept, refused": (KeptReason.REFUSED, SendmailCall(from_header=True), "boss@hanbit.example"),
    "Kept, not delivered": (KeptReason.NOT_DELIVERED, SendmailCall(sender=KIM), "550 5.1.1"),
}


@pytest.mark.parametrize("subject", KEPT)
def test_a_kept_message_is_what_it_was(office: Office, subject: str) -> None:
    (kept,) = [kept for kept in office.kept.list() if kept.subject == subject]
    reason, call, words = KEPT[subject]
    assert (kept.reason, kept.call) == (reason, call)
    assert words in kept.sentence
    assert f"Subject: {subject}\r\n".encode() in office.kept.message(kept.id).read_bytes()
    assert kept.composition is not None
    assert kept.composition.subject == subject
    assert (len(office.kept.list()), office.kept.unreadable()) == (len(KEPT), [])
