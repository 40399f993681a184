"""Processes that cost no start of Python: ``subprocess`` for ``python -m MODULE`` and ``python -c PROGRAM``.

Each worker of a run has one server, which starts when it is first asked. Whatever a forked child would not do as a
started one (see ``server``) is started.
"""

from __future__ import annotations

import atexit
import inspect
import json
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.project import ROOT

_READ_AT_START = ("PYTHON", "LC_", "LD_", "TEXTUAL_")
"""How variables begin that Python, the loader or a library reads before presend does; LANG is one too."""
_AT_START = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
"""The server's own of these."""
_STANDARD = ("p2cread", "c2pwrite", "errwrite")
"""``subprocess`` names the child's ends of its standard descriptors so."""

_OWN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
"""Makes the terminal the program's own before it starts; forking a test runner that has threads is not safe."""


class Child(subprocess.Popen[bytes]):
    """``subprocess.Popen``, whose child is forked from the server where that makes no difference.

    ``closed`` are those of the standard descriptors that the child does not have; with ``owns_terminal`` its standard
    input is the controlling terminal of its new session.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: str | Path,
        closed: Sequence[int] = (),
        owns_terminal: bool = False,
        **options: Any,
    ) -> None:
        self._asked = {"session": options.get("start_new_session", False), "terminal": owns_terminal}
        self._closed = closed
        self._ends: int | None = None
        self._lock = threading.Lock()
        self._forks = can_fork(command, env)
        if not self._forks and owns_terminal:
            command = [sys.executable, "-IS", "-c", _OWN_TERMINAL, *command]
        if not self._forks and closed:
            command = ["/bin/sh", "-c", f'exec "$@" {" ".join(f"{one}>&-" for one in closed)}', "sh", *command]
        super().__init__(command, env=env, cwd=cwd, **options)

    def _execute_child(self, *given: Any) -> None:
        """What ``subprocess.Popen`` calls when it has made the pipes."""
        real: Any = subprocess.Popen
        if not self._forks:
            real._execute_child(self, *given)
            return
        called = inspect.signature(real._execute_child).bind(self, *given).arguments
        wanted = [(number, called[name]) for number, name in enumerate(_STANDARD) if number not in self._closed]
        request = {
            **self._asked,
            "command": list(called["args"])[1:],
            "environ": dict(called["env"]),
            "folder": str(called["cwd"]),
            "open": [number not in self._closed for number in range(3)],
        }
        self.pid, self._ends = _server().start(request, [number if end == -1 else end for number, end in wanted])
        self._child_created = True
        ends = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
        getattr(self, "_close_pipe_fds")(*(called[name] for name in ends))  # noqa: B009  # typeshed does not know it

    def poll(self) -> int | None:
        return self._status(0) if self._forks else super().poll()

    def wait(self, timeout: float | None = None) -> int:
        if not self._forks:
            return super().wait(timeout)
        status = self._status(timeout)
        if status is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired(self.args, timeout)
        return status

    def _status(self, patience: float | None) -> int | None:
        """The exit status; None where it has not ended after so many seconds."""
        with self._lock:
            if self._ends is not None and select.select([self._ends], [], [], patience)[0]:
                self.returncode = os.waitstatus_to_exitcode(_server().status(self.pid))
                os.close(self._ends)
                self._ends = None
            return self.returncode


def run(
    command: Sequence[str], *, given: bytes = b"", closed: Sequence[int] = (), env: Mapping[str, str], cwd: str | Path
) -> subprocess.CompletedProcess[bytes]:
    """``subprocess.run`` in a session of its own, with what the program is given and all that it prints."""
    pipe = subprocess.PIPE
    options: dict[str, Any] = {"stdin": pipe, "stdout": pipe, "stderr": pipe, "start_new_session": True}
    with Child(command, env=env, cwd=cwd, closed=closed, **options) as process:
        try:
            out, err = process.communicate(given)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def as_text(ended: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    """The same with what was printed read as a text file is."""
    out, err = (printed.decode().replace("\r\n", "\n") for printed in (ended.stdout, ended.stderr))
    return subprocess.CompletedProcess(ended.args, ended.returncode, out, err)


def can_fork(command: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether the server's child is as good as a process that was started."""
    at_start = {name: value for name, value in environ.items() if name == "LANG" or name.startswith(_READ_AT_START)}
    is_python = [*command[:2]] in ([sys.executable, "-m"], [sys.executable, "-c"])
    return is_python and at_start == _AT_START and hasattr(os, "pidfd_open")


class Server:
    """The worker's server, of which one thing is asked at a time."""

    def __init__(self) -> None:
        self._control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = threading.Lock()
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forkserver.server", str(other.fileno())],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                env={"PATH": os.environ.get("PATH", os.defpath), **_AT_START},
                pass_fds=[other.fileno()],
                start_new_session=True,
            )

    def start(self, request: dict[str, Any], descriptors: Sequence[int]) -> tuple[int, int]:
        """The process id of a child, and a descriptor that can be read once it has ended."""
        with self._lock:
            socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
            answer, ends, _flags, _address = socket.recv_fds(self._control, 100, 1)
        return json.loads(answer), ends[0]

    def status(self, child: int) -> int:
        """What waitpid tells of a child that has ended; can be asked once."""
        with self._lock:
            self._control.send(json.dumps({"ended": child}).encode())
            return int(json.loads(self._control.recv(100)))

    def close(self) -> None:
        """Let it end."""
        self._control.close()
        self._process.wait()


@cache
def _server() -> Server:
    server = Server()
    atexit.register(server.close)
    return server
