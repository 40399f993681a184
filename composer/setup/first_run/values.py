"""What the first-run form holds, as typed, and where a fault belongs."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from composer.services.member_settings import Security, TransportKind


class PolicyChoice(Enum):
    """Where the member's first policy comes from."""

    STARTER = "starter"
    """A strict one for the domain of the member's address."""
    EXISTING = "existing"


class Place(Enum):
    """A field of the form, in the order of the screen."""

    ADDRESS = "address"
    NAME = "name"
    LANGUAGE = "language"
    TRANSPORT = "transport"
    HOST = "host"
    PORT = "port"
    SECURITY = "security"
    USER = "user"
    PASSWORD_COMMAND = "password_command"  # noqa: S105 - the name of a field, not a password
    COMMAND = "command"
    FOLDER = "folder"
    POLICY = "policy"
    POLICY_FILE = "policy_file"


class Fault(Struct, frozen=True):
    """One thing that is wrong, in words, at its field."""

    place: Place
    words: str


class FormValues(Struct, frozen=True):
    """The form's content, raw; hidden fields keep what was typed in them."""

    address: str = ""
    name: str = ""
    language: str = ""
    """A language tag; empty = not said."""
    transport: TransportKind = TransportKind.SMTP
    host: str = ""
    port: str = "587"
    security: Security = Security.STARTTLS
    user: str = ""
    password_command: str = ""
    command: str = "msmtp"
    folder: str = ""
    policy: PolicyChoice = PolicyChoice.STARTER
    policy_file: str = ""
