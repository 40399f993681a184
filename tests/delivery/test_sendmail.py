"""Delivery by a command: real scripts stand for msmtp and its relatives."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from composer.delivery.transports.sendmail import Sendmail
from composer.services import JobState, RecipientState
from tests.delivery.support import LETTER, Office, addresses, parsed
from tests.policy.support import KIM


def script(folder: Path, text: str) -> str:
    """An executable shell script; its path."""
    path = folder / "sendmail"
    path.write_text(f"#!/bin/sh\ncd {shlex.quote(str(folder))}\n{text}\n")
    path.chmod(0o700)
    return str(path)


def office_with(folder: Path, text: str, *arguments: str, timeout: float = 60) -> Office:
    """An office whose mail goes to a script."""
    return Office(folder, transport=Sendmail((script(folder, text), *arguments), timeout))


KEEP = 'printf "%s\\n" "$@" > arguments; cat > message'


def test_the_command_gets_envelope_and_message(tmp_path: Path) -> None:
    office = office_with(tmp_path, KEEP, "--account=work")
    job = office.send(replace(LETTER, bcc="boss@hanbit.example", body="one\n.\n..two\nFrom three\n"))
    assert job.state is JobState.SENT
    assert (tmp_path / "arguments").read_text().splitlines() == [
        "--account=work", "-i", "-f", KIM, "--", "lee@hanbit.example", "boss@hanbit.example",
    ]  # fmt: skip
    data = (tmp_path / "message").read_bytes()
    assert b"\r" not in data
    message = parsed(data)
    assert addresses(message, "to") == ["lee@hanbit.example"]
    assert message["bcc"] is None
    assert message.get_content() == "one\n.\n..two\nFrom three\n"


def test_individually_the_command_runs_once_for_each(tmp_path: Path) -> None:
    office = office_with(tmp_path, 'cat > /dev/null; shift 4; echo "$@" >> recipients')
    office.send(replace(LETTER, cc="park@hanbit.example", individually=True))
    assert (tmp_path / "recipients").read_text().splitlines() == ["lee@hanbit.example", "park@hanbit.example"]


def test_an_address_cannot_become_an_option_or_a_command(tmp_path: Path) -> None:
    office = office_with(tmp_path, KEEP)
    written = ["-oQ/tmp@hanbit.example", "a`id`b@hanbit.example"]
    office.send(replace(LETTER, to=", ".join(written)))
    assert (tmp_path / "arguments").read_text().splitlines()[3:] == ["--", *written]


@pytest.mark.parametrize(
    ("status", "job", "recipient"),
    [
        (os.EX_TEMPFAIL, JobState.QUEUED, RecipientState.TEMPORARY),
        (os.EX_NOHOST, JobState.QUEUED, RecipientState.TEMPORARY),
        (os.EX_IOERR, JobState.QUEUED, RecipientState.TEMPORARY),
        (os.EX_NOUSER, JobState.FAILED, RecipientState.PERMANENT),
        (os.EX_NOPERM, JobState.FAILED, RecipientState.PERMANENT),
        (os.EX_CONFIG, JobState.FAILED, RecipientState.PERMANENT),
        (os.EX_UNAVAILABLE, JobState.FAILED, RecipientState.PERMANENT),
        (1, JobState.FAILED, RecipientState.PERMANENT),
    ],
)
def test_the_exit_status_is_the_answer(tmp_path: Path, status: int, job: JobState, recipient: RecipientState) -> None:
    found = office_with(tmp_path, f"cat > /dev/null; echo 'msmtp: no\x1b[2J way' >&2; exit {status}").send()
    assert (found.state, found.recipients[0].state) == (job, recipient)
    assert str(status) in found.recipients[0].reply
    assert "way" in found.recipients[0].reply
    assert "\x1b" not in found.recipients[0].reply


def test_a_command_that_is_killed_or_hangs_is_unknown_and_not_run_again(tmp_path: Path) -> None:
    assert office_with(tmp_path, "kill -9 $$").send().state is JobState.UNKNOWN
    assert office_with(tmp_path, "exec sleep 100", timeout=0.2).send().state is JobState.UNKNOWN


def test_a_command_that_does_not_read_the_message_to_its_end_is_believed_all_the_same(tmp_path: Path) -> None:
    office = office_with(tmp_path, "exit 0")
    assert office.send(replace(LETTER, body="x" * 500_000)).state is JobState.SENT


@pytest.mark.parametrize("command", [(), ("no-such-program-anywhere",)])
def test_a_missing_command_is_told_and_nothing_is_lost(tmp_path: Path, command: tuple[str, ...]) -> None:
    office = Office(tmp_path, transport=Sendmail(command))
    job = office.send()
    assert job.state is JobState.FAILED
    assert "config.toml" in job.message
    assert [one.id for one in office.outbox.jobs()] == [job.id]
