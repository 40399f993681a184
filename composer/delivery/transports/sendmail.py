"""Delivery by a command that takes what sendmail takes, such as msmtp."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from composer.delivery.transports.base import HopelessError, Outcomes, Parcel, Watch, all_of
from composer.delivery.transports.circle import SENDING
from composer.services.bundle import RecipientState
from composer.words import _, ngettext

TIMEOUT = 600.0
"""Seconds that the command may take for one message."""
_TEMPORARY = {os.EX_TEMPFAIL, os.EX_OSERR, os.EX_OSFILE, os.EX_CANTCREAT, os.EX_IOERR, os.EX_NOHOST}
_TOLD = 2_000
"""Octets at the end of the command's standard error that are read."""


class Sendmail:
    """Runs the command once for each message; its exit status (sysexits.h) is the answer for all recipients."""

    def __init__(self, command: Sequence[str], timeout: float = TIMEOUT) -> None:
        self._command = tuple(command)
        self._timeout = timeout

    is_open = True

    @contextmanager
    def connect(self) -> Iterator[Sendmail]:
        """Look whether the command is there; raises ``HopelessError``."""
        if not self._command:
            raise HopelessError(_("No command that sends is set. Set transport.command in config.toml."))
        if shutil.which(self._command[0]) is None:
            words = _(
                "The command {command} was not found. Install it, or correct transport.command in config.toml.",
                command=self._command[0],
            )
            raise HopelessError(words)
        yield self

    def send(self, parcel: Parcel, watch: Watch) -> Outcomes:
        """Hand one message over.

        It is a file when the command starts: a pipe that breaks off would look like the end of a shorter message.
        """
        with tempfile.TemporaryFile() as message, tempfile.TemporaryFile() as told:
            for chunk in parcel.chunks():
                message.write(chunk.replace(b"\r", b""))  # a CR stands in line ends only; a chunk may split one
            message.seek(0)
            watch.before_handover(parcel.recipients)
            state, words = self._run(parcel, message.fileno(), told.fileno())
            watch.sent(parcel.size)
            return all_of(parcel.recipients, state, "\n".join(filter(None, (words, _tail(told.fileno())))))

    def _run(self, parcel: Parcel, message: int, told: int) -> tuple[RecipientState, str]:
        arguments = [*self._command, "-i", "-f", parcel.sender, "--", *parcel.recipients]
        try:
            status = subprocess.run(  # noqa: S603 - the member's own command, no shell
                arguments,
                stdin=message,
                stdout=subprocess.DEVNULL,
                stderr=told,
                timeout=self._timeout,
                check=False,
                env={**os.environ, SENDING: "1"},
            ).returncode
        except subprocess.TimeoutExpired:
            words = ngettext(
                "The command did not end within {n} second and was stopped.",
                "The command did not end within {n} seconds and was stopped.",
                round(self._timeout),
            )
            return RecipientState.UNKNOWN, words
        except OSError as error:
            words = _("The command {command} could not be started: {reason}.", command=self._command[0],
                      reason=error.strerror or "")  # fmt: skip
            return RecipientState.TEMPORARY, words
        return _answer(status)


def _answer(status: int) -> tuple[RecipientState, str]:
    if status == os.EX_OK:
        return RecipientState.ACCEPTED, ""
    if status < 0:
        return RecipientState.UNKNOWN, _("The command was killed by signal {signal}.", signal=-status)
    state = RecipientState.TEMPORARY if status in _TEMPORARY else RecipientState.PERMANENT
    return state, _("The command ended with status {status}.", status=status)


def _tail(descriptor: int) -> str:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, _TOLD, max(0, size - _TOLD)).decode("utf-8", "replace").strip()
