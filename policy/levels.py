"""The three levels: in use or not, defaults, the moment of expiry, the name in the audit log."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo

from msgspec import Struct

from policy.foreign_text import clean_line, is_blank
from policy.settings import Expiry, Level, Policy

CANONICAL = {Level.GENERAL: "General", Level.RESTRICTED: "Restricted", Level.CONFIDENTIAL: "Confidential"}
"""The words of the audit log; the same in every language."""

_HOURS = {Expiry.DAY: 24, Expiry.WEEK: 168}
_MONTHS = {Expiry.MONTH: 1, Expiry.QUARTER: 3}


class JudgedLevel(Struct, frozen=True):
    """The level of a message with the expiry, the forwarding rule and the names that it brings."""

    level: Level
    name: str
    """The administrator's edited name, cleaned; empty = the translated built-in name."""
    expires_after: Expiry
    expires_at: datetime | None
    """The moment in UTC (aware); None = the message does not expire."""
    forwarding_prohibited: bool
    audit_label: str
    """Canonical English word, then the edited name if there is one."""


def in_use(level: Level, policy: Policy) -> bool:
    """Whether members may pick the level; General is what remains and needs no switch."""
    settings = policy.level(level)
    return settings is None or settings.use


def levels_in_use(policy: Policy) -> tuple[Level, ...]:
    """The levels the picker lists; only General = there is no picker."""
    return tuple(level for level in Level if in_use(level, policy))


def defaults(level: Level, policy: Policy) -> tuple[Expiry, bool]:
    """The expiry, and whether forwarding is prohibited, that picking a level sets."""
    settings = policy.level(level)
    if settings is None:
        return Expiry.NONE, False
    return settings.expires_after, settings.forwarding_prohibited


def edited_name(level: Level, policy: Policy) -> str:
    """The administrator's name for a level, cleaned; empty where it was not renamed."""
    settings = policy.level(level)
    name = clean_line(settings.name).strip() if settings else ""
    return "" if is_blank(name) else name


def expires_at(expiry: Expiry, now: datetime, timezone: tzinfo) -> datetime | None:
    """The moment in UTC, None for no expiry: days are 24 hours, months are calendar months in the member's zone."""
    if expiry in _HOURS:
        return now.astimezone(UTC) + timedelta(hours=_HOURS[expiry])
    if expiry in _MONTHS:
        return _months_later(now.astimezone(timezone), _MONTHS[expiry]).astimezone(UTC)
    return None


def judged(level: Level, expiry: Expiry, prohibited: bool, policy: Policy, now: datetime, zone: tzinfo) -> JudgedLevel:
    """What a level brings to a message sent at ``now`` (aware); General never expires and prohibits nothing."""
    if level is Level.GENERAL:
        expiry, prohibited = Expiry.NONE, False
    name = edited_name(level, policy)
    label = f"{CANONICAL[level]} {name}".rstrip()
    return JudgedLevel(level, name, expiry, expires_at(expiry, now, zone), prohibited, label)


def _months_later(local: datetime, months: int) -> datetime:
    years, month = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, month + 1
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))
