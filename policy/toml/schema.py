"""The shape of the policy file: strict structs, which also say it to editors as a JSON Schema.

Descriptions here are data of the schema, in English like the keys themselves; no screen shows them.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from policy.settings import Apply, ContentBlocking, Expiry
from policy.toml.sizes import PATTERN

_APPLY = (
    "When a message to the outside is warned of: always; only with attachments; only when it is not sent individually; "
    "only where both hold."
)
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Text = Annotated[str, Meta()]
Size = Annotated[str, Meta(extra_json_schema={"pattern": PATTERN, "examples": ["25 MB", "1.5 GiB"]})]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Allowed = Literal["allow", "deny"]


class Switch(Enum):
    """A function that is on or off, written as a word."""

    ON = "on"
    OFF = "off"


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a document: unknown keys are faults, absent ones take the strict value."""


class CompanyTable(Table, frozen=True):
    """Admin > Company information."""

    domains: Annotated[
        list[str],
        Meta(
            min_length=1,
            description="The company's own domains, whole; *.name adds the names below a domain.",
            examples=[["hanbit.example", "*.hanbit.example"]],
        ),
    ]
    name: Annotated[str, Meta(description="The company's name.")] = ""
    languages: Annotated[
        list[str], Meta(description="Language tags of the company, as in Set Multi-language; none = off.")
    ] = []
    default_language: Annotated[str, Meta(description="Used only for members whose language is not known.")] = ""


class NetworkSecurityTable(Table, frozen=True):
    """Security > Network security."""

    designated_ips_only: Annotated[bool, Meta(description="Whether members work only from designated addresses.")] = (
        False
    )


class GeneralTable(Table, frozen=True):
    """Service > Mail > General."""

    attachment_size_limit: Annotated[Size, Meta(description="Total of the files and inline images of one mail.")] = (
        "25 MB"
    )
    time_limited_max_files: Annotated[Count, Meta(description="Files with a download time limit in one mail.")] = 10
    time_limited_max_size: Annotated[Size, Meta(description="Largest single file with a download time limit.")] = "2 GB"
    max_external_recipients: Annotated[Count, Meta(description="Most outside recipients of one mail.")] = 500


class MailTable(Table, frozen=True):
    """Service > Mail."""

    general: GeneralTable = GeneralTable()


class WarningTable(Table, frozen=True):
    """The security warning before mail leaves the company."""

    enabled: Annotated[bool, Meta(description="Whether there is a warning at all.")] = True
    apply: Annotated[Apply, Meta(description=_APPLY)] = Apply.ALWAYS
    pc: Annotated[dict[str, str], Meta(description="Texts on a PC: one per language tag, and default.")] = {}
    mobile: Annotated[dict[str, str], Meta(description="Texts on a mobile: one per language tag, and default.")] = {}


class LevelTable(Table, frozen=True):
    """One security level."""

    use: Annotated[bool, Meta(description="Whether members can pick the level.")] = False
    name: Annotated[str, Meta(description="An own name for the level; empty = the built-in name.")] = ""
    expires_after: Annotated[Expiry, Meta(description="How long a message of the level can be read.")] = Expiry.NONE
    forwarding_prohibited: Annotated[bool, Meta(description="Whether recipients are asked not to forward.")] = False
    delete_sent_after_expiration: Annotated[
        bool, Meta(description="Whether an expired message goes from the sender's Sent too.")
    ] = False


class LevelsTable(Table, frozen=True):
    """The two levels above General."""

    restricted: LevelTable = LevelTable()
    confidential: LevelTable = LevelTable()


class MailSecurityTable(Table, frozen=True):
    """Security > Mail security."""

    external_import: Annotated[Allowed, Meta(description="Importing mail from other accounts.")] = "deny"
    time_limited_files: Annotated[Allowed, Meta(description="Sending large files as links with a time limit.")] = "deny"
    backup: Annotated[Switch, Meta(description="Mailbox backup and saving to PC.")] = Switch.OFF
    block_external_content: Annotated[
        ContentBlocking, Meta(description="Blocked images and links: for everybody, or as each member sets it.")
    ] = ContentBlocking.REQUIRED
    outgoing_warning: WarningTable = WarningTable()
    levels: LevelsTable = LevelsTable()


class ListTable(Table, frozen=True):
    """One mailing list; its members are written here or in a file."""

    address: Annotated[str, Meta(description="The list's address.", extra_json_schema={"format": "idn-email"})]
    name: Annotated[str, Meta(description="The list's name.")] = ""
    members: Annotated[list[str], Meta(description="Addresses of people and of other lists.")] | UnsetType = UNSET
    members_file: Annotated[str, Meta(description="A file beside the policy with one address a line.")] | UnsetType = (
        UNSET
    )
    senders: Annotated[list[str], Meta(description="Members who may send as this list.")] = []


OneList = Annotated[ListTable, Meta(extra_json_schema={"not": {"required": ["members", "members_file"]}})]


class PolicyTable(Table, frozen=True):
    """Everything the administrator of an organization decides about mail security."""

    schema: Annotated[Literal[1], Meta(description="The version of this format.")]
    company: CompanyTable
    network_security: NetworkSecurityTable = NetworkSecurityTable()
    mail: MailTable = MailTable()
    mail_security: MailSecurityTable = MailSecurityTable()
    lists: Annotated[list[OneList], Meta(description="The organization's mailing lists.")] = []


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of the policy file's data; it says the structure, not whether a domain is one."""
    return schema_of(
        PolicyTable, "presend policy", "Policy file of presend, version 1. An absent key takes the strict value."
    )


def schema_of(root_table: type[Table], title: str, description: str) -> dict[str, object]:
    """The JSON Schema (2020-12) of a document with a table at its root."""
    (root,), parts = msgspec.json.schema_components([root_table])
    return {"$schema": DIALECT, "title": title, "description": description, **root, "$defs": parts}
