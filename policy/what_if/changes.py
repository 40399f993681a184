"""Single changes of a message or of a policy that could have led to another decision."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from policy.address import Address
from policy.draft import FileFacts
from policy.settings import Apply, Level

# Changes of the message


class WithoutOutsiders(Struct, frozen=True):
    """Every outside recipient goes, with the lists they came through; where nobody is left, somebody inside comes."""


class WithoutRecipient(Struct, frozen=True):
    """What is written in a recipient field goes: a person, or a list with all of its members."""

    address: Address


class WithoutMalformed(Struct, frozen=True):
    """What is no address is taken out of the recipient fields."""


class WithoutFiles(Struct, frozen=True):
    """Every attachment, and every file that stands in the way, is taken out of the message."""


class WithoutFile(Struct, frozen=True):
    """One file is taken out of the message."""

    file: FileFacts


class Individually(Struct, frozen=True):
    """The message is sent as one copy for each recipient, or as one message for all."""

    on: bool


class AtLevel(Struct, frozen=True):
    """The message has another security level, with the expiry and forwarding rule that the level brings."""

    level: Level


class SentFrom(Struct, frozen=True):
    """The message is sent from another address."""

    address: Address


MessageChange = (
    WithoutOutsiders
    | WithoutRecipient
    | WithoutMalformed
    | WithoutFiles
    | WithoutFile
    | Individually
    | AtLevel
    | SentFrom
)

# Changes of the policy


class Limit(Enum):
    """The limits of Service > Mail > General, by the names of their fields in ``MailLimits``."""

    ATTACHMENT_SIZE = "attachment_size_limit"
    TIME_LIMITED_FILES = "time_limited_max_files"
    TIME_LIMITED_SIZE = "time_limited_max_size"
    OUTSIDE_RECIPIENTS = "max_external_recipients"


class WarningSwitched(Struct, frozen=True):
    """The policy's warning is switched on or off."""

    on: bool


class ConditionChosen(Struct, frozen=True):
    """The policy's warning is shown under another of the four conditions."""

    apply: Apply


class LevelUsed(Struct, frozen=True):
    """The policy puts a security level in use."""

    level: Level


class TimeLimitedAllowed(Struct, frozen=True):
    """Files with a download time limit are allowed or not."""

    allowed: bool


class ListOutsiders(Struct, frozen=True):
    """A list has a known outsider among its members, or none but people inside."""

    address: Address
    present: bool


class DomainInside(Struct, frozen=True):
    """The policy names a domain as one of the company's."""

    domain: str
    """The domain in A-label form, lower case."""


class LimitRaised(Struct, frozen=True):
    """One of the policy's limits has another value: files or recipients in pieces, sizes in bytes."""

    limit: Limit
    value: int


PolicyChange = (
    WarningSwitched | ConditionChosen | LevelUsed | TimeLimitedAllowed | ListOutsiders | DomainInside | LimitRaised
)
Change = MessageChange | PolicyChange
