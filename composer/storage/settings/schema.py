"""The shape of config.toml: strict structs, read by the same machinery as the policy.

Descriptions here are data of the schema, in English like the keys themselves; the manual prints them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from composer.services.member_settings import Security, TransportKind
from policy.toml.schema import Table, schema_of

LONGEST_UNDO = 600
"""Seconds."""
USUAL_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAINTEXT: 25}
"""RFC 6409, RFC 8314, RFC 5321."""
Port = Annotated[int, Meta(ge=1, le=65_535)]
_KEYS = (
    'Keys of the composer by the name of what they do, such as "compose.send" = "f5". Names: app.language, '
    "compose.attach, compose.copies, compose.drafts, compose.editor, compose.help, compose.individually, "
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
    host: Annotated[str, Meta(description="The name of the mail server.")] = ""
    port: Annotated[Port, Meta(description="Its port; usually 587 with starttls, 465 with tls.")] | UnsetType = UNSET
    """Absent = what is usual for ``security``."""
    security: Annotated[
        Security, Meta(description="What protects the connection; plaintext only to this machine itself.")
    ] = Security.STARTTLS
    user: Annotated[str, Meta(description="Who logs in; empty = nobody.")] = ""
    password_command: Annotated[str, Meta(description="A command that prints the password.")] = ""
    password_environment: Annotated[str, Meta(description="A variable that holds the password.")] = ""
    password_keyring: Annotated[bool, Meta(description="Whether the desktop's keyring has the password.")] = False
    token_command: Annotated[str, Meta(description="A command that prints an OAuth 2 access token.")] = ""
    command: Annotated[str, Meta(description="With kind sendmail: the command that takes messages.")] = ""
    folder: Annotated[str, Meta(description="With kind local: where the mail of all addresses is kept.")] = ""


class MailboxTable(Table, frozen=True):
    """The member's own mail."""

    path: Annotated[str, Meta(description="A Maildir; Sent and Drafts lie under it.")] = ""


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


class ContactsTable(Table, frozen=True):
    """Where addresses are known from, beside Sent and the organization's lists."""

    vcard_folder: Annotated[str, Meta(description="A folder of vCards, at any depth.")] = ""


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
    keys: Annotated[dict[str, str], Meta(description=_KEYS)] = {}


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of config.toml's data; it says the structure only."""
    return schema_of(SettingsTable, "presend settings", "A member's settings. An absent key takes the default.")
