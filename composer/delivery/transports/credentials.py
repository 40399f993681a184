"""The member's name and secret for a server: from a command, the environment or the keyring; never kept."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from msgspec import Struct

from composer.delivery.transports.base import PermanentError, Tell, tell_nobody
from composer.errors import TransportError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.services.member_settings import TransportSettings
from composer.services.outbox import Stage
from composer.threads.abort import Abort, AbortedError

KEYRING_SERVICE = "presend"
KEYRING_SECONDS = 120.0
"""A keyring that is locked asks for its passphrase in a window of its own."""


class Login(Struct, frozen=True):
    """What to log in with; what prints it shows the user only."""

    user: str
    secret: str
    is_token: bool = False
    """An OAuth 2 access token instead of a password."""

    def __repr__(self) -> str:
        return f"Login(user={self.user!r}, is_token={self.is_token})"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return [("user", self.user)]


def login(
    settings: TransportSettings, environ: Mapping[str, str], abort: Abort | None = None, tell: Tell = tell_nobody
) -> Login | None:
    """The login that the settings name; None where they name no user. Raises ``TransportError``, ``AbortedError``.

    ``tell`` hears when a command takes its time, and when it has ended.
    """
    abort = abort or Abort()
    if not settings.user:
        return None
    if settings.token_command or settings.password_command:
        return _from_command(settings, abort, tell)
    if settings.password_environment:
        return Login(settings.user, _from_environment(settings.password_environment, environ))
    if settings.password_keyring:
        return Login(settings.user, _from_keyring(settings.host, settings.user, abort))
    raise failure(PermanentError, ReasonCode.NO_PASSWORD, user=settings.user)


def _from_command(settings: TransportSettings, abort: Abort, tell: Tell) -> Login:
    from composer.delivery.transports.secret_command import printed_secret  # a program is run only where one is set

    setting, command = "password_command", settings.password_command
    if settings.token_command:
        setting, command = "token_command", settings.token_command
    secret = printed_secret(setting, command, abort, lambda: tell(Stage.SECRET))
    tell(Stage.CONNECTING)
    return Login(settings.user, secret, is_token=bool(settings.token_command))


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    secret = environ.get(name, "")
    if not secret:
        raise failure(TransportError, ReasonCode.VARIABLE_NOT_SET, name=name)
    return secret


def _from_keyring(host: str, user: str, abort: Abort) -> str:
    """The password under the service ``presend/HOST``; the package is an extra, and slow to import."""
    try:
        keyring = importlib.import_module("keyring")
    except ImportError as error:
        raise failure(PermanentError, ReasonCode.NO_KEYRING) from error
    try:
        secret = abort.call(lambda: keyring.get_password(f"{KEYRING_SERVICE}/{host}", user), KEYRING_SECONDS)
    except AbortedError:
        raise
    except Exception as error:  # backends raise what they like
        raise failure(TransportError, ReasonCode.KEYRING_FAILED, reason=str(error)) from error
    if not secret:
        raise failure(TransportError, ReasonCode.NOT_IN_KEYRING, user=user, service=f"{KEYRING_SERVICE}/{host}")
    return str(secret)
