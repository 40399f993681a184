"""The company's domains and lists: expansion with provenance, and the class of each recipient."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import msgspec

from policy.address import Address, Entry, parse_field
from policy.draft import Draft, Field
from policy.list_expansion import DEEPEST, Leaf, Lists, UnknownReason, mailboxes
from policy.settings import MailingList, Policy

__all__ = ["DEEPEST", "Organization", "Recipient", "RecipientClass", "UnknownReason"]


class RecipientClass(Enum):
    """Where a recipient stands; unknown is treated as external everywhere."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


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
        self._lists = Lists(policy.lists)
        self._domains: dict[str, RecipientClass] = {}
        self._expansions: dict[str, tuple[tuple[str, Recipient], ...]] = {}

    def is_internal_domain(self, domain: str) -> bool:
        """Whether an A-label domain belongs to the company: equal to one, or below one written ``*.domain``.

        ``*.hanbit.example`` covers names below hanbit.example only; literals are never inside.
        """
        return not domain.startswith("[") and (domain in self._whole or domain.endswith(self._above))

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
        found: dict[str, Recipient] = {}
        self._collect(entries, (field,), found)
        return tuple(found.values())

    def recipients(self, draft: Draft) -> tuple[Recipient, ...]:
        """The leaves of To, Cc and Bcc together, deduplicated; the first occurrence gives name and provenance."""
        found: dict[str, Recipient] = {}
        for field in Field:
            self._collect(draft.entries(field), (field,), found)
        return tuple(found.values())

    def members_of(self, address: Address) -> tuple[Recipient, ...]:
        """The full expansion of one list, in no field; the empty tuple where it is none."""
        return tuple(leaf for _, leaf in self._expansion(address.key)) if address.key in self._lists else ()

    def exempts(self, sender: Address) -> bool:
        """Whether mail from this sender shows no warning: a list that holds a known external address."""
        return any(leaf.recipient_class is RecipientClass.EXTERNAL for leaf in self.members_of(sender))

    def may_send_as(self, sender: Address, identities: tuple[Address, ...]) -> bool:
        """Whether the sender is one of the identities, or a list that names one of them in ``senders``."""
        own = {identity.key for identity in identities}
        entry = self._lists.get(sender.key)
        named = () if entry is None else mailboxes(found for text in entry.senders for found in parse_field(text))
        return sender.key in own or any(mailbox.address.key in own for mailbox in named)

    def _collect(self, entries: Iterable[Entry], fields: tuple[Field], found: dict[str, Recipient]) -> None:
        """Add the leaves of one field; a recipient that is there already only gains the field."""
        lists, class_of = self._lists, self._class_of_domain
        for mailbox in mailboxes(entries):
            address = mailbox.address
            key = address.key
            if key in lists:
                for leaf_key, leaf in self._expansion(key):
                    _add(found, leaf_key, leaf, fields)
            elif key in found:
                _add(found, key, found[key], fields)
            else:
                found[key] = Recipient(address, class_of(address.domain), (), fields, mailbox.name)

    def _expansion(self, key: str) -> tuple[tuple[str, Recipient], ...]:
        """The leaves of a list with their keys, classified once."""
        known = self._expansions.get(key)
        if known is None:
            known = self._expansions[key] = tuple(
                (leaf.key, Recipient(leaf.address, self._class_of(leaf), leaf.via, (), leaf.name, leaf.unknown))
                for leaf in self._lists.leaves(key)
            )
        return known

    def _class_of(self, leaf: Leaf) -> RecipientClass:
        return RecipientClass.UNKNOWN if leaf.unknown else self._class_of_domain(leaf.address.domain)

    def _class_of_domain(self, domain: str) -> RecipientClass:
        known = self._domains.get(domain)
        if known is None:
            inside = self.is_internal_domain(domain)
            known = self._domains[domain] = RecipientClass.INTERNAL if inside else RecipientClass.EXTERNAL
        return known


def _add(found: dict[str, Recipient], key: str, leaf: Recipient, fields: tuple[Field]) -> None:
    known = found.get(key, leaf)
    if key not in found or fields[0] not in known.fields:
        found[key] = msgspec.structs.replace(known, fields=known.fields + fields)
