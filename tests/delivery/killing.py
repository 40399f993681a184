"""Runs one scenario again and again in processes of its own, each killed (-9) one step later than the one before.

``python -m tests.delivery.killing FOLDER SCENARIO [TIMES]``: attempt n works in FOLDER/n and leaves the name of the
step in FOLDER/n/killed_at; the last attempt came through. With TIMES all work in FOLDER and die at the first step.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from policy.settings import OutgoingWarning
from tests.delivery.support import LETTER, Office, ignore
from tests.policy.support import POLICY

OUTSIDE = replace(LETTER, to="lee@hanbit.example", cc="partner@other.example", bcc="boss@hanbit.example",
                  individually=True)  # fmt: skip
QUIET = replace(POLICY, warning=OutgoingWarning(enabled=False))
"""The organization without warnings."""


@dataclass
class Executioner:
    """Kills this process at its n-th step, from 0; asleep until a scenario begins."""

    folder: Path
    left: int
    awake: bool = False

    def __call__(self, name: str) -> None:
        """A step was reached."""
        if not self.awake:
            return
        if self.left == 0:
            (self.folder / "killed_at").write_text(name)
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def accept(office: Office, wake: Callable[[], None]) -> None:
    """Take a message that has a draft and a consent."""
    submission = office.submission(OUTSIDE, draft_id=office.saved(OUTSIDE))
    wake()
    office.outbox.accept(submission)


def deliver(office: Office, wake: Callable[[], None]) -> None:
    """Send three copies."""
    job = office.outbox.accept(office.submission(OUTSIDE))
    wake()
    office.outbox.deliver(job.id, ignore)


def undo(office: Office, wake: Callable[[], None]) -> None:
    """Take a held message back."""
    job = office.outbox.accept(office.submission(OUTSIDE, draft_id=office.saved(OUTSIDE), hold_seconds=60))
    wake()
    office.outbox.undo(job.id)


def come_back(office: Office, wake: Callable[[], None]) -> None:
    """Try to send a held message under a policy that wants a warning for it."""
    office.policy.policy = QUIET
    job = office.outbox.accept(office.submission(OUTSIDE, draft_id=office.saved(OUTSIDE), hold_seconds=60))
    office.policy.policy = POLICY
    wake()
    office.outbox.deliver(job.id, ignore)


def flush(office: Office, wake: Callable[[], None]) -> None:
    """Send what is there, or one message when nothing is."""
    if not office.outbox.jobs():
        office.outbox.accept(office.submission(OUTSIDE))
    wake()
    office.outbox.flush(ignore)


SCENARIOS = {scenario.__name__: scenario for scenario in (accept, deliver, undo, come_back, flush)}


def attempt(folder: Path, name: str, step: int) -> int:
    """Run a scenario in a child process; its wait status."""
    folder.mkdir(exist_ok=True)
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    executioner = Executioner(folder, step)
    try:
        SCENARIOS[name](Office(folder, checkpoint=executioner), lambda: setattr(executioner, "awake", True))
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def main(folder: Path, name: str, times: int = 0) -> None:
    """All attempts."""
    if times:
        for _ in range(times):
            assert os.WTERMSIG(attempt(folder, name, 0)) == signal.SIGKILL
        return
    for step in count():
        status = attempt(folder / str(step), name, step)
        if not status:
            return
        assert os.WIFSIGNALED(status), f"step {step} ended by itself with {status}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
