"""From what the member typed to a verdict: the one road that every screen and verb takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from composer.message.composition import Composition, snapshot
from composer.services.bundle import Services
from composer.services.member_settings import MemberSettings
from policy.draft import Draft
from policy.settings import Surface
from policy.verdict import Member, PolicyInForce, Verdict, judge

MOBILE_BELOW = 60
"""Terminal columns under which the automatic surface is ``mobile``."""
MANY = 500
"""More recipients than this take longer to judge than a key may wait."""


class Assessment(Struct, frozen=True):
    """One composition, its snapshot, and what the policy says of it."""

    composition: Composition
    draft: Draft
    verdict: Verdict
    member: Member
    in_force: PolicyInForce


def takes_long(latest: Assessment, written: Sequence[str]) -> bool:
    """Whether a judgement would be felt between two keys; ``written`` is what stands in To, Cc and Bcc now.

    Many addresses are read again each time; the many of a list are put together again only with other addresses.
    """
    before = latest.composition
    is_anew = tuple(written) != (before.to, before.cc, before.bcc)
    return latest.draft.written > MANY or (is_anew and len(latest.verdict.recipients) > MANY)


def surface_for(settings: MemberSettings, columns: int) -> Surface:
    """The member's surface, or the one the terminal's width stands for."""
    if settings.surface is not None:
        return settings.surface
    return Surface.MOBILE if columns < MOBILE_BELOW else Surface.PC


def member_of(settings: MemberSettings, language: str | None, columns: int, now: datetime) -> Member:
    """The member as the rules see them; the time zone is that of ``now``, which the clock gives."""
    zone = now.tzinfo
    if zone is None:
        raise ValueError("the clock must give an aware time")
    return Member(
        identities=tuple(identity.address for identity in settings.identities),
        language=language,
        surface=surface_for(settings, columns),
        timezone=zone,
        attachment_reminder=settings.preferences.attachment_reminder,
    )


class Assessor:
    """Judges compositions with the services at hand."""

    def __init__(self, services: Services, language: str | None) -> None:
        self._services = services
        self.language = language
        """The member's language; the demonstration changes it live."""

    def assess(self, composition: Composition, columns: int) -> Assessment:
        """Judge under the policy and the time now in force; raises ``PolicyFaultsError``."""
        services = self._services
        in_force = services.policy.current()
        now = services.clock.now()
        member = member_of(services.settings, self.language, columns, now)
        draft = snapshot(composition, services.files.facts(composition.files))
        verdict = judge(draft, in_force, member, services.capabilities, now)
        return Assessment(composition, draft, verdict, member, in_force)
