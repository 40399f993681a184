"""The member's name and secret for a server: from a command, the environment or the keyring; never kept."""

from __future__ import annotations

import importlib
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

from composer.delivery.transports.base import HopelessError
from composer.errors import TransportError
from composer.storage.member_settings import TransportSettings
from composer.words import _

COMMAND_TIMEOUT = 120
"""Seconds that a command has to print a secret; it may have to ask for a passphrase in a window of its own."""
KEYRING_SERVICE = "presend"


@dataclass(frozen=True, slots=True)
class Login:
    """What to log in with."""

    user: str
    secret: str = field(repr=False)
    is_token: bool = False
    """An OAuth 2 access token instead of a password."""


def login(settings: TransportSettings, environ: Mapping[str, str]) -> Login | None:
    """The login that the settings name; None where they name no user. Raises ``TransportError``."""
    if not settings.user:
        return None
    if settings.token_command:
        return Login(settings.user, _printed(settings.token_command), is_token=True)
    if settings.password_command:
        return Login(settings.user, _printed(settings.password_command))
    if settings.password_environment:
        return Login(settings.user, _from_environment(settings.password_environment, environ))
    if settings.password_keyring:
        return Login(settings.user, _from_keyring(settings.host, settings.user))
    raise HopelessError(
        _("There is no password for {user}. Set password_command in the [transport] table.", user=settings.user)
    )


def _printed(command: str) -> str:
    """The first line that a command prints; it is run without a shell."""
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


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    secret = environ.get(name, "")
    if not secret:
        raise TransportError(_("The environment variable {name} with the password is not set.", name=name))
    return secret


def _from_keyring(host: str, user: str) -> str:
    """The password under the service ``presend/HOST``; the package is an extra, and slow to import."""
    try:
        keyring = importlib.import_module("keyring")
    except ImportError as error:
        raise HopelessError(
            _("The keyring cannot be asked: the package keyring is not installed. Install presend[keyring].")
        ) from error
    try:
        secret = keyring.get_password(f"{KEYRING_SERVICE}/{host}", user)
    except Exception as error:  # backends raise what they like
        raise TransportError(_("The keyring did not answer: {reason}.", reason=str(error))) from error
    if not secret:
        words = _("The keyring has no password for {user} under {service}.", user=user,
                  service=f"{KEYRING_SERVICE}/{host}")  # fmt: skip
        raise TransportError(words)
    return str(secret)
