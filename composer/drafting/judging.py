"""From a message to a verdict: the one road that screens, verbs, the gate and the outbox take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from composer.message.composition import Composition, snapshot
from composer.services.bundle import Services
from composer.services.member_settings import MemberSettings
from policy.draft import Draft
from policy.settings import Surface
from policy.verdict import Capabilities, Member, PolicyInForce, Verdict, judge

MOBILE_BELOW = 60
"""Terminal columns under which the automatic surface is ``mobile``."""
MANY = 500
"""More recipients than this take longer to judge than a key may wait."""
MOST_ROUNDS = 5
"""How often one attempt to send judges again because the policy or a file changed under it."""


class Assessment(Struct, frozen=True):
    """A composition, the draft it was parsed into, and the verdict of the policy."""

    composition: Composition
    draft: Draft
    verdict: Verdict
    member: Member
    in_force: PolicyInForce
    at: datetime
    """The moment of judging, aware; it becomes the message's Date where the message is accepted."""


def takes_long(latest: Assessment, written: Sequence[str]) -> bool:
    """Whether judging again would be felt between two keys; ``written`` are the texts of To, Cc and Bcc now.

    Many written addresses are parsed at each judgement; the members of large lists are joined only when the addresses
    change.
    """
    before = latest.composition
    is_anew = tuple(written) != (before.to, before.cc, before.bcc)
    return latest.draft.written > MANY or (is_anew and len(latest.verdict.recipients) > MANY)


def surface_for(chosen: Surface | None, columns: int) -> Surface:
    """The surface that the member chose, else the one for a terminal of so many columns."""
    if chosen is not None:
        return chosen
    return Surface.MOBILE if columns < MOBILE_BELOW else Surface.PC


def member_of(settings: MemberSettings, language: str | None, surface: Surface, now: datetime) -> Member:
    """The member as the rules see them; the time zone is that of ``now``, which the clock gives."""
    zone = now.tzinfo
    if zone is None:
        raise ValueError("the clock must give an aware time")
    return Member(
        identities=tuple(identity.address for identity in settings.identities),
        language=language,
        surface=surface,
        timezone=zone,
        attachment_reminder=settings.preferences.attachment_reminder,
        vouching=settings.vouching,
    )


def assess(
    composition: Composition,
    found: Draft,
    member: Member,
    in_force: PolicyInForce,
    capabilities: Capabilities,
    now: datetime,
) -> Assessment:
    """Parse a composition and judge it; ``found`` is what is known of it from elsewhere, see ``snapshot``."""
    draft = snapshot(composition, found)
    verdict = judge(draft, in_force, member, capabilities, now)
    return Assessment(composition, draft, verdict, member, in_force, now)


class Assessor:
    """Judges what the member of this installation writes."""

    def __init__(self, services: Services, language: str | None) -> None:
        self._services = services
        self.language = language
        """The member's language; the demonstration changes it live."""

    def assess(self, composition: Composition, surface: Surface) -> Assessment:
        """Judge under the policy and the time now in force; raises ``PolicyFaultsError``."""
        services = self._services
        in_force, now = services.policy.current(), services.clock.now()
        member = member_of(services.settings, self.language, surface, now)
        found = Draft(files=services.files.facts(composition.files), is_composed=True)
        return assess(composition, found, member, in_force, services.capabilities, now)
