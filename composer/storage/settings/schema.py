"""The shape of config.toml: strict structs, read by the same machinery as the policy.

Descriptions here are data of the schema, in English like the keys themselves; the manual prints them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from composer.services.member_settings import AuditPlace, OnFailure, Security, TransportKind
from policy.toml.schema import Size, Table, schema_of

LONGEST_UNDO = 600
"""The most seconds for which sending can be undone."""
LONGEST_KEEPING = 3_650
"""The most days for which unsent messages of other clients can be kept."""
USUAL_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAINTEXT: 25}
"""The port used where none is set (RFC 6409, RFC 8314, RFC 5321)."""
MOST_KEPT = 1000
Port = Annotated[int, Meta(ge=1, le=65_535)]
_KEYS = (
    'Keys of the composer by the name of what they do, such as "compose.send" = "f5". Names: app.language, '
    "app.redraw, compose.attach, compose.copies, compose.drafts, compose.editor, compose.help, compose.individually, "
    "compose.leave, compose.level, compose.new, compose.outbox, compose.palette, compose.send, gate.leave."
)


class IdentityTable(Table, frozen=True):
    """An address the member writes from; the first is the usual one."""

    address: Annotated[str, Meta(description="The address.", extra_json_schema={"format": "idn-email"})]
    name: Annotated[str, Meta(description="The name before it.")] = ""
    signature: Annotated[str, Meta(description="Text below every message from it.")] | UnsetType = UNSET
    signature_file: Annotated[str, Meta(description="A file with that text, instead.")] | UnsetType = UNSET


class TransportTable(Table, frozen=True):
    """How mail leaves."""

    kind: Annotated[
        TransportKind,
        Meta(description="A mail server, a command such as msmtp, or folders on this machine."),
    ] = TransportKind.LOCAL
    host: Annotated[str, Meta(description="The name of the mail server, or its IP address.")] = ""
    port: Annotated[Port, Meta(description="Its port; usually 587 with starttls, 465 with tls.")] | UnsetType = UNSET
    """Absent = what is usual for ``security``."""
    security: Annotated[
        Security, Meta(description="What protects the connection; plaintext only to this machine itself.")
    ] = Security.STARTTLS
    ca_file: Annotated[
        str,
        Meta(
            description="A PEM file with the certificates of authorities that this machine does not know, such as your "
            "organization's own; they count beside the machine's. Relative to this file."
        ),
    ] = ""
    user: Annotated[str, Meta(description="Who logs in; empty = nobody.")] = ""
    password_command: Annotated[
        str,
        Meta(
            description="A command that prints the password on its first line. /bin/sh runs it, without a terminal; it "
            "has a minute, must end with status 0, and what it prints otherwise is shown nowhere."
        ),
    ] = ""
    password_environment: Annotated[str, Meta(description="A variable that holds the password.")] = ""
    password_keyring: Annotated[bool, Meta(description="Whether the desktop's keyring has the password.")] = False
    token_command: Annotated[
        str, Meta(description="A command that prints an OAuth 2 access token, run as password_command is.")
    ] = ""
    command: Annotated[str, Meta(description="With kind sendmail: the command that takes messages.")] = ""
    folder: Annotated[str, Meta(description="With kind local: where the mail of all addresses is kept.")] = ""


class MailboxTable(Table, frozen=True):
    """The member's own mail."""

    path: Annotated[
        str, Meta(description="A Maildir, or the folder with your Maildirs; what you send is filed in its Sent.")
    ] = ""
    sent: Annotated[
        str,
        Meta(
            description="The Maildir in which what you send is filed, relative to path, such as Sent or .Sent; empty = "
            "the one that is there, by its name in any language, else a new one."
        ),
    ] = ""


class PreferencesTable(Table, frozen=True):
    """What the member prefers, within what the policy allows."""

    individually: Annotated[bool, Meta(description="Whether a message begins as one copy for each recipient.")] = False
    undo_seconds: Annotated[
        int, Meta(ge=0, le=LONGEST_UNDO, description="How long a message can be taken back after sending.")
    ] = 5
    block_external_content: Annotated[
        bool, Meta(description="Whether images and links of outside mail are blocked, where the policy leaves it open.")
    ] = True
    attachment_reminder: Annotated[bool, Meta(description="Whether a forgotten attachment is asked about.")] = True
    keep_unsent_days: Annotated[
        int,
        Meta(
            ge=0,
            le=LONGEST_KEEPING,
            description="How many days a message of another mail client that was not sent is kept; presend drafts list "
            "says a week before that it will be deleted. 0 = until you delete it.",
        ),
    ] = 30


