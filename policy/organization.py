"""The company's domains and lists: expansion with provenance, and the class of each recipient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as default
from enum import Enum

import msgspec

from policy.address import Address, Entry, Group, Mailbox, Malformed, MalformedAddressError, parse_address, parse_field
from policy.draft import Draft, Field
from policy.settings import MailingList, Policy

DEEPEST = 32
"""Lists nested deeper than this are unknown."""


class RecipientClass(Enum):
    """Where a recipient stands; unknown is treated as external everywhere."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


class UnknownReason(Enum):
    """Why a list could not be resolved to people."""

    NOT_READABLE = "not_readable"
    NO_MEMBERS = "no_members"
    TOO_DEEP = "too_deep"
    MEMBER_MALFORMED = "member_malformed"


class Recipient(msgspec.Struct, frozen=True):
    """One leaf of the expansion: a person, or a list that could not be expanded."""

    address: Address
    recipient_class: RecipientClass
    via: tuple[Address, ...] = ()
    """The lists it came through, outermost first; empty where it was written directly."""
    fields: tuple[Field, ...] = ()
    """The header fields it stands in, in header order."""
    name: str = ""
    unknown_reason: UnknownReason | None = None

    @property
    def outside(self) -> bool:
        """External or unknown."""
        return self.recipient_class is not RecipientClass.INTERNAL


class Organization:
    """Domains and lists indexed once for one policy."""

    def __init__(self, policy: Policy) -> None:
        rules = policy.company.domains
        self._whole = frozenset(rule.domain for rule in rules if not rule.subdomains)
        self._above = tuple(f".{rule.domain}" for rule in rules if rule.subdomains)
        self._lists = {entry.address.key: entry for entry in policy.lists}
        self._domains: dict[str, RecipientClass] = {}

    def is_internal_domain(self, domain: str) -> bool:
        """Whether an A-label domain belongs to the company: equal to one, or below one written ``*.domain``."""
        return domain in self._whole or (domain.endswith(self._above) and not domain.startswith("["))

    def classify(self, address: Address) -> RecipientClass:
        """The class of one address: of a list, the least known of its members; else that of its domain."""
        if address.key not in self._lists:
            return self._class_of_domain(address.domain)
        found = {leaf.recipient_class for leaf in self.members_of(address)}
        for worst in (RecipientClass.UNKNOWN, RecipientClass.EXTERNAL):
            if worst in found:
                return worst
        return RecipientClass.INTERNAL

    def list_at(self, address: Address) -> MailingList | None:
        """The mailing list with this address."""
        return self._lists.get(address.key)

    def expand(self, entries: Iterable[Entry], field: Field) -> tuple[Recipient, ...]:
        """The leaves of one field in order, deduplicated."""
        expansion = _Expansion(self._lists)
        expansion.add(entries, field)
        return self._recipients(expansion)

    def recipients(self, draft: Draft) -> tuple[Recipient, ...]:
        """The leaves of To, Cc and Bcc together, deduplicated; the first occurrence gives name and provenance."""
        expansion = _Expansion(self._lists)
        for field in Field:
            expansion.add(draft.entries(field), field)
        return self._recipients(expansion)

    def members_of(self, address: Address) -> tuple[Recipient, ...]:
        """The full expansion of one list; the address itself where it is none."""
        return self.expand((Mailbox(address),), Field.TO)

    def exempts(self, sender: Address) -> bool:
        """Whether mail from this sender shows no warning: a list that holds a known external address."""
        if sender.key not in self._lists:
            return False
        return any(leaf.recipient_class is RecipientClass.EXTERNAL for leaf in self.members_of(sender))

    def may_send_as(self, sender: Address, identities: tuple[Address, ...]) -> bool:
        """Whether the sender is one of the identities, or a list that names one of them in ``senders``."""
        own = {identity.key for identity in identities}
        entry = self._lists.get(sender.key)
        return sender.key in own or (entry is not None and any(key in own for key in _keys(entry.senders)))

    def _class_of_domain(self, domain: str) -> RecipientClass:
        known = self._domains.get(domain)
        if known is None:
            inside = self.is_internal_domain(domain)
            known = self._domains[domain] = RecipientClass.INTERNAL if inside else RecipientClass.EXTERNAL
        return known

    def _recipients(self, expansion: _Expansion) -> tuple[Recipient, ...]:
        class_of = self._class_of_domain
        return tuple(
            Recipient(
                leaf.address,
                class_of(leaf.address.domain) if leaf.unknown is None else RecipientClass.UNKNOWN,
                leaf.via,
                tuple(leaf.fields),
                leaf.name,
                leaf.unknown,
            )
            for leaf in expansion.leaves.values()
        )


