"""A command that takes what sendmail takes: what it is given, and what its exit status means."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.delivery.transports.sendmail import Sendmail
from composer.errors import StorageError
from composer.sentences.jobs import reasons_words, result_words
from composer.services.outbox import JobState, RecipientState
from tests.delivery.support import LETTER, Office, addresses, ignore, parsed
from tests.delivery.test_disk_full import files_up_to

KEEPS = """
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
number = len(list(folder.glob("*.json")))
(folder / f"{number}.json").write_text(json.dumps(sys.argv[2:]))
(folder / f"{number}.eml").write_bytes(sys.stdin.buffer.read())
"""


def office_with(folder: Path, program: str, timeout: float = 60) -> Office:
    """An office that sends with a Python program; its first argument is the folder ``got``."""
    (folder / "got").mkdir()
    command = (sys.executable, "-c", program, str(folder / "got"))
    return Office(folder, transport=Sendmail(command, timeout))


def test_the_command_gets_the_envelope_as_arguments_and_the_message_with_unix_line_ends(tmp_path: Path) -> None:
    office = office_with(tmp_path, KEEPS)
    job = office.send(replace(LETTER, cc="-x@hanbit.example", bcc="boss@hanbit.example", body=".\n한글\n"))
    assert job.state is JobState.SENT
    assert json.loads((tmp_path / "got" / "0.json").read_text()) == [
        "-i", "-f", "kim@hanbit.example", "--", "lee@hanbit.example", "-x@hanbit.example", "boss@hanbit.example",
    ]  # fmt: skip
    data = (tmp_path / "got" / "0.eml").read_bytes()
    assert b"\r" not in data
    assert addresses(parsed(data), "to") == ["lee@hanbit.example"]
    assert (parsed(data)["bcc"], parsed(data).get_content().split()) == (None, [".", "한글"])


def test_no_line_end_is_lost_between_two_reads(tmp_path: Path) -> None:
    body = "".join(f"{'x' * (n % 60)}\n" for n in range(20_000))
    office_with(tmp_path, KEEPS).send(replace(LETTER, body=body))
    data = (tmp_path / "got" / "0.eml").read_bytes()
    assert b"\r" not in data
    assert data.split(b"\n\n", 1)[1].decode() == body


def test_individually_the_command_runs_once_for_each_recipient(tmp_path: Path) -> None:
    office = office_with(tmp_path, KEEPS)
    office.send(replace(LETTER, cc="park@hanbit.example", individually=True))
    found = [parsed(path.read_bytes()) for path in sorted((tmp_path / "got").glob("*.eml"))]
    assert [addresses(message, "to") for message in found] == [["lee@hanbit.example"], ["park@hanbit.example"]]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (os.EX_TEMPFAIL, RecipientState.TEMPORARY),
        (os.EX_NOHOST, RecipientState.TEMPORARY),
        (os.EX_NOUSER, RecipientState.PERMANENT),
        (os.EX_UNAVAILABLE, RecipientState.PERMANENT),
        (os.EX_USAGE, RecipientState.PERMANENT),
        (1, RecipientState.PERMANENT),
    ],
)
def test_the_exit_status_is_the_answer_and_the_commands_words_are_kept_and_made_safe(
    tmp_path: Path, status: int, state: RecipientState
) -> None:
    program = f"import sys; sys.stderr.write('msmtp: \\x1b[31mno route'); sys.exit({status})"
    job = office_with(tmp_path, program).send()
    (result,) = job.recipients
    assert result.state is state
    assert result_words(result) == f"The command ended with status {status}.\nmsmtp: [31mno route"


def test_a_command_that_was_killed_may_have_sent_the_message(tmp_path: Path) -> None:
    office = office_with(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert office.send().state is JobState.UNKNOWN


def test_a_command_that_does_not_end_is_stopped_and_may_have_sent_the_message(tmp_path: Path) -> None:
    assert office_with(tmp_path, "import signal; signal.pause()", timeout=0.05).send().state is JobState.UNKNOWN


@pytest.mark.parametrize("command", [(), ("presend-no-such-program",), ("/nonexistent/sendmail", "-t")])
def test_a_command_that_is_not_there_is_told_and_can_be_corrected(tmp_path: Path, command: tuple[str, ...]) -> None:
    job = Office(tmp_path, transport=Sendmail(command)).send()
    assert job.state is JobState.FAILED
    assert "command" in reasons_words(job)
    corrected = Office(tmp_path)
    corrected.outbox.retry(job.id, include_unknown=False)
    assert corrected.outbox.deliver(job.id, ignore).state is JobState.SENT


def test_a_file_that_is_no_program_leaves_the_message_for_later(tmp_path: Path) -> None:
    program = tmp_path / "sendmail"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o755)
    job = Office(tmp_path, transport=Sendmail((str(program),))).send()
    assert (job.state, "could not be started" in result_words(job.recipients[0])) == (JobState.QUEUED, True)


def test_a_disk_that_is_full_where_the_message_is_laid_down_is_named_and_nothing_was_sent(tmp_path: Path) -> None:
    long = replace(LETTER, body="A line of text.\n" * 4_000)
    office = office_with(tmp_path, KEEPS)
    job = office.outbox.accept(office.submission(long))
    with files_up_to(20_000), pytest.raises(StorageError, match="The disk is full") as raised:
        office.outbox.deliver(job.id, ignore)
    assert tempfile.gettempdir() in str(raised.value)
    assert list((tmp_path / "got").iterdir()) == []
    assert office.outbox.deliver(job.id, ignore).state is JobState.SENT