class ContactsTable(Table, frozen=True):
    """Where addresses are known from, beside Sent and the organization's lists."""

    vcard_folder: Annotated[str, Meta(description="A folder of vCards, at any depth.")] = ""


class AuditTable(Table, frozen=True):
    """The audit log: what was sent, refused and answered, without what the messages say."""

    to: Annotated[
        AuditPlace, Meta(description="A file in the member's data folder, or the machine's own log (syslog, journal).")
    ] = AuditPlace.FILE
    on_failure: Annotated[
        OnFailure, Meta(description="What becomes of a message whose line cannot be written: it waits, or is sent.")
    ] = OnFailure.HOLD
    size: Annotated[Size, Meta(description="The file is put aside when it has grown to this.")] = "10 MB"
    keep: Annotated[int, Meta(ge=0, le=MOST_KEPT, description="How many files that were put aside stay.")] = 9


class SettingsTable(Table, frozen=True):
    """The whole of config.toml; an empty text means the same as an absent key."""

    identities: Annotated[
        list[IdentityTable], Meta(min_length=1, description="The addresses the member writes from; the first is used.")
    ]
    language: Annotated[str, Meta(description="The member's language tag, which picks the warning's text.")] = ""
    ui_language: Annotated[str, Meta(description="The language of the screens; empty = the member's.")] = ""
    surface: Annotated[
        Literal["auto", "pc", "mobile"],
        Meta(description="Which set of warning texts is shown; auto = by the terminal's width."),
    ] = "auto"
    transport: TransportTable = TransportTable()
    mailbox: MailboxTable = MailboxTable()
    preferences: PreferencesTable = PreferencesTable()
    contacts: ContactsTable = ContactsTable()
    audit: Annotated[
        AuditTable, Meta(description="The audit log; where the machine has a policy, its own settings decide instead.")
    ] = AuditTable()
    keys: Annotated[dict[str, str], Meta(description=_KEYS)] = {}


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of config.toml's data; it says the structure only."""
    return schema_of(SettingsTable, "presend settings", "A member's settings. An absent key takes the default.")


class MachineMemberTable(Table, frozen=True):
    """One person who logs in on the machine, and the addresses that are theirs."""

    login: Annotated[str, Meta(min_length=1, description="The name the member logs in by.")]
    addresses: Annotated[
        list[str],
        Meta(min_length=1, description="The addresses the member writes from, and no others; the first is used."),
    ]
    name: Annotated[str, Meta(description="The name before them, unless the member sets another.")] = ""
    language: Annotated[str, Meta(description="The member's language tag, unless the member sets another.")] = ""


class MachinePreferencesTable(Table, frozen=True):
    """What is the same for every member; a key that is not here is each member's own."""

    individually: (
        Annotated[bool, Meta(description="Whether a message begins as one copy for each recipient.")] | UnsetType
    ) = UNSET
    undo_seconds: (
        Annotated[int, Meta(ge=0, le=LONGEST_UNDO, description="How long a message can be taken back after sending.")]
        | UnsetType
    ) = UNSET
    block_external_content: (
        Annotated[
            bool,
            Meta(description="Whether images and links of outside mail are blocked, where the policy leaves it open."),
        ]
        | UnsetType
    ) = UNSET
    attachment_reminder: (
        Annotated[bool, Meta(description="Whether a forgotten attachment is asked about.")] | UnsetType
    ) = UNSET
    keep_unsent_days: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=LONGEST_KEEPING,
                description="How many days a message of another mail client that was not sent is kept; 0 = until it is "
                "deleted.",
            ),
        ]
        | UnsetType
    ) = UNSET


class MachineTable(Table, frozen=True):
    """The whole of a machine's config.toml; a table that is not here is each member's own."""

    members: (
        Annotated[
            list[MachineMemberTable],
            Meta(description="Who is who. Under the machine's policy only these are exempt as a list's sender."),
        ]
        | UnsetType
    ) = UNSET
    transport: Annotated[TransportTable, Meta(description="How everybody's mail leaves.")] | UnsetType = UNSET
    mailbox: Annotated[MailboxTable, Meta(description="Everybody's own mail; ~ is each one's home.")] | UnsetType = (
        UNSET
    )
    preferences: MachinePreferencesTable = MachinePreferencesTable()
    audit: (
        Annotated[AuditTable, Meta(description="The audit log: what was sent, refused and answered.")] | UnsetType
    ) = UNSET


def machine_json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of a machine's config.toml; it says the structure only."""
    return schema_of(
        MachineTable,
        "presend settings of a machine",
        "What an administrator settles for every member of a machine. What stands here a member cannot change; name "
        "and language are only suggested. The file and the folders above it must belong to root and must not be "
        "writable by anybody else, else nothing is sent.",
    )
