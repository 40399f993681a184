"""A password or token that a command of the member prints."""

from __future__ import annotations

import shlex
import subprocess

from composer.errors import TransportError
from composer.words import _

COMMAND_TIMEOUT = 120
"""Seconds that a command has to print a secret; it may have to ask for a passphrase in a window of its own."""


def printed_secret(command: str) -> str:
    """The first line that a command prints; it is run without a shell. Raises ``TransportError``."""
    try:
        words = shlex.split(command)
        done = subprocess.run(  # noqa: S603 - the member's own command, no shell
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_TIMEOUT, check=False
        )
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as error:
        raise _command_failed(command, _reason(error)) from error
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise _command_failed(command, " ".join(last) or _("it ended with status {status}", status=done.returncode))
    secret = done.stdout.decode("utf-8", "replace").partition("\n")[0].rstrip("\r")
    if not secret:
        raise _command_failed(command, _("it printed nothing"))
    return secret


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, subprocess.TimeoutExpired):
        return _("it took too long")
    return _("it is no complete command line")


def _command_failed(command: str, reason: str) -> TransportError:
    program = command.split(" ", 1)[0]
    return TransportError(
        _("The password command {program} failed: {reason}. Run it yourself to see why.", program=program,
          reason=reason.rstrip("."))
    )  # fmt: skip
