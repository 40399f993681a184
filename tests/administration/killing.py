"""Saves a policy again and again in processes of their own, each killed (-9) one step later than the one before.

A step is whatever the interpreter reports of touching files: opening, renaming, removing, making folders, setting
modes. ``python -m tests.administration.killing FOLDER``: attempt n works in FOLDER/n and leaves the name of the step in
FOLDER/n.killed; the last attempt came through.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from tests.administration.support import TEXT, Desk

AFTER = TEXT.replace('backup = "on"', 'backup = "off"')
STEPS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.chown", "os.truncate", "os.listdir"})


def save(folder: Path, step: int) -> None:
    """One save, killed just before the n-th step, from 0."""
    desk = Desk(folder)
    base = desk.store.read()
    left = step

    def kill_in_time(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS and left >= 0:
            left -= 1
            if left < 0:
                folder.with_suffix(".killed").write_text(f"{event} {arguments[0]}")
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(kill_in_time)
    desk.store.save(AFTER, base)


def attempt(folder: Path, step: int) -> int:
    """Save in a child process; its wait status."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        save(folder, step)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def main(folder: Path) -> None:
    """All attempts."""
    practice = Desk(folder / "practice")  # imports must not count as steps
    practice.store.save(AFTER, practice.store.read())
    for step in count():
        status = attempt(folder / str(step), step)
        if not status:
            return
        assert os.WIFSIGNALED(status), f"step {step} ended by itself with {status}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
