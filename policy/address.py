"""One address: parse, normal form, domain comparison (RFC 5322, RFC 6531, UTS 46)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class AddressFault(Enum):
    """Why a piece of an address field is not an address."""

    EMPTY = "empty"
    NO_AT = "no_at"
    LOCAL_PART = "local_part"
    DOMAIN = "domain"
    INVISIBLE = "invisible"
    """Soft hyphen, control, format or look-alike separator that UTS 46 does not map."""
    SYNTAX = "syntax"
    """Unbalanced quotes, comments, brackets; source routes; text after the address."""
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Address:
    """One well-formed addr-spec."""

    local: str
    """Local part as written, quotes included where it needs them."""
    domain: str
    """UTS-46 A-label form, lower case (``xn--...``), or an address literal ``[...]`` as written."""

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What two spellings of one mailbox share: NFC, case-folded; for comparison and deduplication only."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name it was given."""

    address: Address
    name: str = ""
    """Decoded display name, empty where there is none."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """A piece of an address field that is not an address; kept, named, and in the way of sending."""

    text: str
    fault: AddressFault
    start: int
    """Index of the piece's first character in the field's text."""
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """An RFC 5322 group (``Friends: a@x.example, b@x.example;``); groups do not nest in the grammar."""

    name: str
    members: tuple[Mailbox | Malformed, ...]


Entry = Mailbox | Group | Malformed


class MalformedAddressError(ValueError):
    """The text is not one address; ``.malformed`` tells why and where."""

    def __init__(self, malformed: Malformed) -> None:
        super().__init__(malformed.fault.value)
        self.malformed = malformed


def parse_address(text: str) -> Address:
    """Read one addr-spec (``kim@hanbit.example``); raises MalformedAddressError."""
    raise NotImplementedError


def parse_field(text: str) -> tuple[Entry, ...]:
    """Read the content of an address field; nothing is dropped: what is no address becomes Malformed."""
    raise NotImplementedError


def format_entry(entry: Entry) -> str:
    """One entry as a member would type it; ``parse_field`` reads it back to an equal entry."""
    raise NotImplementedError


def format_field(entries: tuple[Entry, ...]) -> str:
    """The entries as the text of an address field, separated by a comma and a space."""
    raise NotImplementedError
