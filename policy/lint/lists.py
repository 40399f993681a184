"""Traps of mailing lists: who is in them, who may send as them, and where they cannot be followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from policy.address import Entry, Group, Mailbox, Malformed, parse_field
from policy.lint.list_cycles import cycles
from policy.lint.trap import NAMED, LintCode, Trap
from policy.lists.expansion import DEEPEST, UnknownReason
from policy.lists.members import MembersGoneError, mailboxes
from policy.organization import Organization, Recipient, RecipientClass
from policy.settings import MailingList, Policy

Inner = Mapping[str, tuple[str, ...]]
"""The keys of the lists that stand among the members of each list."""


class _List(Struct, frozen=True):
    """One mailing list with its position in the policy and everybody it reaches."""

    index: int
    entry: MailingList
    leaves: tuple[Recipient, ...]

    @property
    def key(self) -> str:
        return self.entry.address.key

    @property
    def fault(self) -> UnknownReason | None:
        """Why this very list, and not one within it, cannot be followed."""
        return next((leaf.unknown_reason for leaf in self.leaves if leaf.address.key == self.key), None)

    def trap(self, code: LintCode, key: str, *subjects: str, **facts: int) -> Trap:
        """A trap at one key of this list; its first subject is always the list's address."""
        return Trap(code, ("lists", self.index, key), (str(self.entry.address), *subjects), facts)


def list_traps(policy: Policy) -> Iterator[Trap]:
    """Traps of every list; their first subject is the list's address."""
    organization = Organization(policy)
    inner = {entry.address.key: organization.lists_within(entry.address) for entry in policy.lists}
    lists = [_List(index, entry, organization.members_of(entry.address)) for index, entry in enumerate(policy.lists)]
    yield from _cycle_traps(lists, inner)
    yield from _depth_traps(lists, inner)
    for one in lists:
        if not organization.is_internal_domain(one.entry.address.domain):
            yield one.trap(LintCode.LIST_ADDRESS_OUTSIDE, "address")
        yield from _member_traps(one, policy, has_lists=bool(inner[one.key]))
        yield from _sender_traps(one, policy, organization)


def _cycle_traps(lists: list[_List], inner: Inner) -> Iterator[Trap]:
    by_key = {one.key: one for one in lists}
    for way in cycles(inner):
        names = [str(by_key[key].entry.address) for key in way]
        yield by_key[way[0]].trap(LintCode.LIST_CYCLE, "members", *names[1:])


def _depth_traps(lists: list[_List], inner: Inner) -> Iterator[Trap]:
    """Traps where too deep a nesting begins; each list of a chain would only say the same again."""
    deep = {one.key: reached for one in lists if (reached := _too_deep(one))}
    within = {key for outer in deep for key in inner[outer]}
    outermost = [one for one in lists if one.key in deep and one.key not in within]
    for one in outermost or [one for one in lists if one.key in deep][:1]:
        yield one.trap(LintCode.LIST_TOO_DEEP, "members", deep[one.key], limit=DEEPEST)


def _too_deep(one: _List) -> str:
    reached = (leaf for leaf in one.leaves if leaf.unknown_reason is UnknownReason.TOO_DEEP)
    return next((str(leaf.address) for leaf in reached), "")


def _member_traps(one: _List, policy: Policy, *, has_lists: bool) -> Iterator[Trap]:
    match one.fault:
        case UnknownReason.MEMBER_MALFORMED:
            bad = _malformed_members(one.entry)
            yield one.trap(LintCode.LIST_MEMBER_MALFORMED, "members", *bad[:NAMED], count=len(bad))
        case UnknownReason.NOT_READABLE:
            yield one.trap(LintCode.LIST_UNREADABLE, "members")
        case UnknownReason.NO_MEMBERS if not has_lists:  # with lists, its only way is a cycle, which is named already
            yield one.trap(LintCode.LIST_EMPTY, "members")
    outside = sum(leaf.outside for leaf in one.leaves)
    limit = policy.limits.max_external_recipients
    if outside > limit:
        yield one.trap(LintCode.LIST_OVER_LIMIT, "members", count=outside, limit=limit)


def _sender_traps(one: _List, policy: Policy, organization: Organization) -> Iterator[Trap]:
    malformed = _malformed(one.entry.senders)
    if malformed:
        yield one.trap(LintCode.LIST_SENDER_MALFORMED, "senders", *malformed[:NAMED], count=len(malformed))
    senders = [mailbox for text in one.entry.senders for mailbox in mailboxes(parse_field(text))]
    people = [sender for sender in senders if organization.list_at(sender.address) is None]
    lists = _addresses(sender for sender in senders if organization.list_at(sender.address))
    if lists:
        yield one.trap(LintCode.LIST_SENDER_IS_LIST, "senders", *lists[:NAMED], count=len(lists))
    strangers = _addresses(one for one in people if not organization.is_internal_domain(one.address.domain))
    if strangers:
        yield one.trap(LintCode.LIST_SENDER_OUTSIDE, "senders", *strangers[:NAMED], count=len(strangers))
    outsiders = [str(leaf.address) for leaf in one.leaves if leaf.recipient_class is RecipientClass.EXTERNAL]
    if people and outsiders and policy.warning.enabled:
        counts = {"outsiders": len(outsiders), "senders": len(_addresses(people))}
        yield one.trap(LintCode.LIST_EXEMPT, "senders", *outsiders[:NAMED], **counts)


def _addresses(mailboxes: Iterable[Mailbox]) -> list[str]:
    """The addresses of some mailboxes, each once, in the spelling that comes first."""
    return list({mailbox.address.key: str(mailbox.address) for mailbox in mailboxes}.values())


def _malformed_members(entry: MailingList) -> list[str]:
    """The members that are no address, as written; empty where the members can no longer be read."""
    try:
        return _malformed(entry.members or ())
    except MembersGoneError:
        return []


def _malformed(texts: Iterable[str]) -> list[str]:
    """Those of some texts that are no address field without faults, as written."""
    return [text for text in texts if any(map(_has_fault, parse_field(text)))]


def _has_fault(entry: Entry) -> bool:
    return isinstance(entry, Malformed) or (isinstance(entry, Group) and any(map(_has_fault, entry.members)))
