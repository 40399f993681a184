"""What would have to be otherwise for a decision to be another: found by judging changed situations, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice

from msgspec import Struct

from policy import levels
from policy.address import Address
from policy.exemption import exempts, sender_of
from policy.refusal import RefusalCode
from policy.settings import Apply, Level
from policy.verdict import Outcome, Verdict, may_send_as
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
from policy.what_if.situation import (
    Situation,
    applied,
    attachments,
    has_recipient,
    without_recipients,
    written_addresses,
)

MOST = 5
"""Recipients, files, domains and senders that are each tried on their own."""
_SEVERITY = {Outcome.SEND: 0, Outcome.WARN: 1, Outcome.REFUSE: 2}


class Counterfactual(Struct, frozen=True):
    """One or two changes after which Send would do something else."""

    changes: tuple[Change, ...]
    """One change, or two of the message that only help together."""
    outcome: Outcome
    """What Send would do with the message or the policy changed so."""


class Counterfactuals(Struct, frozen=True):
    """What would have changed the outcome, in what the member wrote and in what the administrator set."""

    message: tuple[Counterfactual, ...]
    policy: tuple[Counterfactual, ...]


def counterfactuals(situation: Situation) -> Counterfactuals:
    """Every single change tried whose outcome differs, and pairs of the message's where none of them helps."""
    verdict = situation.verdict()
    singles = tuple(_message_changes(situation, verdict))
    message = tuple(_with_other_outcome(situation, verdict.outcome, ((change,) for change in singles)))
    if verdict.outcome is not Outcome.SEND and not any(_helps(one, verdict.outcome) for one in message):
        pairs = _with_other_outcome(situation, verdict.outcome, combinations(singles, 2))
        message = (*message, *(pair for pair in pairs if _helps(pair, verdict.outcome)))
    changes = ((change,) for change in _policy_changes(situation, verdict))
    return Counterfactuals(message, tuple(_with_other_outcome(situation, verdict.outcome, changes)))


def _with_other_outcome(
    situation: Situation, outcome: Outcome, tried: Iterable[tuple[Change, ...]]
) -> Iterator[Counterfactual]:
    for changes in tried:
        changed = situation
        for change in changes:
            changed = applied(change, changed)
        found = changed.verdict().outcome
        if found is not outcome:
            yield Counterfactual(changes, found)


def _helps(found: Counterfactual, outcome: Outcome) -> bool:
    return _SEVERITY[found.outcome] < _SEVERITY[outcome]


# Changes of the message


def _message_changes(situation: Situation, verdict: Verdict) -> Iterator[MessageChange]:
    yield from _recipient_changes(situation, verdict)
    yield from _file_changes(situation)
    yield Individually(not situation.draft.individually)
    for level in levels.levels_in_use(situation.in_force.policy):
        if level is not situation.draft.level:
            yield AtLevel(level)
    yield from map(SentFrom, _other_senders(situation))


def _recipient_changes(situation: Situation, verdict: Verdict) -> Iterator[MessageChange]:
    written = written_addresses(situation)
    alone = [one for one in written if has_recipient(without_recipients(situation.draft, [one]))][:MOST]
    if written and not (len(written) == 1 and alone):  # else both would be the same
        yield WithoutOutsiders()
    yield from map(WithoutRecipient, alone)
    if any(refusal.code is RefusalCode.MALFORMED_ADDRESS for refusal in verdict.refusals):
        yield WithoutMalformed()


def _file_changes(situation: Situation) -> Iterator[MessageChange]:
    files = attachments(situation)
    if len(files) > 1:
        yield WithoutFiles()
    yield from (WithoutFile(one.file) for one in files[:MOST])


def _other_senders(situation: Situation) -> Iterator[Address]:
    """The member's own addresses, and one list they may send as of each kind: exempt from the warning or not."""
    sender = sender_of(situation.draft)
    member = situation.member
    own = member.identities or ((sender.address,) if sender else ())
    organization = situation.in_force.organization
    for address in own[:MOST]:
        if sender is None or address.key != sender.address.key:
            yield address

    def may(address: Address) -> bool:
        return may_send_as(situation.in_force, own, member.vouching, address)

    is_exempt = sender is not None and exempts(sender.address, organization)
    lists = (one.address for one in situation.in_force.policy.lists if may(one.address))
    yield from islice((address for address in lists if exempts(address, organization) is not is_exempt), 1)


# Changes of the policy


def _policy_changes(situation: Situation, verdict: Verdict) -> Iterator[PolicyChange]:
    policy = situation.in_force.policy
    yield WarningSwitched(not policy.warning.enabled)
    yield from (ConditionChosen(apply) for apply in Apply if apply is not policy.warning.apply)
    level = situation.draft.level
    if level is not Level.GENERAL and not levels.in_use(level, policy):
        yield LevelUsed(level)
    yield TimeLimitedAllowed(not policy.time_limited_files)
    domains = dict.fromkeys(one.address.domain for one in verdict.outside if not one.unknown_reason)
    yield from (DomainInside(domain) for domain in list(domains)[:MOST] if not domain.startswith("["))
    yield from _list_changes(situation)
    yield from _limit_changes(verdict)


def _list_changes(situation: Situation) -> Iterator[PolicyChange]:
    """The other answer to whether the list that the message is sent as has members outside."""
    sender = sender_of(situation.draft)
    organization = situation.in_force.organization
    if sender is not None and organization.list_at(sender.address) is not None:
        yield ListOutsiders(sender.address, present=not exempts(sender.address, organization))


def _limit_changes(verdict: Verdict) -> Iterator[PolicyChange]:
    """Each limit that was exceeded, raised to what the message needs."""
    for refusal in verdict.refusals:
        match refusal.code:
            case RefusalCode.TOO_MANY_EXTERNAL:
                yield LimitRaised(Limit.OUTSIDE_RECIPIENTS, refusal.facts["count"])
            case RefusalCode.ATTACHMENT_LIMIT:
                yield LimitRaised(Limit.ATTACHMENT_SIZE, refusal.facts["total"])
            case RefusalCode.TIME_LIMITED_COUNT:
                yield LimitRaised(Limit.TIME_LIMITED_FILES, refusal.facts["count"])
            case RefusalCode.TIME_LIMITED_SIZE:
                sizes = [one.file.size for one in verdict.files if one.reason is refusal.code]
                yield LimitRaised(Limit.TIME_LIMITED_SIZE, max(sizes))
