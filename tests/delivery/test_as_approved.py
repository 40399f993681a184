"""What was approved is what leaves: whatever is changed where it lies in the outbox, nothing of it is sent."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from composer.delivery.transports.sendmail import Sendmail
from composer.errors import StorageError
from composer.sentences.jobs import reasons_words, result_words
from composer.services.outbox import Job, JobState, RecipientState
from composer.services.outbox_errors import NotAcceptedError, NotAcceptedReason
from tests.delivery.smtp_servers import Inbox, running, smtp
from tests.delivery.support import LETTER, Office, ignore

CHANGED = "no longer the message that was approved"
OUTSIDE = replace(LETTER, to="lee@hanbit.example, partner@other.example")
APART = replace(OUTSIDE, individually=True)


def edited(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Write another content into the file, whose size and times stay where the change lets them."""
    before, data = path.stat(), path.read_bytes()
    assert change(data) != data
    path.write_bytes(change(data))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def job_json(name: str, value: Any) -> Callable[[Path], None]:
    """Another value in the job's document."""
    return lambda folder: edited(
        folder / "job.json", lambda data: json.dumps(json.loads(data) | {name: value}).encode("utf-8")
    )


CHANGES: dict[str, Callable[[Path], None]] = {
    "a word of the text": lambda folder: edited(folder / "record.eml", lambda data: data.replace(b"here", b"HERE")),
    "more at the end": lambda folder: edited(folder / "record.eml", lambda data: data + b"more\r\n"),
    "less at the end": lambda folder: edited(folder / "record.eml", lambda data: data[:-4]),
    "a head": lambda folder: edited(folder / "heads.json", lambda data: data.replace(b"Minutes", b"Secrets")),
    "no heads": lambda folder: (folder / "heads.json").unlink(),
    "half of the heads": lambda folder: edited(folder / "heads.json", lambda data: data[: len(data) // 2]),
    "heads of no copy": lambda folder: edited(folder / "heads.json", lambda _data: b'{"heads": []}'),
    "a recipient of the envelope": job_json("recipients", ["lee@hanbit.example", "eve@other.example"]),
    "the sender of the envelope": job_json("sender", "eve@other.example"),
    "where the content begins": job_json("content_at", 0),
}


@pytest.mark.parametrize("message", [OUTSIDE, APART], ids=["together", "individually"])
@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("way", ["smtp", "local", "command"])
def test_what_was_changed_in_the_outbox_is_not_sent_and_stays(
    tmp_path: Path, what: str, message: Any, way: str
) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        program = f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()"
        transports = {"smtp": smtp(port), "local": None, "command": Sendmail((sys.executable, "-c", program))}
        office = Office(tmp_path, transport=transports[way])
        job = office.outbox.accept(office.submission(message))
        CHANGES[what](tmp_path / "outbox" / "queue" / job.id)
        after = office.outbox.deliver(job.id, ignore)
        assert office.outbox.retry(job.id, include_unknown=False).state is JobState.QUEUED
        again = office.outbox.deliver(job.id, ignore)
    for found in (after, again):
        assert found.state is JobState.FAILED
        assert {one.state for one in found.recipients} == {RecipientState.PERMANENT}
        assert CHANGED in reasons_words(found)
    assert (inbox.mails, office.arrived(), office.filed(), (tmp_path / "ran").exists()) == ([], [], [], False)
    assert office.undone(job.id) == message


def a_folder(path: Path) -> None:
    """In the place of a file."""
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    """In the place of a file; who opens it waits for ever."""
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("way", ["smtp", "local", "command"])
@pytest.mark.parametrize("spoil", [a_folder, a_pipe, Path.unlink])
def test_a_message_that_cannot_be_read_where_it_lies_is_told_so_and_not_as_a_lost_connection(
    tmp_path: Path, spoil: Callable[[Path], None], way: str
) -> None:
    inbox = Inbox()
    with running(inbox) as port:
        program = f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()"
        transports = {"smtp": smtp(port), "local": None, "command": Sendmail((sys.executable, "-c", program))}
        office = Office(tmp_path, transport=transports[way])
        job = office.outbox.accept(office.submission(OUTSIDE))
        record = tmp_path / "outbox" / "queue" / job.id / "record.eml"
        kept = record.read_bytes()
        spoil(record)
        told = said_of_delivery(office, job)
        assert (f"{record} cannot be read" in told, "connection" in told) == (True, False)
        assert (inbox.mails, office.arrived(), office.filed(), (tmp_path / "ran").exists()) == ([], [], [], False)
        record.rmdir() if record.is_dir() else record.unlink(missing_ok=True)
        record.write_bytes(kept)
        assert office.outbox.deliver(job.id, ignore).state is JobState.SENT


def said_of_delivery(office: Office, job: Job) -> str:
    """All words about one attempt, whether they come as an answer or as trouble of the disk."""
    try:
        after = office.outbox.deliver(job.id, ignore)
    except StorageError as error:
        return str(error)
    return "\n".join([reasons_words(after), *(result_words(one) for one in after.recipients)])


def test_an_attachment_that_is_changed_within_the_job_is_not_sent(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission(office.attached("plan.txt", b"x" * 24)))
    record = tmp_path / "outbox" / "queue" / job.id / "record.eml"
    edited(record, lambda data: data.replace(b"eHh4", b"eXl5", 1))
    assert office.outbox.deliver(job.id, ignore).state is JobState.FAILED
    assert office.arrived() == []


@pytest.mark.parametrize("keep_times", [True, False])
def test_an_attachment_that_changes_after_the_answer_is_not_sent(tmp_path: Path, *, keep_times: bool) -> None:
    office = Office(tmp_path)
    message = replace(office.attached("plan.txt", b"x" * 24), to="partner@other.example")
    submission = office.submission(message)
    path = tmp_path / "plan.txt"
    times = path.stat()
    with path.open("r+b") as file:
        file.write(b"y")
    if keep_times:
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(NotAcceptedError) as raised:
        office.outbox.accept(submission)
    reasons = {True: NotAcceptedReason.CONSENT_STALE, False: NotAcceptedReason.REFUSED}
    assert raised.value.reason is reasons[keep_times]
    assert (office.outbox.jobs(), office.arrived()) == ([], [])


def test_a_copy_for_sent_that_was_changed_meanwhile_is_not_filed_and_says_so(tmp_path: Path) -> None:
    def at(step: str) -> None:
        if step == "deliver:recorded":
            (record,) = (tmp_path / "outbox" / "queue").glob("*/record.eml")
            edited(record, lambda data: data.replace(b"partner@", b"nobody1@"))

    office = Office(tmp_path, checkpoint=at)
    job = office.send(OUTSIDE)
    assert job.state is JobState.SENT_NOT_FILED
    assert "somebody changed it in the outbox" in reasons_words(job)
    assert office.filed() == []
    assert [path for path in (tmp_path / "mailbox" / ".Sent").glob("*/*") if path.is_file()] == []


def without_digests(office: Office, job: Job) -> Path:
    """The job as the version before wrote it; its folder."""
    folder = office.root / "outbox" / "queue" / job.id
    plain = json.loads((folder / "job.json").read_text("utf-8"))
    del plain["digests"]
    (folder / "job.json").write_text(json.dumps(plain), "utf-8")
    return folder


def test_a_job_of_the_version_before_is_sent_as_it_lies_there(tmp_path: Path) -> None:
    office = Office(tmp_path)
    job = office.outbox.accept(office.submission(OUTSIDE))
    without_digests(office, job)
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT
    assert len(office.filed()) == 1
