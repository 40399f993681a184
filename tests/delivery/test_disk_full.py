"""The disk is full: files of this process may not grow past a limit, so that the system itself refuses the writes."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.errors import StorageError
from composer.services.outbox import JobState, RecipientState
from policy.settings import MailLimits
from tests.delivery.support import LETTER, Office, ignore
from tests.policy.support import POLICY

LONG = replace(LETTER, body="A line of text.\n" * 400)


@contextmanager
def files_up_to(octets: int) -> Iterator[None]:
    """No file grows past so many octets: the write fails with EFBIG, as it does with ENOSPC on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("octets", [0, 1, 100, 500, 1_000, 2_000, 4_000, 6_000, 7_000])
def test_a_message_that_does_not_fit_stays_a_draft_and_is_taken_when_there_is_room(tmp_path: Path, octets: int) -> None:
    office = Office(tmp_path)
    draft_id = office.saved(LONG)
    with files_up_to(octets), pytest.raises(StorageError, match="The disk is full"):
        office.outbox.accept(office.submission(LONG, draft_id=draft_id))
    assert office.outbox.jobs() == []
    assert list((tmp_path / "outbox" / "incoming").iterdir()) == []
    assert office.drafts.load(draft_id).composition == LONG
    assert office.send(LONG, draft_id=draft_id).state is JobState.SENT
    assert len(office.arrived()) == 1


def test_an_attachment_that_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.policy.policy = replace(POLICY, limits=MailLimits(attachment_size_limit=1_000_000))
    composition = office.attached("big.bin", b"\x00" * 500_000)
    with files_up_to(300_000), pytest.raises(StorageError, match="The disk is full"):
        office.outbox.accept(office.submission(composition))
    assert list((tmp_path / "outbox").rglob("*.eml")) == []


def test_a_refused_consent_is_not_used_up_by_a_full_disk(tmp_path: Path) -> None:
    office = Office(tmp_path)
    outside = replace(LONG, to="partner@other.example")
    with files_up_to(100), pytest.raises(StorageError):
        office.outbox.accept(office.submission(outside))
    assert office.send(outside).state is JobState.SENT


def test_nothing_is_sent_when_the_journal_cannot_be_written_before(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission())
    with files_up_to(0), pytest.raises(StorageError, match="The disk is full"):
        office.outbox.deliver(job.id, ignore)
    assert office.arrived() == []
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT
    assert len(office.arrived()) == 1


def test_a_result_that_cannot_be_written_is_unknown_and_not_sent_again(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def full_after_the_answer(name: str) -> None:
        if name == "deliver:answered":
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))

    office = Office(tmp_path, checkpoint=full_after_the_answer)
    job = office.outbox.accept(office.submission())
    try:
        with pytest.raises(StorageError, match="The disk is full"):
            office.outbox.deliver(job.id, ignore)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    again = Office(tmp_path)
    again.outbox.flush(ignore)
    (waiting,) = again.outbox.jobs()
    assert (waiting.state, waiting.recipients[0].state) == (JobState.UNKNOWN, RecipientState.UNKNOWN)
    assert len(again.arrived()) == 1


def test_a_torn_line_of_the_journal_is_passed_over_and_never_joined_to_the_next(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission())
    journal = tmp_path / "outbox" / "queue" / job.id / "journal"
    journal.write_bytes(journal.read_bytes() + b'{"type":"state","recipient":0,"state":"acc')
    again = Office(tmp_path)
    assert again.outbox.deliver(job.id, ignore).state is JobState.SENT
    assert len(again.arrived()) == 1
