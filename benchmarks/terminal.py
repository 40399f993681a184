"""A program in a pty of 100x30 before a terminal emulator, with the times at which things became visible."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

COLUMNS, ROWS = 100, 30
PATIENCE = 20.0
"""Seconds after which a program counts as not answering."""


class Terminal:
    """One running program."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        self.screen.write_process_input = lambda data: os.write(self._fd, data.encode())  # the emulator's answers
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(environ))  # noqa: S606  # the program under test, no shell
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    @property
    def text(self) -> str:
        """All rows."""
        return "\n".join(self.screen.display)

    @property
    def before_cursor(self) -> str:
        """What stands in the cursor's row up to the cursor; of a wrapped line the end."""
        row, column = self.screen.cursor.y, self.screen.cursor.x
        return self.screen.display[row][:column].rstrip() or self.screen.display[max(row - 1, 0)].rstrip()

    def until(self, seen: Callable[[Terminal], bool]) -> float:
        """Seconds from now until ``seen`` holds; raises TimeoutError."""
        begin = time.perf_counter()
        while not seen(self):
            left = begin + PATIENCE - time.perf_counter()
            if left <= 0 or not select.select([self._fd], [], [], left)[0]:
                raise TimeoutError(self.text)
            self._feed()
        return time.perf_counter() - begin

    def settle(self, quiet: float = 0.3) -> float:
        """Read until nothing came for ``quiet`` seconds; the seconds from the start to the last byte."""
        last = time.perf_counter()
        while select.select([self._fd], [], [], quiet)[0] and self._feed():
            last = time.perf_counter()
        return last - self.started

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self._fd, keys.encode())

    def memory(self) -> int:
        """Proportional set size in bytes; 0 where the system does not tell."""
        try:
            for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
        except OSError:
            return 0
        return 0

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _feed(self) -> bool:
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self._stream.feed(data)
        return bool(data)
