"""postfix's ``smtp-sink``: a mail server that is not ours, and that writes down what it takes."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from smtplib import SMTP
from socket import create_server

from tests.clients.client import require
from tests.clients.desk import find
from tests.end_to_end.terminal import PATIENCE


@dataclass(frozen=True, slots=True)
class Sink:
    """A running server."""

    port: int
    folder: Path

    def messages(self) -> list[str]:
        """Everything it took, each below the commands that brought it."""
        return [path.read_text() for path in self.folder.iterdir()]


@contextmanager
def sink(folder: Path) -> Iterator[Sink]:
    """The server, listening."""
    require("smtp-sink")
    taken = folder / "taken"
    taken.mkdir()
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    account = ["-u", "root"] if os.geteuid() == 0 else []  # it wants to be told whom to be
    command = [str(find("smtp-sink")), *account, "-d", f"{taken}/%s.", f"127.0.0.1:{port}", "10"]
    with subprocess.Popen(command) as server:
        try:
            _greeted(port)
            yield Sink(port, taken)
        finally:
            server.kill()


def _greeted(port: int) -> None:
    """Ask until it answers."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            SMTP("127.0.0.1", port, timeout=PATIENCE).quit()
        except OSError:
            assert time.monotonic() < deadline, "smtp-sink never answered"
        else:
            return
