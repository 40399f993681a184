"""One message under one policy, and single changes of either: what could have been otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from policy import levels
from policy.address import Address, Entry, Mailbox, Malformed
from policy.attachments import JudgedFile
from policy.draft import Draft, Field, FileFacts
from policy.entries import without, without_keys
from policy.organization import Organization
from policy.settings import Apply, DomainRule, Level, MailingList, MailLimits, Policy
from policy.verdict import Capabilities, Member, PolicyInForce, Verdict, judge

_STRANGER = "somebody@[192.0.2.1]"
"""An address that is outside under every policy: literals are never inside."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a decision depends on."""

    draft: Draft
    in_force: PolicyInForce
    """Its id stays that of the real policy, whatever is changed."""
    member: Member
    capabilities: Capabilities
    now: datetime
    """Aware."""

    def verdict(self) -> Verdict:
        """What the rules say."""
        return judge(self.draft, self.in_force, self.member, self.capabilities, self.now)


# Changes of the message


@dataclass(frozen=True, slots=True)
class WithoutOutsiders:
    """Every outside recipient goes, with the lists they came through."""


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


def applied(change: Change, situation: Situation) -> Situation:
    """The situation with one thing changed."""
    if isinstance(change, MessageChange):
        return replace(situation, draft=_changed_draft(change, situation))
    return replace(situation, in_force=_changed_policy(change, situation.in_force))


def written_addresses(situation: Situation) -> tuple[Address, ...]:
    """What is written for the outside recipients: themselves, or the outermost lists they came through."""
    outside = situation.in_force.organization.reached(situation.draft).outside
    written = [one.via[0] if one.via else one.address for one in outside]
    return tuple({address.key: address for address in written}.values())


def attachments(situation: Situation) -> tuple[JudgedFile, ...]:
    """The files that count as attachments or stand in the way."""
    return tuple(one for one in situation.verdict().files if one.counts or one.reason)


def _changed_draft(change: MessageChange, situation: Situation) -> Draft:
    draft = situation.draft
    match change:
        case WithoutOutsiders():
            return _without_keys(draft, frozenset(address.key for address in written_addresses(situation)))
        case WithoutRecipient(address):
            return _without_keys(draft, frozenset([address.key]))
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


def _without_keys(draft: Draft, keys: frozenset[str]) -> Draft:
    return _with_fields(draft, {field: without_keys(draft.entries(field), keys) for field in Field})


def _with_fields(draft: Draft, fields: dict[Field, tuple[Entry, ...]]) -> Draft:
    for field, entries in fields.items():
        draft = draft.with_entries(field, entries)
    return draft


def _is_malformed(entry: Entry) -> bool:
    return isinstance(entry, Malformed)


def _changed_policy(change: PolicyChange, in_force: PolicyInForce) -> PolicyInForce:
    """Lists and domains are indexed again only where one of them is another."""
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
