"""A made-up message of an organization for which every condition of the warning holds: the preview's message."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from composer.drafting.judging import Assessment
from composer.message.composition import AttachedFile, Composition
from policy.address import Address, Mailbox
from policy.draft import Draft, FileFacts
from policy.organization import Organization
from policy.settings import Policy, Surface
from policy.verdict import Capabilities, Member, PolicyInForce, judge
from policy.wording import Wording

_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # nothing that the dialog shows depends on it
_NAME, _SIZE = "offer.pdf", 240_000


class WarningSample:
    """One outside recipient, one file, not sent individually; judged once, shown with any wording."""

    def __init__(self, policy: Policy, surface: Surface) -> None:
        self._assessment = _judged(policy, surface)

    def saying(self, wording: Wording) -> Assessment:
        """The warning of the message with these words."""
        return replace(self._assessment, verdict=replace(self._assessment.verdict, wording=wording))


def _judged(policy: Policy, surface: Surface) -> Assessment:
    # Without lists no made-up address is one, and a hundred thousand members cost nothing; without the switch no text.
    shown = replace(policy, lists=(), warning=replace(policy.warning, enabled=True))
    in_force = PolicyInForce(shown, Organization(shown), "", "")
    sender, recipient = _sender(shown), _recipient(shown, in_force.organization)
    size = min(_SIZE, shown.limits.attachment_size_limit)
    # Not by way of text as a member's message is: under a domain of the longest legal length no address can be read.
    draft = Draft(
        sender=(Mailbox(sender),), to=(Mailbox(recipient),), subject=_NAME, files=(FileFacts(_NAME, size, _NAME),)
    )
    member = Member(None, None, surface, UTC)
    verdict = judge(draft, in_force, member, Capabilities(), _MOMENT)
    file = AttachedFile(_NAME, _NAME, size, 0, 0, 0)
    composition = Composition(sender=str(sender), to=str(recipient), files=(file,))
    return Assessment(composition, draft, verdict, member, in_force, _MOMENT)


def _sender(policy: Policy) -> Address:
    """Somebody inside."""
    return Address("name", policy.company.domains[0].sample)


def _recipient(policy: Policy, organization: Organization) -> Address:
    """Somebody outside: each domain rule is about one top-level domain, and there is one more than rules."""
    others = (f"partner.outside{number}" for number in range(len(policy.company.domains) + 1))
    return next(
        Address("name", domain)
        for domain in ("partner.example", *others)
        if not organization.is_internal_domain(domain)
    )
