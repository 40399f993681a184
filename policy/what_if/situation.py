"""One message under one policy, and the same with a single change of either, judged again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from policy import levels
from policy.address import Address, Entry, Group, Mailbox, Malformed
from policy.attachments import JudgedFile
from policy.draft import Draft, Field
from policy.entries import without, without_keys
from policy.lists.members import mailboxes
from policy.organization import Organization, RecipientClass
from policy.settings import DomainRule, Level, MailingList, MailLimits, Policy
from policy.verdict import Capabilities, Member, PolicyInForce, Verdict, judge
from policy.what_if.changes import (
    AtLevel,
    Change,
    ConditionChosen,
    DomainInside,
    Individually,
    LevelUsed,
    Limit,
    LimitRaised,
    ListOutsiders,
    MessageChange,
    PolicyChange,
    SentFrom,
    TimeLimitedAllowed,
    WarningSwitched,
    WithoutFile,
    WithoutFiles,
    WithoutMalformed,
    WithoutOutsiders,
    WithoutRecipient,
)

_STRANGER = "somebody@[192.0.2.1]"
"""An address that is outside under every policy: literals are never inside."""


class Situation(Struct, frozen=True):
    """A message with everything that the decision about it depends on."""

    draft: Draft
    in_force: PolicyInForce
    """Its id stays that of the real policy, whatever is changed."""
    member: Member
    capabilities: Capabilities
    now: datetime
    """The moment of judging, aware."""

    def verdict(self) -> Verdict:
        """The verdict of the rules on the message as it is here."""
        return judge(self.draft, self.in_force, self.member, self.capabilities, self.now)


def applied(change: Change, situation: Situation) -> Situation:
    """The situation with one change made to its message or its policy."""
    if isinstance(change, MessageChange):
        return replace(situation, draft=_changed_draft(change, situation))
    return replace(situation, in_force=_changed_policy(change, situation.in_force))


def written_addresses(situation: Situation) -> tuple[Address, ...]:
    """The written addresses that stand outside: of people, and of lists with somebody outside in them."""
    organization = situation.in_force.organization
    written = {one.address.key: one.address for field in Field for one in mailboxes(situation.draft.entries(field))}
    inside = RecipientClass.INTERNAL
    return tuple(address for address in written.values() if organization.classify(address) is not inside)


def without_recipients(draft: Draft, gone: Iterable[Address]) -> Draft:
    """The message without what is written for these recipients."""
    keys = frozenset(address.key for address in gone)
    return _with_fields(draft, {field: without_keys(draft.entries(field), keys) for field in Field})


def has_recipient(draft: Draft) -> bool:
    """Whether anything stands in a recipient field that is an address or was meant as one."""
    entries = (entry for field in Field for entry in draft.entries(field))
    return any(not isinstance(entry, Group) or entry.members for entry in entries)


def attachments(situation: Situation) -> tuple[JudgedFile, ...]:
    """The judged files that count as attachments or stand in the way of sending."""
    return tuple(one for one in situation.verdict().files if one.counts or one.reason)


def _changed_draft(change: MessageChange, situation: Situation) -> Draft:
    draft = situation.draft
    match change:
        case WithoutOutsiders():
            return _with_somebody(without_recipients(draft, written_addresses(situation)), situation.in_force.policy)
        case WithoutRecipient(address):
            return without_recipients(draft, [address])
        case WithoutMalformed():
            return _with_fields(draft, {field: without(draft.entries(field), _is_malformed) for field in Field})
        case WithoutFiles():
            gone = [one.file for one in attachments(situation)]
            return replace(draft, files=tuple(file for file in draft.files if file not in gone))
        case WithoutFile(file):
            place = draft.files.index(file) if file in draft.files else len(draft.files)
            return replace(draft, files=draft.files[:place] + draft.files[place + 1 :])
        case Individually(on):
            return replace(draft, individually=on)
        case AtLevel(level):
            expiry, prohibited = levels.defaults(level, situation.in_force.policy)
            return replace(draft, level=level, expires_after=expiry, forwarding_prohibited=prohibited)
        case SentFrom(address):
            return replace(draft, sender=(Mailbox(address),))


def _with_somebody(draft: Draft, policy: Policy) -> Draft:
    """The message, to a made-up address of the company where it would go to nobody."""
    if has_recipient(draft):
        return draft
    return replace(draft, to=(Mailbox(Address("somebody", policy.company.domains[0].sample)),))


def _with_fields(draft: Draft, fields: dict[Field, tuple[Entry, ...]]) -> Draft:
    for field, entries in fields.items():
        draft = draft.with_entries(field, entries)
    return draft


def _is_malformed(entry: Entry) -> bool:
    return isinstance(entry, Malformed)


def _changed_policy(change: PolicyChange, in_force: PolicyInForce) -> PolicyInForce:
    """The policy with one change; lists and domains are indexed again only where they changed."""
    policy = in_force.policy
    match change:
        case DomainInside(domain):
            company = replace(policy.company, domains=(*policy.company.domains, DomainRule(domain)))
            return _indexed_again(in_force, replace(policy, company=company))
        case ListOutsiders(address, present):
            lists = tuple(
                _with_outsiders(one, in_force.organization, present) if one.address.key == address.key else one
                for one in policy.lists
            )
            return _indexed_again(in_force, replace(policy, lists=lists))
        case _:
            return replace(in_force, policy=_changed_settings(change, policy))


def _changed_settings(
    change: WarningSwitched | ConditionChosen | LevelUsed | TimeLimitedAllowed | LimitRaised, policy: Policy
) -> Policy:
    match change:
        case WarningSwitched(on):
            return replace(policy, warning=replace(policy.warning, enabled=on))
        case ConditionChosen(apply):
            return replace(policy, warning=replace(policy.warning, apply=apply))
        case LevelUsed(Level.RESTRICTED):
            return replace(policy, restricted=replace(policy.restricted, use=True))
        case LevelUsed():
            return replace(policy, confidential=replace(policy.confidential, use=True))
        case TimeLimitedAllowed(allowed):
            return replace(policy, time_limited_files=allowed)
        case LimitRaised(limit, value):
            return replace(policy, limits=_with_limit(policy.limits, limit, value))


def _with_limit(limits: MailLimits, limit: Limit, value: int) -> MailLimits:
    match limit:
        case Limit.ATTACHMENT_SIZE:
            return replace(limits, attachment_size_limit=value)
        case Limit.TIME_LIMITED_FILES:
            return replace(limits, time_limited_max_files=value)
        case Limit.TIME_LIMITED_SIZE:
            return replace(limits, time_limited_max_size=value)
        case Limit.OUTSIDE_RECIPIENTS:
            return replace(limits, max_external_recipients=value)


def _with_outsiders(entry: MailingList, organization: Organization, present: bool) -> MailingList:
    inside = tuple(str(leaf.address) for leaf in organization.members_of(entry.address) if not leaf.outside)
    return replace(entry, members=(*inside, _STRANGER) if present else inside)


def _indexed_again(in_force: PolicyInForce, policy: Policy) -> PolicyInForce:
    return replace(in_force, policy=policy, organization=Organization(policy))
