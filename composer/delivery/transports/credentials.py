"""The member's name and secret for a server: from a command, the environment or the keyring; never kept."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from msgspec import Struct

from composer.delivery.transports.base import HopelessError
from composer.errors import TransportError
from composer.services.member_settings import TransportSettings
from composer.words import _

KEYRING_SERVICE = "presend"


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


def login(settings: TransportSettings, environ: Mapping[str, str]) -> Login | None:
    """The login that the settings name; None where they name no user. Raises ``TransportError``."""
    if not settings.user:
        return None
    if command := settings.token_command or settings.password_command:
        from composer.delivery.transports.secret_command import printed_secret  # a program is run only where one is set

        return Login(settings.user, printed_secret(command), is_token=bool(settings.token_command))
    if settings.password_environment:
        return Login(settings.user, _from_environment(settings.password_environment, environ))
    if settings.password_keyring:
        return Login(settings.user, _from_keyring(settings.host, settings.user))
    raise HopelessError(
        _("There is no password for {user}. Set password_command in the [transport] table.", user=settings.user)
    )


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
