"""A real shell with job control in a real terminal, and presend as its job."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal, environ_of

SIZE = (100, 30)
REDRAW = "\x1b[15;5~"
"""Ctrl+F5."""
BASH = shutil.which("bash") or ""


class Shell:
    """bash with job control, and presend as its job."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        home = folder / "home"
        home.mkdir()
        around = environ_of(home) | {"PS1": "SHELL> ", "HISTFILE": "/dev/null"} | dict(environ)
        self.terminal = Terminal([BASH, "--norc", "--noprofile", "-i"], around, home, SIZE)
        self.folder = folder
        self.pid = 0

    def start(self) -> None:
        self.terminal.until("SHELL> ")
        self.settings = self.terminal.settings
        demo = ["-m", "composer", "demo", "--folder", str(self.folder / "demonstration")]
        self.terminal.send(f"{shlex.join([sys.executable, *demo])}\r")
        self.terminal.until("From", "To", "Subject", "f1 Help")
        self.terminal.focus("Subject", "tab")
        self.terminal.send("Half")
        self.terminal.until("Subject   Half", "saved")
        self.terminal.press("ctrl+p")  # another screen once, so that a visit to it changes no more
        self.terminal.until("Type a part of what you want to do:")
        self.terminal.press("escape")
        self.terminal.until("f1 Help", gone="Type a part")
        self.terminal.draw_again(REDRAW, "Subject   Half", "f1 Help")
        shell = self.terminal.pid
        children = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
        self.pid = int(children[-1])

    def is_at_its_prompt(self) -> None:
        """The terminal is the shell's, as it was; what is typed is seen and done."""
        self.terminal.until("Stopped", "SHELL> ")
        self.terminal.until_true(lambda: self.terminal.settings == self.settings, "the line settings of the shell")
        assert not self.terminal.is_alternate
        self.terminal.send("echo $((6 * 7))\r")
        self.terminal.until_true(lambda: "42" in self.terminal.text.split(), "what the shell does")

    def say(self, line: str) -> None:
        self.terminal.send(f"{line}\r")


@contextmanager
def shell_with_presend(folder: Path, environ: Mapping[str, str] | None = None) -> Iterator[Shell]:
    """bash at which presend was started and has the terminal."""
    if not BASH:
        pytest.skip("needs bash")
    made = Shell(folder, environ or {})
    with made.terminal:
        made.start()
        yield made
        if made.pid:
            with suppress(ProcessLookupError):
                os.kill(made.pid, signal.SIGKILL)
