"""Addresses the member knows, from vCards, sent mail and the organization's lists, joined in one index in memory."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from composer.errors import PolicyFaultsError, StorageError
from composer.safe_text import clean
from composer.services.completion_kind import CompletionKind
from composer.services.contacts import Completion
from composer.services.policy_source import PolicySource
from composer.storage.atomic import private_folder, write_atomically
from composer.storage.contacts.index import ContactIndex, Person, ranked, searched_text
from composer.storage.contacts.known_people import KnownPeople
from composer.storage.contacts.sent_addresses import SentMessage, read_sent
from composer.storage.contacts.vcard import read_cards
from policy.address import Address, Mailbox, MalformedAddressError, format_entry, parse_address
from policy.organization import RecipientClass
from policy.toml.shape import prepare
from policy.verdict import PolicyInForce

_VERSION = 3
_LARGEST_FILE = 64_000_000
_MONTH = 30 * 24 * 3600.0


class CardFile(msgspec.Struct, frozen=True, array_like=True):
    """The people in one file of vCards, and the file's time and size (bytes) when it was read."""

    mtime_ns: int
    size: int
    people: tuple[tuple[str, str], ...]
    """Pairs of address and name."""


class Gathered(msgspec.Struct, frozen=True):
    """The people that were read from disk, as the cache file keeps them."""

    version: int = _VERSION
    cards: dict[str, CardFile] = {}
    sent: dict[str, SentMessage] = {}


prepare(Gathered)


class _Built(Struct, frozen=True):
    """An index, and the id of the policy whose lists are in it."""

    index: ContactIndex
    policy_id: str


class NoPolicy:
    """A source without any policy, under which everybody counts as outside."""

    def current(self) -> PolicyInForce:
        """Raise ``PolicyFaultsError``, since there is no policy."""
        raise PolicyFaultsError("", ())


class AddressBook:
    """Completes addresses from everything the member knows; each source may be missing.

    ``refresh`` runs in a worker thread; ``complete`` may be called meanwhile and sees the earlier state.
    """

    def __init__(
        self,
        policy: PolicySource,
        vcard_folder: Path | None = None,
        sent: Path | None = None,
        cache: Path | None = None,
    ) -> None:
        self._policy = policy
        self._vcard_folder = vcard_folder
        self._sent = sent
        self._cache = cache
        self._people: tuple[Person, ...] = ()
        self._built: _Built | None = None

    def complete(self, typed: str, limit: int, addressed: Collection[str] = ()) -> Sequence[Completion]:
        """At most ``limit`` matches, best first; inside or outside is judged by the policy now in force.

        Lists come behind people; only those that are on offer are looked into, and those with outsiders are the last.
        """
        in_force = self._in_force()
        built = self._built
        if built is None or built.policy_id != _id_of(in_force):
            built = self._build(in_force)
        steps = built.index.steps(typed, limit, addressed)
        return [offer for step in steps for offer in sorted(_completions(step, in_force), key=_is_list_outside)]

    def everybody(self) -> KnownPeople:
        """Everybody whom ``complete`` knows after ``refresh``, as data for ``PeopleFile``."""
        self._gather()
        in_force = self._in_force()
        people = ranked(_judged(person, in_force) for person in self._with_lists(in_force))
        return KnownPeople(
            [searched_text(person) for person in people], [_row(person, in_force) for person in people], (None, None)
        )

    def refresh(self) -> None:
        """Read the sources again; unchanged files are taken from the cache."""
        self._gather()
        self._build(self._in_force())

    def _gather(self) -> None:
        known = self._load_cache()
        found = Gathered(
            cards=dict(_card_files(self._vcard_folder, known.cards)) if self._vcard_folder else {},
            sent=read_sent(self._sent, known.sent) if self._sent else {},
        )
        self._people = tuple(_joined(found))
        if found != known:
            self._save_cache(found)

    def _build(self, in_force: PolicyInForce | None) -> _Built:
        people = (
            person if person.kind is CompletionKind.LIST else _judged(person, in_force)
            for person in self._with_lists(in_force)
        )
        self._built = _Built(ContactIndex(people), _id_of(in_force))
        return self._built

    def _with_lists(self, in_force: PolicyInForce | None) -> Iterable[Person]:
        people = {person.address.key: person for person in self._people}
        for entry in _lists(in_force):
            earlier = people.get(entry.address.key)
            people[entry.address.key] = replace(entry, score=earlier.score) if earlier else entry
        return people.values()

    def _in_force(self) -> PolicyInForce | None:
        """The policy in force; None where there is none that can be used."""
        try:
            return self._policy.current()
        except PolicyFaultsError:
            return None

    def _load_cache(self) -> Gathered:
        if self._cache is None:
            return Gathered()
        try:
            found = msgspec.convert(json.loads(self._cache.read_bytes()), Gathered)
        except (OSError, ValueError, RecursionError, msgspec.ValidationError):
            return Gathered()
        return found if found.version == _VERSION else Gathered()

    def _save_cache(self, found: Gathered) -> None:
        if self._cache is not None:
            with suppress(StorageError):
                private_folder(self._cache.parent)
                write_atomically(self._cache, json.dumps(msgspec.to_builtins(found)).encode())