@dataclass(slots=True)
class _Leaf:
    address: Address
    name: str
    via: tuple[Address, ...]
    unknown: UnknownReason | None
    fields: list[Field] = default(default_factory=list)


class _Expansion:
    """One walk over fields and lists; every list is opened once a field, so that cycles end."""

    def __init__(self, lists: dict[str, MailingList]) -> None:
        self._lists = lists
        self.leaves: dict[str, _Leaf] = {}
        """By key, in the order of their first occurrence."""

    def add(self, entries: Iterable[Entry], field: Field) -> None:
        """Walk the content of one field."""
        for mailbox in _mailboxes(entries):
            key = mailbox.address.key
            if key not in self._lists:
                self._leaf(key, mailbox, (), field)
            elif not self._open(mailbox, field):
                self._leaf(key, mailbox, (), field, UnknownReason.NO_MEMBERS)

    def _open(self, outermost: Mailbox, field: Field) -> bool:
        """Walk one list, each list in it once; False when a cycle of lists holds nobody at all."""
        waiting: list[tuple[Mailbox, tuple[Address, ...]]] = [(outermost, ())]
        opened: set[str] = set()
        found = False
        while waiting:
            mailbox, path = waiting.pop()
            key = mailbox.address.key
            if key in opened:
                continue
            entry = self._lists.get(key)
            reason = None if entry is None else _unresolvable(entry, path)
            if entry is None or reason is not None:
                self._leaf(key, mailbox, path, field, reason)
                found = True
                continue
            opened.add(key)
            members, is_whole = _members(entry)
            if not is_whole:
                self._leaf(key, mailbox, path, field, UnknownReason.MEMBER_MALFORMED)
                found = True
            waiting.extend((member, (*path, entry.address)) for member in reversed(members))
        return found

    def _leaf(
        self,
        key: str,
        mailbox: Mailbox,
        via: tuple[Address, ...],
        field: Field,
        unknown: UnknownReason | None = None,
    ) -> None:
        leaf = self.leaves.get(key)
        if leaf is None:
            leaf = self.leaves[key] = _Leaf(mailbox.address, mailbox.name, via, unknown)
        if field not in leaf.fields:
            leaf.fields.append(field)


def _members(entry: MailingList) -> tuple[list[Mailbox], bool]:
    """The members of a list, and whether every line of it could be read."""
    found = [member for text in entry.members or () for member in parse_field(text)]
    mailboxes = [member for member in found if isinstance(member, Mailbox)]
    return mailboxes, len(mailboxes) == len(found)


def _unresolvable(entry: MailingList, path: tuple[Address, ...]) -> UnknownReason | None:
    if len(path) >= DEEPEST:
        return UnknownReason.TOO_DEEP
    if entry.members is None:
        return UnknownReason.NOT_READABLE
    return None if entry.members else UnknownReason.NO_MEMBERS


def _mailboxes(entries: Iterable[Entry]) -> Iterator[Mailbox]:
    for entry in entries:
        if isinstance(entry, Mailbox):
            yield entry
        elif isinstance(entry, Group):
            yield from (member for member in entry.members if not isinstance(member, Malformed))


def _keys(addresses: Iterable[str]) -> Iterator[str]:
    for text in addresses:
        try:
            yield parse_address(text).key
        except MalformedAddressError:
            continue
