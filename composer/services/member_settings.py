"""The member's own settings (config.toml), as frozen values."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from msgspec import Struct, field

from policy.address import Address
from policy.settings import Surface


class TransportKind(Enum):
    """How mail leaves."""

    SMTP = "smtp"
    SENDMAIL = "sendmail"
    LOCAL = "local"


class Security(Enum):
    """What protects the connection to an SMTP server."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAINTEXT = "plaintext"
    """Only for a server on this machine's loopback."""


class Identity(Struct, frozen=True):
    """An address the member writes from."""

    address: Address
    name: str = ""
    signature: str = ""


class TransportSettings(Struct, frozen=True):
    """The ``[transport]`` table."""

    kind: TransportKind = TransportKind.LOCAL
    host: str = ""
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    password_command: str = ""
    password_environment: str = ""
    password_keyring: bool = False
    token_command: str = ""
    """Prints an OAuth 2 access token for XOAUTH2."""
    command: tuple[str, ...] = ()
    """Of ``sendmail``: program and arguments."""
    folder: Path | None = None
    """Of ``local``: where the Maildirs of all addresses lie."""


class Preferences(Struct, frozen=True):
    """The ``[preferences]`` table."""

    individually: bool = False
    undo_seconds: int = 5
    block_external_content: bool = True
    attachment_reminder: bool = True


class MemberSettings(Struct, frozen=True):
    """Everything the member decides."""

    identities: tuple[Identity, ...]
    language: str | None = None
    ui_language: str | None = None
    surface: Surface | None = None
    """None = decided by the terminal's width."""
    transport: TransportSettings = TransportSettings()
    mailbox: Path | None = None
    preferences: Preferences = Preferences()
    vcard_folder: Path | None = None
    keys: dict[str, str] = field(default_factory=dict)
    """The keymap: action name to key, over the built-in one."""
