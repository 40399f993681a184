"""A password or token that a command of the member prints, run by a shell as other mail programs do it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

from composer.errors import TransportError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.sentences.system_reasons import system_said
from composer.threads.abort import Abort

SHELL = "/bin/sh"
PATIENCE = 60.0
"""Seconds that a command has to print a secret; it may have to ask for a passphrase in a window of its own."""
NOTICED_AFTER = 2.0
"""Seconds after which somebody is told what is being waited for."""
LONGEST = 65_536
"""Octets of output that are read; the secret is the first line."""
ENDS_WITHIN = 0.5
"""Seconds that a command has to end when it is asked to, before it is killed."""
OnNotice = Callable[[], None]


def printed_secret(setting: str, command: str, abort: Abort, on_notice: OnNotice, patience: float = PATIENCE) -> str:
    """The first line that the ``command`` of a ``setting`` prints; ``on_notice`` is called when it takes its time.

    It has no terminal, so that it can take no keys from a screen. Raises ``TransportError``, in whose words nothing of
    the output stands, and ``AbortedError``; either way the command and all that it started has ended.
    """
    if not command.strip() or "\0" in command:
        raise _failed(setting, ReasonCode.SECRET_NO_COMMAND)
    try:
        process = subprocess.Popen(  # noqa: S603 - the member's own command
            (SHELL, "-c", command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise _failed(setting, ReasonCode.SECRET_NOT_STARTED, said=system_said(error)) from error
    with process:
        try:
            output = _Output(process, abort, on_notice, patience).read()
            status = process.returncode
        except BaseException as error:
            _end(process)
            if isinstance(error, TimeoutError):
                raise _failed(setting, ReasonCode.SECRET_TIMEOUT, n=round(patience)) from error
            raise
    return _first_line(setting, status, output)


class _Output:
    """What a running command prints, read until it has ended."""

    def __init__(self, process: subprocess.Popen[bytes], abort: Abort, on_notice: OnNotice, patience: float) -> None:
        assert process.stdout is not None
        self._process = process
        self._descriptor = process.stdout.fileno()
        self._abort = abort
        self._on_notice = on_notice
        began = time.monotonic()
        self._noticed_at, self._deadline = began + NOTICED_AFTER, began + patience

    def read(self) -> bytes:
        """The first octets; raises ``TimeoutError`` and ``AbortedError``.

        A daemon that the command leaves behind may keep the pipe open, and write into it without an end: what counts is
        the end of the command.
        """
        output, is_open = bytearray(), True
        while is_open or self._process.poll() is None:
            has_ended = self._process.poll() is not None
            if has_ended and (b"\n" in output or len(output) == LONGEST):
                break
            ready = self._ready(0.0 if has_ended else self._wait()) if is_open else False
            if ready:
                data = os.read(self._descriptor, LONGEST)
                output += data[: LONGEST - len(output)]
                is_open = bool(data)
            elif has_ended:
                break
            elif not is_open:
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(self._wait())
        return bytes(output)

    def _ready(self, seconds: float) -> bool:
        return bool(select.select([self._descriptor], [], [], seconds)[0])

    def _wait(self) -> float:
        if time.monotonic() >= self._noticed_at:
            self._noticed_at = float("inf")
            self._on_notice()
        return self._abort.slices(self._deadline)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The whole group: a pipeline is more than its shell."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(ENDS_WITHIN)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _first_line(setting: str, status: int, output: bytes) -> str:
    if status < 0:
        raise _failed(setting, ReasonCode.SECRET_KILLED, signal=-status)
    if status:
        raise _failed(setting, ReasonCode.SECRET_STATUS, status=status)
    line, _newline, _rest = output.partition(b"\n")
    if len(line) >= LONGEST:
        raise _failed(setting, ReasonCode.SECRET_TOO_LONG)
    try:
        secret = line.decode("utf-8").rstrip("\r")
    except UnicodeDecodeError:
        raise _failed(setting, ReasonCode.SECRET_NOT_UTF8) from None
    if not secret:
        raise _failed(setting, ReasonCode.SECRET_EMPTY)
    return secret


def _failed(setting: str, code: ReasonCode, **facts: str | int) -> TransportError:
    """Without the command: a secret may stand in that too."""
    return failure(TransportError, code, setting=f"transport.{setting}", **facts)
