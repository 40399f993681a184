"""Where a member sits: a home of their own, what stands there for sendmail, and programs that have no terminal."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from tests.end_to_end.terminal import PATIENCE, Terminal, environ_of
from tests.forkserver.client import as_text, run
from tests.project import ROOT

SIZE = (80, 24)
MEMBER = "kim@hanbit.example"
_ALONE = """import os, select, sys
me = os.pidfd_open(os.getpid())
if os.fork():
    os._exit(0)
select.select([me], [], [])
os.setsid()
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Begins a session without a terminal once its parent has ended, so that no ancestor has one either."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A program that has ended."""

    status: int
    said: str


class Desk:
    """A member's home and the program that the clients in it call to send."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.program = folder / "presend"
        """What the clients call; its path holds no space, because some know no quoting."""
        self._pid = folder / "pid"
        self.environ = environ_of(self.home) | {
            f"XDG_{kind}_HOME": str(self.home / f".{kind.lower()}") for kind in ("CONFIG", "DATA", "STATE")
        }
        """It names the folders too, because s-nail tells what it starts another home where root runs it."""

    def write(self, name: str, text: str) -> Path:
        """A file of the home, readable by the member alone; its path."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path

    def call(self, script: str) -> None:
        """Let a shell script stand where the clients look for presend."""
        self.program.write_text(f"#!/bin/sh\n{script}\n")
        self.program.chmod(0o700)

    def call_presend(self) -> None:
        """Let presend stand there, as it is in this checkout; it writes down which process it is."""
        start = f'PYTHONPATH={quote(str(ROOT))} exec {quote(sys.executable)} -m composer "$@"'
        self.call(f"echo $$ >{quote(str(self._pid))}\n{start}")

    @property
    def presend_pid(self) -> int:
        """Of the presend that a client has called last."""
        return int(self._pid.read_text())

    def install(self, client: str) -> None:
        """Put it behind a client, with the lines that presend itself writes."""
        self.presend("install", client, "--write", "--command", str(self.program))

    def terminal(self, *command: str | Path) -> Terminal:
        """A program in a terminal of its own."""
        return Terminal([find(command[0]) or str(command[0]), *map(str, command[1:])], self.environ, self.home, SIZE)

    def run(self, *command: str) -> str:
        """What a program prints; it has to succeed."""
        ended = as_text(run(command, env=self.environ, cwd=self.home))
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def presend(self, *arguments: str) -> str:
        """What a command of presend prints."""
        return self.run(sys.executable, "-m", "composer", *arguments)

    def until_kept(self, subject: str) -> None:
        """Ask presend until a message is among those that were not sent."""
        deadline = time.monotonic() + PATIENCE
        while subject not in self.presend("drafts", "list"):
            assert time.monotonic() < deadline, f"{subject} was never kept"

    def kept(self) -> list[str]:
        """The subject of each message that was not sent."""
        kept = (json.loads(path.read_text()) for path in self.home.rglob("kept/*/kept.json"))
        return [str(one["subject"]) for one in kept]

    def alone(self, command: Sequence[str | Path], given: str) -> Ended:
        """Run a program that has no terminal and no ancestor with one, as cron does."""
        said, status = self.home / "said", self.home / "status"
        script = f'"$@" <{quote(str(self.write("given", given)))} >said 2>&1; echo $? >status'
        reading, writing = os.pipe()
        subprocess.run(
            [sys.executable, "-c", _ALONE, "sh", "-c", script, "sh", *map(str, command)],
            env=self.environ,
            cwd=self.home,
            pass_fds=[writing],
            timeout=PATIENCE,
            check=True,
        )
        os.close(writing)
        ended = select.select([reading], [], [], PATIENCE)[0]
        os.close(reading)
        assert ended, f"{command[0]} never ended: {said.read_text()}"
        return Ended(int(status.read_text()), said.read_text(errors="replace"))


def find(program: str | Path) -> str | None:
    """The path of a program, also where only an administrator or git looks for it."""
    folders = [os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/lib/git-core"]
    return shutil.which(program, path=os.pathsep.join(folders))
