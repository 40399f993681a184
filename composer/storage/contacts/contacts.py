"""Addresses the member knows: vCards, Sent and the organization's lists, joined in one index in memory."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from composer.errors import PolicyFaultsError, StorageError
from composer.safe_text import clean
from composer.services.bundle import Completion, CompletionKind, PolicySource
from composer.storage.atomic import private_folder, write_atomically
from composer.storage.contacts.index import ContactIndex, Person, ranked, searched_text
from composer.storage.contacts.known_people import KnownPeople
from composer.storage.contacts.sent_addresses import SentMessage, read_sent
from composer.storage.contacts.vcard import read_cards
from policy.address import Address, Mailbox, MalformedAddressError, format_entry, parse_address
from policy.organization import RecipientClass
from policy.toml.shape import prepare
from policy.verdict import PolicyInForce

_VERSION = 1
_LARGEST_FILE = 64_000_000
_MONTH = 30 * 24 * 3600.0


class CardFile(msgspec.Struct, frozen=True, array_like=True):
    """What was found in one file of vCards, and when."""

    mtime_ns: int
    size: int
    people: tuple[tuple[str, str], ...]
    """Address and name."""


class Gathered(msgspec.Struct, frozen=True):
    """Everything read from disk; also the cache file's shape."""

    version: int = _VERSION
    cards: dict[str, CardFile] = {}
    sent: dict[str, SentMessage] = {}


prepare(Gathered)


class _Built(Struct, frozen=True):
    """An index and the policy whose lists are in it."""

    index: ContactIndex
    policy_id: str


class NoPolicy:
    """Where there is no policy, everybody is outside."""

    def current(self) -> PolicyInForce:
        """Always raises ``PolicyFaultsError``."""
        raise PolicyFaultsError("", ())


class AddressBook:
    """Completion over everything the member knows; every source may be missing.

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

    def complete(self, typed: str, limit: int) -> Sequence[Completion]:
        """Best matches first; an address inside is one the policy now in force calls internal."""
        in_force = self._in_force()
        built = self._built
        if built is None or built.policy_id != _id_of(in_force):
            built = self._build(in_force)
        return [_completion(person, in_force) for person in built.index.search(typed, limit)]

    def everybody(self) -> KnownPeople:
        """Whom ``complete`` knows after ``refresh``, for a file that answers single questions."""
        self._gather()
        in_force = self._in_force()
        people = ranked(self._with_lists(in_force))
        return KnownPeople(
            [searched_text(person) for person in people], [_row(person, in_force) for person in people], (None, None)
        )

    def refresh(self) -> None:
        """Read the sources again; files that did not change are taken from the cache."""
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
        self._built = _Built(ContactIndex(self._with_lists(in_force)), _id_of(in_force))
        return self._built

    def _with_lists(self, in_force: PolicyInForce | None) -> Iterable[Person]:
        people = {person.address.key: person for person in self._people}
        for entry in _lists(in_force):
            earlier = people.get(entry.address.key)
            people[entry.address.key] = replace(entry, score=earlier.score) if earlier else entry
        return people.values()

    def _in_force(self) -> PolicyInForce | None:
        """Without a policy everybody is outside."""
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


def _completion(person: Person, in_force: PolicyInForce | None) -> Completion:
    """A list may be a large one, so nothing is known of it before it is on offer."""
    text = format_entry(Mailbox(person.address, person.name))
    return Completion(text, person.kind, _is_inside(person.address, in_force), _count(person, in_force))


def _row(person: Person, in_force: PolicyInForce | None) -> tuple[object, ...]:
    """The fields of a ``Found``."""
    inside, count = _is_inside(person.address, in_force), _count(person, in_force)
    return str(person.address), person.name, person.kind.value, inside, count


def _count(person: Person, in_force: PolicyInForce | None) -> int | None:
    return in_force.organization.count_of(person.address) if in_force else None


def _is_inside(address: Address, in_force: PolicyInForce | None) -> bool:
    return in_force is not None and in_force.organization.classify(address) is RecipientClass.INTERNAL
