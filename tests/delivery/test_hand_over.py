"""Leaving presend: a process of its own sends what waits, in a session that no closing terminal ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from composer.cli.wiring.services import real_services
from composer.delivery.hand_over import hand_over
from composer.message.composition import Composition
from composer.programs import presend_again
from composer.services.bundle import Services
from composer.services.outbox import JobState, Submission
from policy.address import parse_address
from policy.settings import Surface
from policy.verdict import Member
from tests.policy.support import KIM
from tests.project import ROOT

FLUSH = presend_again("outbox", "flush", "--wait")
POLICY = 'schema = 1\n[company]\ndomains = ["hanbit.example"]\nlanguages = ["en"]\n'
IGNORES_HANG_UP = 1 << (signal.SIGHUP - 1)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A member's home with settings, policy and mailboxes."""
    config = tmp_path / "config" / "presend"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(
        f'language = "en"\n[[identities]]\naddress = "{KIM}"\n'
        f'[transport]\nkind = "local"\nfolder = "{tmp_path}/mail"\n[mailbox]\npath = "{tmp_path}/own"\n'
    )
    (config / "policy.toml").write_text(POLICY)
    return {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        **{f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("config", "data", "state")},
    }


@pytest.fixture
def services(environ: dict[str, str]) -> Services:
    return real_services(None, environ)


@pytest.fixture
def children() -> Iterator[list[int]]:
    """Processes that must not outlive the test."""
    started: list[int] = []
    yield started
    for child in started:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def accepted(services: Services, hold_seconds: int) -> str:
    """A letter in the outbox."""
    letter = Composition(sender=KIM, to="lee@hanbit.example", subject="Minutes", body="here they are")
    member = Member((parse_address(KIM),), "en", Surface.PC, UTC)
    return services.outbox.accept(Submission(letter, member, hold_seconds=hold_seconds)).id


def test_what_waits_is_sent_by_a_process_of_its_own(
    services: Services, environ: dict[str, str], children: list[int]
) -> None:
    job_id = accepted(services, hold_seconds=1)
    children.append(hand_over(FLUSH, environ, Path(environ["HOME"])))
    assert os.getsid(children[0]) == children[0]
    assert Path(f"/proc/{children[0]}/cwd").samefile(environ["HOME"])
    _, status = os.waitpid(children.pop(), 0)
    assert status == 0
    assert services.outbox.job(job_id).state is JobState.SENT
    assert len(list(Path(environ["HOME"], "mail").glob("*/new/*"))) == 1
    assert len(list(Path(environ["HOME"], "own", ".Sent").glob("cur/*"))) == 1


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="what a process ignores is read from /proc")
def test_a_hang_up_does_not_end_it(services: Services, environ: dict[str, str], children: list[int]) -> None:
    accepted(services, hold_seconds=600)
    children.append(hand_over(FLUSH, environ, Path(environ["HOME"])))
    while not _ignored(children[0]) & IGNORES_HANG_UP:
        assert os.waitpid(children[0], os.WNOHANG) == (0, 0)
    os.kill(children[0], signal.SIGHUP)
    assert os.waitpid(children[0], os.WNOHANG) == (0, 0)
    assert [job.state for job in services.outbox.jobs()] == [JobState.HELD]


def test_a_program_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        hand_over([str(tmp_path / "nothing")], {}, tmp_path)


def _ignored(process: int) -> int:
    """The signals a process ignores, as a mask."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1], 16) for line in lines if line.startswith("SigIgn:"))
