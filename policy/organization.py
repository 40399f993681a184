"""The company's domains and lists: expansion with provenance, and the class of each recipient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cached_property
from itertools import repeat

import msgspec

from policy.address import Address, Entry, Mailbox, parse_field
from policy.addresses.routing import any_may_route, routes_on
from policy.draft import Draft, Field
from policy.lists.expansion import Branch, Lists, UnknownReason
from policy.lists.members import ParsedMembers, mailboxes
from policy.settings import MailingList, Policy


class RecipientClass(Enum):
    """Where a recipient stands; unknown is treated as external everywhere."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


_UNKNOWN = RecipientClass.UNKNOWN


class Recipient(msgspec.Struct, frozen=True, gc=False):
    """One leaf of the expansion: a person, an address that may travel on, or a list that could not be expanded.

    Nothing in it can refer back to it, and a hundred thousand of them are nothing for the garbage collector to walk.
    """

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
        """Whether the recipient is external or unknown; unknown counts as external everywhere."""
        return self.recipient_class is not RecipientClass.INTERNAL


class Reached(msgspec.Struct, frozen=True, dict=True):
    """Everybody that a message reaches, its mailing lists expanded."""

    recipients: tuple[Recipient, ...]
    """The leaves of To, Cc and Bcc together, deduplicated; the first occurrence gives name and provenance."""
    outside: tuple[Recipient, ...]
    """The external and unknown recipients among them, in the same order."""

    @cached_property
    def outside_texts(self) -> tuple[str, ...]:
        """The addresses of those outside, as a refusal names them."""
        return tuple(str(recipient.address) for recipient in self.outside)


