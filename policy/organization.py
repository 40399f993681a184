"""The company's domains and lists: expansion with provenance, and the class of each recipient."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import msgspec

from policy.address import Address, Entry
from policy.draft import Draft, Field
from policy.settings import MailingList, Policy

DEEPEST = 32
"""Lists nested deeper than this are unknown."""


class RecipientClass(Enum):
    """Where a recipient stands; unknown is treated as external everywhere."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


class UnknownReason(Enum):
    """Why a list could not be resolved to people."""

    NOT_READABLE = "not_readable"
    NO_MEMBERS = "no_members"
    TOO_DEEP = "too_deep"
    MEMBER_MALFORMED = "member_malformed"


class Recipient(msgspec.Struct, frozen=True):
    """One leaf of the expansion: a person, or a list that could not be expanded."""

    address: Address
    recipient_class: RecipientClass
    via: tuple[Address, ...] = ()
    """The lists it came through, outermost first; empty where it was written directly."""
    fields: tuple[Field, ...] = ()
    """The header fields it stands in, in header order."""
    name: str = ""
    unknown_reason: UnknownReason | None = None

    @property
    def outside(self) -> bool:
        """External or unknown."""
        return self.recipient_class is not RecipientClass.INTERNAL


class Organization:
    """Domains and lists indexed once for one policy."""

    def __init__(self, policy: Policy) -> None:
        raise NotImplementedError

    def is_internal_domain(self, domain: str) -> bool:
        """Whether an A-label domain belongs to the company, compared on label boundaries."""
        raise NotImplementedError

    def classify(self, address: Address) -> RecipientClass:
        """The class of one address, not expanded; a list whose members are unknown is UNKNOWN."""
        raise NotImplementedError

    def list_at(self, address: Address) -> MailingList | None:
        """The mailing list with this address."""
        raise NotImplementedError

    def expand(self, entries: Iterable[Entry], field: Field) -> tuple[Recipient, ...]:
        """The leaves of one field in order, deduplicated."""
        raise NotImplementedError

    def recipients(self, draft: Draft) -> tuple[Recipient, ...]:
        """The leaves of To, Cc and Bcc together, deduplicated; the first occurrence gives name and provenance."""
        raise NotImplementedError

    def members_of(self, address: Address) -> tuple[Recipient, ...]:
        """The full expansion of one list."""
        raise NotImplementedError
