"""The member's own settings (config.toml), as frozen values."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from msgspec import Struct, field

from policy.address import Address
from policy.settings import Surface
from policy.verdict import PolicyInForce
from policy.vouching import Vouching


class TransportKind(Enum):
    """How mail leaves: by an SMTP server, a command, or folders on this machine."""

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
    """A command that prints an OAuth 2 access token for XOAUTH2."""
    command: tuple[str, ...] = ()
    """The program and arguments of ``sendmail``."""
    folder: Path | None = None
    """The folder in which ``local`` keeps the Maildirs of all addresses."""
    ca_file: Path | None = None
    """PEM certificates of authorities that count beside the machine's."""


class Preferences(Struct, frozen=True):
    """The ``[preferences]`` table."""

    individually: bool = False
    undo_seconds: int = 5
    block_external_content: bool = True
    attachment_reminder: bool = True
    keep_unsent_days: int = 30
    """How long a message of another client that was not sent is kept; 0 = until somebody deletes it."""


class AuditPlace(Enum):
    """Where the audit log is kept."""

    FILE = "file"
    SYSLOG = "syslog"
    """The machine's own log, which its journal reads."""


class OnFailure(Enum):
    """What happens to a message whose audit line cannot be written."""

    HOLD = "hold"
    SEND = "send"


class AuditSettings(Struct, frozen=True):
    """The ``[audit]`` table."""

    to: AuditPlace = AuditPlace.FILE
    on_failure: OnFailure = OnFailure.HOLD
    size: int = 10_000_000
    """Bytes from which on the file is put aside and a new one begun."""
    keep: int = 9
    """How many files that were put aside stay."""


class Fixed(Enum):
    """The settings that an administrator can fix for a member, in the order in which they are listed."""

    IDENTITIES = "identities"
    TRANSPORT = "transport"
    MAILBOX = "mailbox"
    INDIVIDUALLY = "individually"
    UNDO_SECONDS = "undo_seconds"
    BLOCK_EXTERNAL_CONTENT = "block_external_content"
    ATTACHMENT_REMINDER = "attachment_reminder"
    KEEP_UNSENT_DAYS = "keep_unsent_days"
    AUDIT = "audit"


class MemberSettings(Struct, frozen=True):
    """The member's settings, with those of the machine that are fixed."""

    identities: tuple[Identity, ...]
    language: str | None = None
    ui_language: str | None = None
    surface: Surface | None = None
    """None = decided by the terminal's width."""
    transport: TransportSettings = TransportSettings()
    mailbox: Path | None = None
    sent: Path | None = None
    """The Maildir for sent mail; None = whichever the mailbox has."""
    preferences: Preferences = Preferences()
    vcard_folder: Path | None = None
    keys: dict[str, str] = field(default_factory=dict)
    """The keymap: action name to key, over the built-in one."""
    audit: AuditSettings = AuditSettings()
    """The member's settings of the audit log; see ``audit_under``."""
    machine_audit: AuditSettings | None = None
    """The administrator's settings of the audit log; None = there are none."""
    fixed: frozenset[Fixed] = frozenset()
    """The settings that the machine's administrator fixed; the values here are the administrator's."""
    vouching: Vouching = Vouching.SILENT

    def audit_under(self, in_force: PolicyInForce | None) -> AuditSettings:
        """How the audit log is kept: the administrator decides, and under a machine's policy nobody else does.

        None = it is not known what is in force.
        """
        if self.machine_audit is not None:
            return self.machine_audit
        if in_force is None or in_force.is_of_the_machine:
            return AuditSettings()
        return self.audit
