"""A Python that has imported presend and forks for each request: ``python -m tests.forkserver.server DESCRIPTOR``.

A child differs from a process that was started in what Python and libraries do at their start. What they read of the
environment then is as it was for the server (``client`` starts anew whatever would differ); modules that a verb would
import when it needs them are there already; the seed of hashes is the same in all children; limits, the umask and
blocked signals are the server's; its parent is the server, and ``/proc`` shows the server's command. A child that ends
well does what Python does at the end, except taking every module apart, which would take four fifths of its time.
Tests of any of that start a process.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import composer

LARGEST = 1 << 20
"""Octets of a request; the kernel takes an environment of that size and no larger one in a packet."""
_LEFT_OUT = ("composer.__main__", "composer.workbench")
"""What runs when it is imported, or is no part of presend as it is installed."""


def main() -> None:
    """Serve until the tests close their end; each child returns from that and runs what it was asked for."""
    control = socket.socket(fileno=int(sys.argv[1]))
    _import_presend()
    gc.collect()
    gc.freeze()
    request = _serve(control)
    control.close()
    if request is not None:
        _run_to_the_end(request["command"])


def call(command: Sequence[str], descriptors: Sequence[int], environ: Mapping[str, str], *, session: bool) -> int:
    """Fork once more: the exit status of Python with these arguments, as a child of this program and its one thread.

    ``descriptors`` are its standard ones. As after a start, signals have their usual handlers and stay blocked where
    they were.
    """
    child = os.fork()
    if child == 0:
        _forget_handlers()
        request = {"session": session, "terminal": False, "open": [True] * 3, "environ": environ, "folder": "."}
        _become(request, descriptors)
        _run_to_the_end(command)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _forget_handlers() -> None:
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def _import_presend() -> None:
    for module in pkgutil.walk_packages(composer.__path__, "composer."):
        if not module.name.startswith(_LEFT_OUT):
            importlib.import_module(module.name)


def _serve(control: socket.socket) -> dict[str, Any] | None:
    """None at the end of the tests; in a child, what it was asked to run."""
    while True:
        packet, descriptors, _flags, _address = socket.recv_fds(control, LARGEST, 3)
        if not packet:
            return None
        request: dict[str, Any] = json.loads(packet)
        if "ended" in request:
            control.send(json.dumps(os.waitpid(request["ended"], 0)[1]).encode())
            continue
        child = os.fork()
        if child == 0:
            _become(request, descriptors)
            return request
        _answer(control, child)
        for descriptor in descriptors:
            os.close(descriptor)


def _answer(control: socket.socket, child: int) -> None:
    """Its process id, and a descriptor that can be read once it has ended."""
    ends = os.pidfd_open(child)
    socket.send_fds(control, [json.dumps(child).encode()], [ends])
    os.close(ends)


def _become(request: dict[str, Any], descriptors: Sequence[int]) -> None:
    """Everything in which the child was asked to differ from the server."""
    if request["session"]:
        os.setsid()
    sent = iter(descriptors)
    for number, has in enumerate(request["open"]):
        os.dup2(next(sent), number) if has else os.close(number)
    for descriptor in descriptors:
        os.close(descriptor)
    if request["terminal"]:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.chdir(request["folder"])
    with suppress(OSError):
        Path("/proc/self/comm").write_text("python")
    os.environ.clear()
    os.environ.update(request["environ"])
    time.tzset()
    _open_streams()


def _open_streams() -> None:
    """As at the start of Python: what a closed descriptor would be is None, and a terminal is written line by line."""
    sys.stdin = sys.__stdin__ = _stream(0, "<stdin>", sys.stdin)  # type: ignore[misc]  # Python itself sets it
    sys.stdout = sys.__stdout__ = _stream(1, "<stdout>", sys.stdout)  # type: ignore[misc]  # as above
    sys.stderr = sys.__stderr__ = _stream(2, "<stderr>", sys.stderr)  # type: ignore[misc]  # as above


def _stream(number: int, name: str, like: TextIO) -> Any:
    with suppress(OSError):
        os.fstat(number)
        raw: Any = io.FileIO(number, "wb" if number else "rb", closefd=False)
        raw.name = name
        by_line = number == 2 or os.isatty(number)
        binary = io.BufferedWriter(raw) if number else io.BufferedReader(raw)
        return io.TextIOWrapper(binary, encoding=like.encoding, errors=like.errors, line_buffering=by_line)
    return None


def _run_to_the_end(command: Sequence[str]) -> None:
    """Whatever is not an ordinary end is left to Python: other exceptions, threads, what cannot be written."""
    status: Any = 0
    try:
        _run(command)
    except SystemExit as error:
        status = error.code or 0
        if not isinstance(status, int):
            raise
    if threading.active_count() > 1:
        sys.exit(status)
    atexit._run_exitfuncs()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status)


def _run(command: Sequence[str]) -> None:
    """``-m MODULE`` or ``-c PROGRAM`` with arguments, as Python runs them."""
    option, what, *arguments = command
    sys.argv = [option, *arguments]
    sys.path[0] = os.getcwd() if option == "-m" else ""  # noqa: PTH109  # as Python has it, a string
    if option == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