class Organization:
    """Domains and lists indexed once for one policy; several threads may ask it."""

    def __init__(self, policy: Policy) -> None:
        rules = policy.company.domains
        self._whole = frozenset(rule.domain for rule in rules if not rule.subdomains)
        self._above = tuple(f".{rule.domain}" for rule in rules if rule.subdomains)
        self._lists = Lists(policy.lists)
        self._domains = _DomainClasses(self.is_internal_domain)
        self._classes: dict[str, frozenset[RecipientClass]] = {}
        self._counts: dict[str, int | None] = {}
        self._expansions: dict[tuple[str, tuple[Field, ...]], dict[str, Recipient]] = {}
        self._latest: tuple[tuple[tuple[Entry, ...], ...], Reached] | None = None

    def is_internal_domain(self, domain: str) -> bool:
        """Whether an A-label domain belongs to the company: equal to one, or below one written ``*.domain``.

        ``*.hanbit.example`` covers names below hanbit.example only; literals are never inside.
        """
        return not domain.startswith("[") and (domain in self._whole or domain.endswith(self._above))

    def classify(self, address: Address) -> RecipientClass:
        """The class of one address: of a list, the least known of its members; else ``_class_of``."""
        if address.key not in self._lists:
            return self._class_of(address.local, address.domain)
        found = self._classes_in(address.key)
        for worst in (RecipientClass.UNKNOWN, RecipientClass.EXTERNAL):
            if worst in found:
                return worst
        return RecipientClass.INTERNAL

    def list_at(self, address: Address) -> MailingList | None:
        """The mailing list with this address; None where there is none."""
        return self._lists.get(address.key)

    def expand(self, entries: Iterable[Entry], field: Field) -> tuple[Recipient, ...]:
        """Everybody that one field reaches, in order, each once."""
        found: dict[str, Recipient] = {}
        self._collect(entries, (field,), found)
        return tuple(found.values())

    def recipients(self, draft: Draft) -> tuple[Recipient, ...]:
        """The leaves of To, Cc and Bcc together, deduplicated; the first occurrence gives name and provenance."""
        return self.reached(draft).recipients

    def reached(self, draft: Draft) -> Reached:
        """The recipients of a message; the latest answer is kept, for a message is judged at every key."""
        asked = tuple(draft.entries(field) for field in Field)
        latest = self._latest  # taken once: another thread may ask about another message meanwhile
        if latest is None or latest[0] != asked:
            latest = self._latest = asked, self._reached(asked)
        return latest[1]

    def lists_within(self, address: Address) -> tuple[str, ...]:
        """The keys of the lists that stand among the members of this list; of no list, none."""
        return self._lists.within(address.key) if address.key in self._lists else ()

    def members_of(self, address: Address) -> tuple[Recipient, ...]:
        """The full expansion of one list, in no field; the empty tuple where it is none."""
        return tuple(self._leaves(address.key, ()).values()) if address.key in self._lists else ()

    def count_of(self, address: Address) -> int | None:
        """How many leaves a list has; None where it is none or cannot be expanded itself."""
        key = address.key
        if key in self._lists and key not in self._counts:
            self._counts[key] = self._counted(key)
        return self._counts.get(key)

    def classes_of(self, address: Address) -> frozenset[RecipientClass]:
        """The classes of the recipients that a list reaches; empty where the address is that of no list."""
        return self._classes_in(address.key) if address.key in self._lists else frozenset()

    def is_list_with_outsiders(self, address: Address) -> bool:
        """Whether the address is that of a list that holds a known external address."""
        return address.key in self._lists and RecipientClass.EXTERNAL in self._classes_in(address.key)

    def may_send_as(self, sender: Address, identities: tuple[Address, ...]) -> bool:
        """Whether the sender is one of the identities, or a list that names one of them in ``senders``."""
        own = {identity.key for identity in identities}
        entry = self._lists.get(sender.key)
        named = () if entry is None else mailboxes(found for text in entry.senders for found in parse_field(text))
        return sender.key in own or any(mailbox.address.key in own for mailbox in named)

    def _reached(self, asked: tuple[tuple[Entry, ...], ...]) -> Reached:
        found: dict[str, Recipient] = {}
        for field, entries in zip(Field, asked, strict=True):
            self._collect(entries, (field,), found)
        inside = RecipientClass.INTERNAL
        return Reached(tuple(found.values()), tuple(one for one in found.values() if one.recipient_class is not inside))

    def _collect(self, entries: Iterable[Entry], fields: tuple[Field], found: dict[str, Recipient]) -> None:
        """Add the leaves of one field; a recipient that is there already only gains the field."""
        for mailbox in mailboxes(entries):
            address = mailbox.address
            key = address.key
            if key in self._lists:
                _add_all(found, self._leaves(key, fields), fields)
            elif key in found:
                found[key] = _in_fields(found[key], fields)
            else:
                found[key] = self._written(mailbox, fields)

    def _leaves(self, key: str, fields: tuple[Field, ...]) -> dict[str, Recipient]:
        """The leaves of a list by their keys, made once for a field: a list may hold all of a large company."""
        known = self._expansions.get((key, fields))
        if known is None:
            known = {}
            for run in self._lists.branches(key):
                _add_all(known, self._of_run(run, fields), fields)
            self._expansions[key, fields] = known
        return known

    def _of_run(self, run: Branch, fields: tuple[Field, ...]) -> dict[str, Recipient]:
        people, via, reason = run
        addresses = map(Address, people.locals, people.domains)
        classes = repeat(RecipientClass.UNKNOWN) if reason else self._classes_of(people)
        leaves = {
            key: Recipient(address, recipient_class, via, fields, name, reason)
            for key, address, recipient_class, name in zip(people.keys, addresses, classes, people.names, strict=False)
        }
        if reason is None and _may_route(people):
            leaves.update({key: _routed(leaf) for key, leaf in leaves.items() if leaf.recipient_class is _UNKNOWN})
        return leaves

    def _written(self, mailbox: Mailbox, fields: tuple[Field, ...]) -> Recipient:
        """A recipient that stands in a field itself, and is no list."""
        address = mailbox.address
        found = Recipient(address, self._class_of(address.local, address.domain), (), fields, mailbox.name)
        return _routed(found) if found.recipient_class is _UNKNOWN else found

    def _class_of(self, local: str, domain: str) -> RecipientClass:
        """The class of the domain; unknown where an address of the company names a way of its own."""
        found = self._domains[domain]
        return _UNKNOWN if found is RecipientClass.INTERNAL and routes_on(local) else found

    def _classes_of(self, people: ParsedMembers) -> Iterable[RecipientClass]:
        if _may_route(people):
            return map(self._class_of, people.locals, people.domains)
        return map(self._domains.__getitem__, people.domains)

    def _classes_in(self, key: str) -> frozenset[RecipientClass]:
        """The classes of the recipients that a list reaches."""
        known = self._classes.get(key)
        if known is None:
            known = self._classes[key] = frozenset(self._found_classes(key))
        return known

    def _found_classes(self, key: str) -> Iterator[RecipientClass]:
        outline = self._lists.outline(key)
        if outline is not None:
            yield from map(self._domains.__getitem__, outline.domains)
            return
        for run in self._lists.branches(key):
            if run.unknown:
                yield RecipientClass.UNKNOWN
            elif _may_route(run.people):
                yield from set(self._classes_of(run.people))
            else:
                yield from map(self._domains.__getitem__, set(run.people.domains))

    def _counted(self, key: str) -> int | None:
        outline = self._lists.outline(key)
        if outline is not None:
            return outline.count
        branches = self._lists.branches(key)
        if any(run.unknown and run.people.keys[0] == key for run in branches):
            return None
        if len(branches) == 1:  # each stands in it once, and there may be many
            return len(branches[0].people.keys)
        return len(set().union(*(run.people.keys for run in branches)))


class _DomainClasses(dict[str, RecipientClass]):
    """A cache from a domain (A-label form) to its class."""

    def __init__(self, is_internal: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_internal = is_internal

    def __missing__(self, domain: str) -> RecipientClass:
        found = RecipientClass.INTERNAL if self._is_internal(domain) else RecipientClass.EXTERNAL
        return self.setdefault(domain, found)


def _may_route(people: ParsedMembers) -> bool:
    return any_may_route("\n".join(people.locals))


def _routed(recipient: Recipient) -> Recipient:
    return msgspec.structs.replace(recipient, unknown_reason=UnknownReason.ROUTED)


def _add_all(found: dict[str, Recipient], leaves: dict[str, Recipient], fields: tuple[Field, ...]) -> None:
    """Add leaves that all stand in these fields; one that is there already keeps its place and gains the fields."""
    there = {key: _in_fields(found[key], fields) for key in found.keys() & leaves.keys()}
    found.update(leaves)
    found.update(there)


def _in_fields(recipient: Recipient, fields: tuple[Field, ...]) -> Recipient:
    if set(fields) <= set(recipient.fields):
        return recipient
    return msgspec.structs.replace(recipient, fields=recipient.fields + fields)
