"""One address: parse, normal form, domain comparison (RFC 5322, RFC 6531, UTS 46)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from policy.addresses.fault import AddressFault
from policy.addresses.form import LONGEST, Parts, culprit_at, examined_parts, ordinary_parts, unquoted
from policy.addresses.piece import clean_name, is_plain, name_as_phrase, phrase_text, take_apart
from policy.addresses.syntax import GroupPiece, Piece, split_field, without_comments
from policy.foreign_text import unreadable_at

_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")

__all__ = [
    "LONGEST", "Address", "AddressFault", "Entry", "Group", "Mailbox", "Malformed", "MalformedAddressError",
    "format_entry", "format_field", "normal_domain", "parse_address", "parse_field",
]  # fmt: skip


class Address(Struct, frozen=True):
    """One well-formed mail address (addr-spec of RFC 5322, 3.4.1, with the characters of RFC 6531)."""

    local: str
    """Local part as written, quotes included where it needs them."""
    domain: str
    """UTS-46 A-label form, lower case (``xn--...``), or an address literal ``[...]`` as written."""

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What two spellings of one mailbox share: NFC, case-folded; for comparison and deduplication only."""
        text = f"{self.local}@{self.domain}"
        if text.isascii() and text[0] != '"':
            return text.lower()
        local = unicodedata.normalize("NFC", unquoted(self.local)).casefold()
        return f"{unicodedata.normalize('NFC', local)}@{self.domain.lower()}"


class Mailbox(Struct, frozen=True):
    """An address and the display name written with it."""

    address: Address
    name: str = ""
    """Decoded display name, empty where there is none."""


class Malformed(Struct, frozen=True):
    """A piece of an address field that is not an address; kept, named, and in the way of sending."""

    text: str
    fault: AddressFault
    start: int
    """Index of the piece's first character in the field's text."""
    end: int

    @property
    def culprit(self) -> int | None:
        """The index in ``text`` of the one character that is unreadable, draws nothing, or looks like a dot."""
        undecoded = unreadable_at(self.text)
        if undecoded is not None:
            return undecoded
        parts = take_apart(self.text)
        address = parts.address if parts else self.text
        place = culprit_at(address)
        if place is None:
            return self._wide_space_around()
        begin = self.text.rfind(address)  # a comment within the address is gone from it
        return begin + place if begin >= 0 else self.text.rfind(address[place])

    def _wide_space_around(self) -> int | None:
        """The index of white space in an address, or at its edge, that is no blank and no tab."""
        if self.fault is not AddressFault.INVISIBLE or self.text.isascii():
            return None
        found = _WIDE_SPACE.search(self.text, self.text.rfind("<") + 1)
        return found.start() if found else None


class Group(Struct, frozen=True):
    """An RFC 5322 group (``Friends: a@x.example, b@x.example;``); groups do not nest in the grammar."""

    name: str
    members: tuple[Mailbox | Malformed, ...]


Entry = Mailbox | Group | Malformed


class MalformedAddressError(ValueError):
    """The text is not one address; ``.malformed`` tells why and where."""

    def __init__(self, malformed: Malformed) -> None:
        super().__init__(malformed.fault.value)
        self.malformed = malformed


def parse_address(text: str) -> Address:
    """Read one addr-spec (``kim@hanbit.example``); raises MalformedAddressError."""
    found = _judged(text)
    if isinstance(found, Address):
        return found
    stripped = text.strip()
    start = len(text) - len(text.lstrip())
    raise MalformedAddressError(Malformed(stripped, found, start, start + len(stripped)))


def normal_domain(text: str) -> str:
    """A domain name as UTS-46 A-label, lower case; raises MalformedAddressError, for literals too."""
    found = _judged(f"x@{text}")
    if isinstance(found, Address) and not found.domain.startswith("["):
        return found.domain
    fault = AddressFault.DOMAIN if isinstance(found, Address) else found
    raise MalformedAddressError(Malformed(text, fault, 0, len(text)))


def parse_field(text: str) -> tuple[Entry, ...]:
    """Read the content of an address field; nothing is dropped: what is no address becomes Malformed.

    Commas separate, semicolons and line breaks too, and a tab behind a whole address: pasted columns keep every line.
    """
    return tuple(
        _read(text, piece)
        if isinstance(piece, Piece)
        else Group(
            _group_name(text, piece),
            (*_unreadable(text, piece.name), *(_read(text, member) for member in piece.members)),
        )
        for piece in split_field(text)
    )


def format_entry(entry: Entry) -> str:
    """One entry as a member would type it; ``parse_field`` reads it back to an equal entry."""
    match entry:
        case Mailbox(address, name):
            phrase = name_as_phrase(name)
            return str(address) if phrase == '""' else f"{phrase} <{address}>"
        case Group(name, members):
            return f"{name_as_phrase(name)}: {', '.join(format_entry(member) for member in members)};"
        case Malformed(text):
            return text


def format_field(entries: tuple[Entry, ...]) -> str:
    """The entries as the text of an address field, separated by a comma and a space."""
    return ", ".join(format_entry(entry) for entry in entries)


def _judged(text: str) -> Address | AddressFault:
    """The address that a text is, or why it is none."""
    found: Parts | AddressFault = ordinary_parts(text) or examined_parts(text.strip())
    return found if isinstance(found, AddressFault) else Address(*found)


def _read(text: str, piece: Piece) -> Mailbox | Malformed:
    raw = text[piece.start : piece.end]
    if unreadable_at(raw) is not None:
        return Malformed(raw, AddressFault.UNDECODABLE, piece.start, piece.end)
    name, _, inside = raw.removesuffix(">").partition("<")
    ordinary = ordinary_parts(inside if inside and raw[-1] == ">" and (not name or is_plain(name)) else raw)
    if ordinary:  # most addresses; the long way finds the same
        return Mailbox(Address(*ordinary), clean_name(name) if inside else "")
    parts = take_apart(raw)
    found = _judged(parts.address) if parts else AddressFault.SYNTAX
    if parts and isinstance(found, Address):
        return Mailbox(found, parts.name)
    return Malformed(raw, found if isinstance(found, AddressFault) else AddressFault.SYNTAX, piece.start, piece.end)


def _unreadable(text: str, name: Piece) -> Iterator[Malformed]:
    """The name of a group as a malformed member of it, where it cannot be read."""
    raw = text[name.start : name.end]
    if unreadable_at(raw) is not None:
        yield Malformed(raw, AddressFault.UNDECODABLE, name.start, name.end)


def _group_name(text: str, group: GroupPiece) -> str:
    return phrase_text(without_comments(text[group.name.start : group.name.end]) or "")