def _id_of(in_force: PolicyInForce | None) -> str:
    return in_force.id if in_force else ""


def _card_files(folder: Path, known: Mapping[str, CardFile]) -> Iterator[tuple[str, CardFile]]:
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if name.casefold().endswith((".vcf", ".vcard")):
                with suppress(OSError):
                    yield str(path), _card_file(path, known.get(str(path)))


def _card_file(path: Path, known: CardFile | None) -> CardFile:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST_FILE:
        return CardFile(found.st_mtime_ns, found.st_size, ())
    if known and (known.mtime_ns, known.size) == (found.st_mtime_ns, found.st_size):
        return known
    cards = read_cards(path.read_bytes())
    people = tuple((address, card.name) for card in cards for address in card.addresses)
    return CardFile(found.st_mtime_ns, found.st_size, people)


def _joined(found: Gathered) -> Iterable[Person]:
    """One person per address; the address book's name counts before the one in Sent."""
    people: dict[str, Person] = {}
    for address, name in (pair for file in found.cards.values() for pair in file.people):
        _add(people, address, name, CompletionKind.CONTACT)
    newest = max((message.mtime for message in found.sent.values()), default=0.0)
    for message in sorted(found.sent.values(), key=lambda message: -message.mtime):
        weight = 1.0 / (1.0 + max(0.0, newest - message.mtime) / _MONTH)
        for address, name in message.addresses:
            _add(people, address, name, CompletionKind.SENT, weight)
    return people.values()


def _add(people: dict[str, Person], text: str, name: str, kind: CompletionKind, weight: float = 0.0) -> None:
    try:
        address = parse_address(text)
    except MalformedAddressError:
        return
    person = people.get(address.key) or Person(address, name, kind)
    people[address.key] = replace(person, name=person.name or name, score=person.score + weight)


def _lists(in_force: PolicyInForce | None) -> Iterator[Person]:
    if in_force is None:
        return
    for entry in in_force.policy.lists:
        yield Person(entry.address, " ".join(clean(entry.name, longest=200).split()), CompletionKind.LIST)


def _completions(people: Iterable[Person], in_force: PolicyInForce | None) -> Iterator[Completion]:
    return (_completion(person, in_force) for person in people)


def _completion(person: Person, in_force: PolicyInForce | None) -> Completion:
    """What is offered for a person or list; a list's members are counted only now, for there may be many."""
    address = _in_letters(person.address)
    text = format_entry(Mailbox(address, person.name))
    is_idn = address.domain != person.address.domain
    inside, count = _is_inside(person.address, in_force), _count(person, in_force)
    return Completion(text, person.kind, inside, count, person.address.domain if is_idn else "")


def _in_letters(address: Address) -> Address:
    """The address with an internationalized domain in letters, where it is read back as this address."""
    if "xn--" not in address.domain:
        return address
    from composer.sentences.domains import unicode_form

    letters = replace(address, domain=unicode_form(address.domain))
    with suppress(MalformedAddressError):
        return letters if parse_address(str(letters)) == address else address
    return address


def _is_list_outside(one: Completion) -> bool:
    """What stands behind everything else of its kind."""
    return one.kind is CompletionKind.LIST and not one.inside


def _judged(person: Person, in_force: PolicyInForce | None) -> Person:
    return replace(person, is_inside=_is_inside(person.address, in_force))


def _row(person: Person, in_force: PolicyInForce | None) -> tuple[object, ...]:
    """The values of a ``Found``, in the order of its fields."""
    inside, count = _is_inside(person.address, in_force), _count(person, in_force)
    return str(person.address), person.name, person.kind.value, inside, count


def _count(person: Person, in_force: PolicyInForce | None) -> int | None:
    return in_force.organization.count_of(person.address) if in_force else None


def _is_inside(address: Address, in_force: PolicyInForce | None) -> bool:
    return in_force is not None and in_force.organization.classify(address) is RecipientClass.INTERNAL
