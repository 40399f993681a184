"""The values of the first-run form as typed, and the faults found in them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from msgspec import Struct

from composer.services.member_settings import Security, TransportKind
from composer.setup.first_run.mailboxes import FoundMailbox


class PolicyChoice(Enum):
    """Where the member's first policy comes from."""

    STARTER = "starter"
    """A strict policy for the domain of the member's address."""
    EXISTING = "existing"


class MailboxChoice(Enum):
    """Where what the member sends is filed, unless it is a mailbox that was found."""

    OTHER = "other"
    """In the mailbox whose folder the member types."""
    NONE = "none"


class Place(Enum):
    """A field of the form, in the order in which the screen shows them."""

    ADDRESS = "address"
    NAME = "name"
    LANGUAGE = "language"
    TRANSPORT = "transport"
    HOST = "host"
    PORT = "port"
    SECURITY = "security"
    CA_FILE = "ca_file"
    USER = "user"
    PASSWORD_COMMAND = "password_command"  # noqa: S105 - the name of a field, not a password
    COMMAND = "command"
    FOLDER = "folder"
    MAILBOX = "mailbox"
    MAILBOX_FOLDER = "mailbox_folder"
    POLICY = "policy"
    POLICY_FILE = "policy_file"


TRANSPORT_PLACES = frozenset({
    Place.TRANSPORT, Place.HOST, Place.PORT, Place.SECURITY, Place.CA_FILE, Place.USER, Place.PASSWORD_COMMAND,
    Place.COMMAND, Place.FOLDER,
})  # fmt: skip
MAILBOX_PLACES = frozenset({Place.MAILBOX, Place.MAILBOX_FOLDER})
POLICY_PLACES = frozenset({Place.POLICY, Place.POLICY_FILE})


class Fault(Struct, frozen=True):
    """One fault of the form."""

    place: Place
    """The field that it is about."""
    say: Callable[[], str]
    """Makes the sentence, in the language of the moment in which it is shown."""

    @property
    def words(self) -> str:
        """The sentence, in the language now active."""
        return self.say()


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
    ca_file: str = ""
    user: str = ""
    password_command: str = ""
    command: str = "msmtp"
    folder: str = ""
    mailbox: FoundMailbox | MailboxChoice = MailboxChoice.NONE
    mailbox_folder: str = ""
    policy: PolicyChoice = PolicyChoice.STARTER
    policy_file: str = ""
