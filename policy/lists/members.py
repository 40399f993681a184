"""The members of a mailing list: as written, parsed once, known by a digest, and read only where they are needed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol, overload

import msgspec
from msgspec import Struct

from policy.address import Entry, Group, Mailbox, Malformed, parse_field
from policy.addresses.form import LONGEST, is_ordinary_local, ordinary_parts

_MANY = 1_000
"""Members above which it is remembered how they were parsed."""


class ParsedMembers(Struct, frozen=True):
    """The mailboxes of a list, each once, in columns; the first spelling of an address counts."""

    keys: tuple[str, ...] = ()
    """The ``Address.key`` of each mailbox."""
    locals: tuple[str, ...] = ()
    """The ``Address.local`` of each mailbox."""
    domains: tuple[str, ...] = ()
    """The ``Address.domain`` of each mailbox."""
    names: tuple[str, ...] = ()
    """Decoded display names, empty where there is none."""
    has_fault: bool = False
    """Whether something among the members is no address."""

    def part(self, start: int, end: int) -> ParsedMembers:
        """The mailboxes from index ``start`` up to, not including, index ``end``."""
        keys, locals_, domains, names = self.keys, self.locals, self.domains, self.names
        return ParsedMembers(keys[start:end], locals_[start:end], domains[start:end], names[start:end], self.has_fault)


class Outline(Struct, frozen=True):
    """What can be told of members without looking at each."""

    count: int
    """How many ``ParsedMembers.keys`` there are."""
    domains: tuple[str, ...]
    """The domains of the members, each once."""
    has_fault: bool
    may_route: bool
    """``any_may_route`` of the keys: their classes are not those of their domains alone."""
    holds: Callable[[str], bool]
    """Whether a key is among the members; takes about as long as to search a text of all of them."""


class MembersReader(Protocol):
    """Where the members of one list can be read when they are needed, always those of the digest."""

    def outline(self) -> Outline | None:
        """What can be told at once; None where that takes as long as to parse them."""
        ...

    def texts(self) -> tuple[str, ...] | None:
        """The members as written; None where they can no longer be read."""
        ...

    def parsed(self) -> ParsedMembers | None:
        """The members parsed; None where they can no longer be read."""
        ...


class MembersGoneError(LookupError):
    """The members of a list were not needed until now, and can no longer be read."""


class LazyMembers(Sequence[str]):
    """Members read when first used (raises ``MembersGoneError``); equal to every sequence of the same members."""

    def __init__(self, digest: str, reader: MembersReader) -> None:
        self.digest = digest
        """``digest_of`` the members."""
        self.parsed: Callable[[], ParsedMembers | None] = reader.parsed
        """The members parsed; None where they can no longer be read."""
        self.outline: Callable[[], Outline | None] = reader.outline
        """What can be told of them at once; None where they must be parsed for it."""
        self._texts = reader.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        return self._all()[place]

    def __eq__(self, other: object) -> bool:
        """Whether the digests of the members are equal, which needs no reading."""
        if isinstance(other, LazyMembers | tuple):
            return self.digest == digest_of(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"LazyMembers({self.digest[:12]})"

    def _all(self) -> tuple[str, ...]:
        texts = self._texts()
        if texts is None:
            raise MembersGoneError(self.digest)
        return texts


Members = tuple[str, ...] | LazyMembers
"""The members of a list, one text for each, as they are written."""


def digest_of(members: Members) -> str:
    """SHA-256, hex, over the members as written, in their order, as JSON."""
    return members.digest if isinstance(members, LazyMembers) else hashlib.sha256(as_json(members)).hexdigest()


def as_json(texts: Sequence[str]) -> bytes:
    """The members as written as a JSON array: what their digest is taken of."""
    return msgspec.json.encode(texts)


def parsed_members(members: Members) -> ParsedMembers | None:
    """The members parsed; None where they can no longer be read."""
    if isinstance(members, LazyMembers):
        return members.parsed()
    return _parsed_once(members) if len(members) > _MANY else parse_members(members)


@lru_cache(maxsize=2)  # a review asks ten times about the list of the policy before and the one after an edit
def _parsed_once(texts: tuple[str, ...]) -> ParsedMembers:
    return parse_members(texts)


def parse_members(texts: Iterable[str]) -> ParsedMembers:
    """Parse members as they are written, each text as an address field of its own."""
    found: dict[str, tuple[str, str, str]] = {}
    has_fault = False
    plain_parts = PlainReader()
    for text in texts:
        parts = plain_parts(text)
        if parts is not None:
            found.setdefault(text.lower(), (*parts, ""))
            continue
        entries = parse_field(text)
        has_fault = has_fault or any(map(_has_fault, entries))
        for mailbox in mailboxes(entries):
            address = mailbox.address
            found.setdefault(address.key, (address.local, address.domain, mailbox.name))
    locals_, domains, names = zip(*found.values(), strict=True) if found else ((), (), ())
    return ParsedMembers(tuple(found), locals_, domains, names, has_fault)


class PlainReader:
    """Reads plain ASCII addresses without a name, as ``parse_field`` does, and looks at each domain once."""

    def __init__(self) -> None:
        self._domains: dict[str, str] = {}

    def __call__(self, text: str) -> tuple[str, str] | None:
        """Local part and domain of a text that is one plain address, whose key is the text in lower case.

        None = it needs a closer look.
        """
        local, _at, written = text.partition("@")
        domain = self._domains.get(written)
        if domain is None:
            parts = ordinary_parts(f"x@{written}")
            domain = self._domains[written] = parts[1] if parts else ""
        return (local, domain) if domain and len(text) <= LONGEST and is_ordinary_local(local) else None


def mailboxes(entries: Iterable[Entry]) -> Iterator[Mailbox]:
    """The mailboxes of a field, those in groups too; pieces that are no address are left out."""
    for entry in entries:
        if isinstance(entry, Mailbox):
            yield entry
        elif isinstance(entry, Group):
            yield from (member for member in entry.members if isinstance(member, Mailbox))


def _has_fault(entry: Entry) -> bool:
    if isinstance(entry, Group):
        return any(isinstance(member, Malformed) for member in entry.members)
    return isinstance(entry, Malformed)
