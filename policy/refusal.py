"""The reasons for which a message cannot be sent, with what their sentences name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from policy.address import Malformed


class RefusalCode(Enum):
    """Every reason a message cannot go; declaration order is the order of the report."""

    MALFORMED_ADDRESS = "malformed_address"
    NO_RECIPIENT = "no_recipient"
    SENDER_NOT_ALLOWED = "sender_not_allowed"
    LEVEL_DISABLED = "level_disabled"
    LEVEL_EXTERNAL = "level_external"
    TOO_MANY_EXTERNAL = "too_many_external"
    FILE_EMPTY = "file_empty"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    FILE_NOT_REGULAR = "file_not_regular"
    ATTACHMENT_LIMIT = "attachment_limit"
    TIME_LIMITED_COUNT = "time_limited_count"
    TIME_LIMITED_SIZE = "time_limited_size"
    TIME_LIMITED_UNAVAILABLE = "time_limited_unavailable"


class FaultyAddress(Struct, frozen=True):
    """A piece of one header field that is no address."""

    field: str
    """The field's name in small letters; ``envelope-from`` for the address that another client names for bounces."""
    malformed: Malformed


class Refusal(Struct, frozen=True):
    """One reason, everything it names, and the numbers its sentence needs."""

    code: RefusalCode
    subjects: tuple[str, ...] = ()
    """Addresses, file names or level tokens, as foreign text."""
    facts: Mapping[str, int] = field(default_factory=dict)
    """``limit`` and ``count`` (pieces), or ``limit`` and ``total`` (bytes); ``bounce`` where a message is sent on."""
    faults: tuple[FaultyAddress, ...] = ()
    """What is no address, with its place and reason, where that is refused; one for each of ``subjects``."""


def in_order(refusals: list[Refusal]) -> tuple[Refusal, ...]:
    """The refusals in the order of ``RefusalCode``, in which every report names them."""
    order = {code: place for place, code in enumerate(RefusalCode)}
    return tuple(sorted(refusals, key=lambda refusal: order[refusal.code]))
