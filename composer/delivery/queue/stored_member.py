"""What a job keeps of the member who sent it, so that it can be judged again by a process that knows nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from policy.address import Address, MalformedAddressError, parse_address
from policy.settings import Surface
from policy.verdict import Member
from policy.vouching import Vouching


class StoredMember(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of ``policy.verdict.Member`` as plain data."""

    identities: tuple[str, ...] | None
    language: str | None
    surface: Surface
    zone: str
    """IANA name; empty where the member's zone has none."""
    offset: int
    """Seconds east of UTC at acceptance; counts where the zone has no name or is not known here."""
    attachment_reminder: bool
    vouching: Vouching = Vouching.SILENT
    """What the machine's settings said of the member at acceptance."""


def stored(member: Member, at: datetime) -> StoredMember:
    """The member as a job keeps them; ``at`` is the moment of acceptance."""
    offset = at.astimezone(member.timezone).utcoffset() or timedelta()
    return StoredMember(
        identities=None if member.identities is None else tuple(map(str, member.identities)),
        language=member.language,
        surface=member.surface,
        zone=getattr(member.timezone, "key", None) or "",
        offset=int(offset.total_seconds()),
        attachment_reminder=member.attachment_reminder,
        vouching=member.vouching,
    )


def restored(kept: StoredMember) -> Member:
    """The member again; an identity that is no address is left out, which only makes the judgement stricter."""
    return Member(
        identities=None if kept.identities is None else _addresses(kept.identities),
        language=kept.language,
        surface=kept.surface,
        timezone=_zone(kept.zone, kept.offset),
        attachment_reminder=kept.attachment_reminder,
        vouching=kept.vouching,
    )


def presumed(first_identity: object) -> Member:
    """The member of a job written before members were kept: nobody but the one identity its facts name.

    Who sent as another address of theirs gets the message back instead of having it sent by mistake.
    """
    named = (first_identity,) if isinstance(first_identity, str) else ()
    return Member(_addresses(named), None, Surface.PC, UTC)


def _addresses(texts: tuple[str, ...]) -> tuple[Address, ...]:
    found = []
    for text in texts:
        try:
            found.append(parse_address(text))
        except MalformedAddressError:
            continue
    return tuple(found)


def _zone(name: str, offset: int) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return timezone(timedelta(seconds=offset))
