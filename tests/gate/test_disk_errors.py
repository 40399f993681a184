"""A disk or a policy that fails in the middle of a run: words, the right exit status, and nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from composer.drafting.judging import Assessment
from composer.exit_status import Exit
from composer.gate.asking.answers import Answer, WentBack
from composer.gate.call.submission import GateMessage
from composer.gate.keeping.kept import KeptReason
from policy.questions import QuestionCode
from tests.delivery.support import Office
from tests.gate.support import INSIDE, OUTSIDE, Gate, Member
from tests.project import ROOT

FAULT = "policy.toml:3: broken"
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'


def in_a_read_only_home(member: Member, *command: str, message: bytes = INSIDE) -> subprocess.CompletedProcess[str]:
    """As root and as anybody: modes of files do not hold root back, a mount does."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(member.home), "LANG": "C.UTF-8", "TZ": "UTC"}
    environ |= {"PYTHONPATH": str(ROOT), "TMPDIR": "/dev/shm"}
    return subprocess.run(
        [*ALONE, "sh", "-c", READ_ONLY, str(member.home), sys.executable, "-m", "composer", *command],
        input=message.decode(), capture_output=True, text=True, env=environ, check=False, cwd="/",
    )  # fmt: skip


def _alone() -> list[str]:
    """What starts a program among mounts of its own; nothing where this machine does not let us."""
    for options in (["--mount"], ["--mount", "--map-root-user"]):
        command = [shutil.which("unshare") or "unshare", *options]
        try:
            subprocess.run([*command, "mount", "--bind", "/dev/shm", "/dev/shm"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return command
    return []


ALONE = _alone()
needs_mounts = pytest.mark.skipif(not ALONE, reason="mounts cannot be made here")


@needs_mounts
@pytest.mark.parametrize("used_before", [False, True], ids=["a new home", "a home in use"])
def test_in_a_read_only_home_a_message_is_75_in_words(used_before: bool, tmp_path: Path) -> None:
    member = Member(tmp_path)
    if used_before:
        assert member.sendmail("lee@hanbit.example").returncode == 0
    result = in_a_read_only_home(member, "sendmail", "lee@hanbit.example")
    assert (result.returncode, result.stdout) == (75, "")
    assert "the disk is read-only" in result.stderr
    assert result.stderr.count("\n") == 1
    assert len(member.arrived) == used_before


@needs_mounts
@pytest.mark.parametrize("words", [("outbox", "list"), ("outbox", "flush"), ("drafts", "delete", "20260101T000000-ab")])
def test_in_a_read_only_home_the_other_verbs_say_a_sentence_too(words: tuple[str, ...], tmp_path: Path) -> None:
    member = Member(tmp_path)
    member.sendmail("lee@hanbit.example")
    result = in_a_read_only_home(member, *words)
    assert result.returncode == 75
    assert result.stderr.startswith("presend: ")
    assert "Traceback" not in result.stderr


@needs_mounts
def test_in_a_read_only_home_what_waits_is_shown_before_it_is_said_what_is_wrong(tmp_path: Path) -> None:
    member = Member(tmp_path)
    job = waiting_job(member)
    for words in (("outbox", "list"), ("outbox", "show", job)):
        result = in_a_read_only_home(member, *words)
        assert (result.returncode, result.stdout.splitlines()[0].startswith(job)) == (75, True)
        assert "the disk is read-only" in result.stderr


@pytest.mark.parametrize("away", ["policy.toml", "config.toml"])
def test_without_a_policy_or_settings_what_waits_is_shown_before_it_is_said_what_is_wrong(
    tmp_path: Path, away: str
) -> None:
    member = Member(tmp_path)
    job = waiting_job(member)
    kept = member.sendmail("partner@other.example", message=OUTSIDE).returncode
    (member.home / ".config" / "presend" / away).unlink()
    for words, first in (
        (("outbox", "list"), job),
        (("outbox", "show", job), job),
        (("drafts", "list"), "2"),
        (("drafts",), "2"),
    ):
        result = member.presend(*words)
        assert (kept, result.returncode, result.stdout.startswith(first.encode())) == (77, 78, True)
        assert away.removesuffix(".toml").replace("config", "settings").encode() in result.stderr
        assert result.stderr.count(b"\n") == 1
    assert (member.presend("outbox", "flush").returncode, len(member.arrived)) == (78, 0)


def waiting_job(member: Member) -> str:
    """A message in a member's outbox."""
    office = Office(member.home / ".local" / "share" / "presend")
    return office.outbox.accept(office.submission(hold_seconds=60)).id


def test_a_policy_that_breaks_while_the_member_is_asked_is_78_and_the_message_is_kept(tmp_path: Path) -> None:
    office = Office(tmp_path)

    def breaks(_message: GateMessage, assessment: Assessment, _questions: tuple[QuestionCode, ...]) -> Answer:
        office.policy.faults = (FAULT,)
        return WentBack(assessment, None)

    gate = Gate(office, breaks)
    result = gate.take(OUTSIDE)
    assert (result.exit, gate.kept.list()[0].reason) == (Exit.CONFIGURATION, KeptReason.BROKEN_POLICY)
    assert FAULT in result.sentence


def test_a_policy_that_breaks_once_the_message_is_accepted_is_78_and_nothing_is_sent(tmp_path: Path) -> None:
    office = Office(tmp_path)

    def breaks(name: str) -> None:
        if name == "accept:queued":
            office.policy.faults = (FAULT,)

    office.checkpoint = breaks
    office.outbox = office.open()
    gate = Gate(office)
    result = gate.take(INSIDE)
    assert result.exit is Exit.CONFIGURATION
    assert FAULT in result.sentence
    assert office.arrived() == []
    assert [kept.id for kept in gate.kept.list()] == [result.kept_id]
