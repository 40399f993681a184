"""Delivery by a command that takes what sendmail takes, such as msmtp."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from composer.delivery.transports.base import (
    MailObject,
    Outcomes,
    PermanentError,
    SendObserver,
    Tell,
    all_of,
    tell_nobody,
)
from composer.delivery.transports.mail_loop import SENDING
from composer.errors import StorageError
from composer.programs import program_named
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import failure, reason, reason_of
from composer.sentences.system_reasons import system_said
from composer.services.outbox import RecipientState
from composer.storage.atomic import storage_error
from composer.threads.abort import Abort, AbortedError

TIMEOUT = 600.0
"""Seconds that the command may take for one message."""
_TEMPORARY = {os.EX_TEMPFAIL, os.EX_OSERR, os.EX_OSFILE, os.EX_CANTCREAT, os.EX_IOERR, os.EX_NOHOST}
_STDERR_OCTETS = 2_000
"""Octets at the end of the command's standard error that are read."""


class Sendmail:
    """Runs the command once for each message; its exit status (sysexits.h) is the answer for all recipients."""

    def __init__(self, command: Sequence[str], timeout: float = TIMEOUT) -> None:
        self._command = tuple(command)
        self._timeout = timeout

    @contextmanager
    def connect(self, abort: Abort, _tell: Tell = tell_nobody) -> Iterator[SendmailSession]:
        """Look whether the command is there; raises ``PermanentError``."""
        if not self._command:
            raise failure(PermanentError, ReasonCode.NO_COMMAND_SET)
        if program_named(self._command[0]) is None:
            raise failure(PermanentError, ReasonCode.COMMAND_NOT_FOUND, command=self._command[0])
        yield SendmailSession(self._command, self._timeout, abort)


class SendmailSession:
    """Runs the command for one mail object after the other."""

    def __init__(self, command: tuple[str, ...], timeout: float, abort: Abort) -> None:
        self._command = command
        self._timeout = timeout
        self._abort = abort

    is_open = True

    def send(self, mail: MailObject, observer: SendObserver) -> Outcomes:
        """Give one mail object to the command on standard input, and read its exit status.

        The input is a file: a pipe that breaks off would look like the end of a shorter message.
        """
        with _temporary() as message, _temporary() as told:
            _write(mail, message)
            observer.before_handover(mail.recipients)
            state, why = self._run(mail, message.fileno(), told.fileno())
            observer.sent(mail.size)
            return all_of(mail.recipients, state, _tail(told.fileno()), why)

    def _run(self, mail: MailObject, message: int, told: int) -> tuple[RecipientState, Reason | None]:
        program = program_named(self._command[0]) or self._command[0]
        arguments = [program, *self._command[1:], "-i", "-f", mail.sender, "--", *mail.recipients]
        try:
            process = subprocess.Popen(  # noqa: S603 - the member's own command, no shell
                arguments, stdin=message, stdout=subprocess.DEVNULL, stderr=told, env={**os.environ, SENDING: "1"}
            )
        except OSError as error:
            why = reason(ReasonCode.COMMAND_NOT_STARTED, command=self._command[0], said=system_said(error))
            return RecipientState.TEMPORARY, why
        with process:
            try:
                return _answer(self._status(process))
            except BaseException as error:
                process.kill()
                if isinstance(error, AbortedError):
                    return RecipientState.UNKNOWN, reason_of(error)
                if isinstance(error, TimeoutError):
                    return RecipientState.UNKNOWN, reason(ReasonCode.COMMAND_TIMEOUT, n=round(self._timeout))
                raise

    def _status(self, process: subprocess.Popen[bytes]) -> int:
        """The exit status; raises ``AbortedError`` and ``TimeoutError``."""
        deadline = time.monotonic() + self._timeout
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(self._abort.slices(deadline))


def _temporary() -> IO[bytes]:
    try:
        return tempfile.TemporaryFile(buffering=0)
    except OSError as error:
        raise _temporary_error(error) from error


def _write(mail: MailObject, message: IO[bytes]) -> None:
    """The whole mail object with LF line ends; raises ``StorageError``."""
    try:
        for chunk in mail.chunks():
            left = memoryview(chunk.replace(b"\r", b""))  # a CR stands in line ends only; a chunk may split one
            while left:
                left = left[message.write(left) :]
        message.seek(0)
    except OSError as error:
        raise _temporary_error(error) from error


def _temporary_error(error: OSError) -> StorageError:
    return storage_error(Path(tempfile.gettempdir()), error)


def _answer(status: int) -> tuple[RecipientState, Reason | None]:
    if status == os.EX_OK:
        return RecipientState.ACCEPTED, None
    if status < 0:
        return RecipientState.UNKNOWN, reason(ReasonCode.COMMAND_KILLED, signal=-status)
    state = RecipientState.TEMPORARY if status in _TEMPORARY else RecipientState.PERMANENT
    return state, reason(ReasonCode.COMMAND_STATUS, status=status)


def _tail(descriptor: int) -> str:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, _STDERR_OCTETS, max(0, size - _STDERR_OCTETS)).decode("utf-8", "replace").strip()
