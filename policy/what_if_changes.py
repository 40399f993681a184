"""Single changes of a message or of a policy that could have led to another decision."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from policy.address import Address
from policy.draft import FileFacts
from policy.settings import Apply, Level

# Changes of the message


@dataclass(frozen=True, slots=True)
class WithoutOutsiders:
    """Every outside recipient goes, with the lists they came through; where nobody is left, somebody inside comes."""


@dataclass(frozen=True, slots=True)
class WithoutRecipient:
    """What is written in a recipient field goes: a person, or a list with all of its members."""

    address: Address


@dataclass(frozen=True, slots=True)
class WithoutMalformed:
    """What is no address goes from the recipient fields."""


@dataclass(frozen=True, slots=True)
class WithoutFiles:
    """Every attachment goes, and every file that stands in the way."""


@dataclass(frozen=True, slots=True)
class WithoutFile:
    """One file goes."""

    file: FileFacts


@dataclass(frozen=True, slots=True)
class Individually:
    """One copy for each recipient, or one message for all."""

    on: bool


@dataclass(frozen=True, slots=True)
class AtLevel:
    """Another security level, with the settings it brings."""

    level: Level


@dataclass(frozen=True, slots=True)
class SentFrom:
    """Another sender."""

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


@dataclass(frozen=True, slots=True)
class WarningSwitched:
    """The warning is on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class ConditionChosen:
    """Another of the four conditions."""

    apply: Apply


@dataclass(frozen=True, slots=True)
class LevelUsed:
    """A level is in use."""

    level: Level


@dataclass(frozen=True, slots=True)
class TimeLimitedAllowed:
    """Files with a download time limit are allowed or not."""

    allowed: bool


@dataclass(frozen=True, slots=True)
class ListOutsiders:
    """A list has a known outsider among its members, or none but people inside."""

    address: Address
    present: bool


@dataclass(frozen=True, slots=True)
class DomainInside:
    """A domain is one of the company's."""

    domain: str
    """A-label form."""


@dataclass(frozen=True, slots=True)
class LimitRaised:
    """A limit has another value."""

    limit: Limit
    value: int


PolicyChange = (
    WarningSwitched | ConditionChosen | LevelUsed | TimeLimitedAllowed | ListOutsiders | DomainInside | LimitRaised
)
Change = MessageChange | PolicyChange
