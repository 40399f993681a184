"""The shape of config.toml: strict structs, read by the same machinery as the policy."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from composer.storage.member_settings import Security, TransportKind
from policy.document_schema import Table

LONGEST_UNDO = 600
"""Seconds."""
USUAL_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAINTEXT: 25}
"""RFC 6409, RFC 8314, RFC 5321."""
Port = Annotated[int, Meta(ge=1, le=65_535)]


class IdentityTable(Table, frozen=True):
    """``[[identities]]``: an address the member writes from."""

    address: str
    name: str = ""
    signature: str | UnsetType = UNSET
    signature_file: str | UnsetType = UNSET


class TransportTable(Table, frozen=True):
    """``[transport]``: how mail leaves."""

    kind: TransportKind = TransportKind.LOCAL
    host: str = ""
    port: Port | UnsetType = UNSET
    """Absent = what is usual for ``security``."""
    security: Security = Security.STARTTLS
    user: str = ""
    password_command: str = ""
    password_environment: str = ""
    password_keyring: bool = False
    token_command: str = ""
    command: str = ""
    folder: str = ""


class MailboxTable(Table, frozen=True):
    """``[mailbox]``."""

    path: str = ""


class PreferencesTable(Table, frozen=True):
    """``[preferences]``."""

    individually: bool = False
    undo_seconds: Annotated[int, Meta(ge=0, le=LONGEST_UNDO)] = 5
    block_external_content: bool = True
    attachment_reminder: bool = True


class ContactsTable(Table, frozen=True):
    """``[contacts]``."""

    vcard_folder: str = ""


class SettingsTable(Table, frozen=True):
    """The whole of config.toml; an empty text means the same as an absent key."""

    identities: Annotated[list[IdentityTable], Meta(min_length=1)]
    language: str = ""
    ui_language: str = ""
    surface: Literal["auto", "pc", "mobile"] = "auto"
    transport: TransportTable = TransportTable()
    mailbox: MailboxTable = MailboxTable()
    preferences: PreferencesTable = PreferencesTable()
    contacts: ContactsTable = ContactsTable()
    keys: dict[str, str] = {}
