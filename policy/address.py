"""One address: parse, normal form, domain comparison (RFC 5322, RFC 6531, UTS 46)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from policy.address_syntax import Parts, Piece, Splitter, take_apart
from policy.foreign_text import clean_line


class AddressFault(Enum):
    """Why a piece of an address field is not an address."""

    EMPTY = "empty"
    NO_AT = "no_at"
    LOCAL_PART = "local_part"
    DOMAIN = "domain"
    INVISIBLE = "invisible"
    """Soft hyphen, control, format or look-alike separator that UTS 46 does not map."""
    SYNTAX = "syntax"
    """Unbalanced quotes, comments, brackets; source routes; text after the address."""
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Address:
    """One well-formed addr-spec."""

    local: str
    """Local part as written, quotes included where it needs them."""
    domain: str
    """UTS-46 A-label form, lower case (``xn--...``), or an address literal ``[...]`` as written."""

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What two spellings of one mailbox share: NFC, case-folded; for comparison and deduplication only."""
        local = self.local
        if local.isascii() and local[0] != '"':
            return f"{local.lower()}@{self.domain}"
        return f"{unicodedata.normalize('NFC', unicodedata.normalize('NFC', local).casefold())}@{self.domain}"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name it was given."""

    address: Address
    name: str = ""
    """Decoded display name, empty where there is none."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """A piece of an address field that is not an address; kept, named, and in the way of sending."""

    text: str
    fault: AddressFault
    start: int
    """Index of the piece's first character in the field's text."""
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """An RFC 5322 group (``Friends: a@x.example, b@x.example;``); groups do not nest in the grammar."""

    name: str
    members: tuple[Mailbox | Malformed, ...]


Entry = Mailbox | Group | Malformed

LONGEST = 254
"""Octets of an address (RFC 5321, erratum 1690)."""
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ORDINARY = re.compile(rf"({_ATEXT}(?:\.{_ATEXT})*)@({_LABEL}(?:\.{_LABEL})*)")
"""Plain ASCII addresses that need no closer look; everything else is judged by email-validator."""
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\[^\n])*)"')
_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?\s]*\?=(?:\s+(?==\?))?")
_PLAIN_NAME = re.compile(r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~\- ]|[^\x00-\x7f])+")


class MalformedAddressError(ValueError):
    """The text is not one address; ``.malformed`` tells why and where."""

    def __init__(self, malformed: Malformed) -> None:
        super().__init__(malformed.fault.value)
        self.malformed = malformed


def parse_address(text: str) -> Address:
    """Read one addr-spec (``kim@hanbit.example``); raises MalformedAddressError."""
    ordinary = _ORDINARY.fullmatch(text)
    if ordinary and len(text) <= LONGEST and len(ordinary[1]) <= 64:
        return Address(ordinary[1], ordinary[2].lower())
    stripped = text.strip()
    fault = _obvious_fault(stripped)
    if fault is None:
        validated = _validated(stripped)
        if validated is not None:
            return validated
        domain_is_good = _validated("x@" + stripped.rpartition("@")[2]) is not None
        fault = AddressFault.LOCAL_PART if domain_is_good else AddressFault.DOMAIN
    raise MalformedAddressError(Malformed(stripped, fault, 0, len(text)))


def normal_domain(text: str) -> str:
    """A domain as UTS-46 A-label, lower case; raises MalformedAddressError."""
    if text.startswith("[") or "@" in text:
        raise MalformedAddressError(Malformed(text, AddressFault.DOMAIN, 0, len(text)))
    return parse_address(f"x@{text}").domain


def parse_field(text: str) -> tuple[Entry, ...]:
    """Read the content of an address field; nothing is dropped: what is no address becomes Malformed."""
    entries: list[Entry] = []
    members: list[Mailbox | Malformed] = []
    opened: Piece | None = None
    for piece in Splitter(text).pieces():
        if piece.opens_group:
            opened, members = piece, []
            continue
        entry = _entry(text, piece)
        if opened is None:
            entries.extend([entry] if entry else [])
            continue
        members.extend([entry] if entry else [])
        if piece.closes_group:
            entries.append(Group(_name(text[opened.start : opened.end]), tuple(members)))
            opened = None
    if opened is not None:
        entries.append(_malformed(text, opened.start, len(text), AddressFault.SYNTAX))
    return tuple(entries)


def format_entry(entry: Entry) -> str:
    """One entry as a member would type it; ``parse_field`` reads it back to an equal entry."""
    match entry:
        case Mailbox(address, ""):
            return str(address)
        case Mailbox(address, name):
            return f"{_quoted(name)} <{address}>"
        case Group(name, members):
            return f"{_quoted(name)}: {', '.join(format_entry(member) for member in members)};"
        case Malformed(text):
            return text


def format_field(entries: tuple[Entry, ...]) -> str:
    """The entries as the text of an address field, separated by a comma and a space."""
    return ", ".join(format_entry(entry) for entry in entries)


def _entry(text: str, piece: Piece) -> Mailbox | Malformed | None:
    raw = text[piece.start : piece.end]
    if _ORDINARY.fullmatch(raw.strip()):
        return _mailbox(raw.strip(), "", text, piece)
    if not raw.strip():
        return None
    parts = take_apart(raw)
    if not parts.is_balanced or parts.trailing:
        return _malformed(text, piece.start, piece.end, AddressFault.SYNTAX)
    if parts.angle is None:
        return _mailbox(parts.phrase, clean_line(parts.comment).strip(), text, piece)
    return _bracketed(parts, text, piece)


def _bracketed(parts: Parts, text: str, piece: Piece) -> Mailbox | Malformed:
    angle = parts.angle or ""
    if angle.startswith("@") and ":" in angle:
        return _malformed(text, piece.start, piece.end, AddressFault.SYNTAX)
    return _mailbox(angle, _name(parts.phrase), text, piece)


def _mailbox(address: str, name: str, text: str, piece: Piece) -> Mailbox | Malformed:
    try:
        return Mailbox(parse_address(address), name)
    except MalformedAddressError as error:
        return _malformed(text, piece.start, piece.end, error.malformed.fault)


def _malformed(text: str, start: int, end: int, fault: AddressFault) -> Malformed:
    raw = text[start:end]
    begin = start + len(raw) - len(raw.lstrip())
    return Malformed(raw.strip(), fault, begin, begin + len(raw.strip()))


def _obvious_fault(text: str) -> AddressFault | None:
    if not text:
        return AddressFault.EMPTY
    if "@" not in text:
        return AddressFault.NO_AT
    if any(unicodedata.category(character) in _INVISIBLE for character in text):
        return AddressFault.INVISIBLE
    if len(text) > LONGEST:
        return AddressFault.TOO_LONG
    if any(character.isspace() for character in _QUOTED.sub("", text)):
        return AddressFault.SYNTAX
    local, _, domain = text.rpartition("@")
    if not local:
        return AddressFault.LOCAL_PART
    return None if domain else AddressFault.DOMAIN


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _validated(text: str) -> Address | None:
    """What email-validator makes of one address; it is imported here because most addresses never need it."""
    import email_validator

    # Companies use .local, .test, .invalid and localhost inside, which the library rejects by name.
    email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()
    try:
        found = email_validator.validate_email(
            text,
            check_deliverability=False,
            allow_smtputf8=True,
            allow_quoted_local=True,
            allow_domain_literal=True,
            globally_deliverable=False,
        )
    except (email_validator.EmailNotValidError, ValueError):
        return None
    domain = found.ascii_domain
    return Address(found.local_part, domain if domain.startswith("[") else domain.lower())


def _name(phrase: str) -> str:
    """A display name decoded: quoted strings unescaped, encoded words (RFC 2047) outside of them decoded."""
    if '"' not in phrase and "=?" not in phrase:
        return " ".join(clean_line(phrase).split())
    pieces = []
    place = 0
    for quoted in _QUOTED.finditer(phrase):
        pieces += [_decoded(phrase[place : quoted.start()]), re.sub(r"\\(.)", r"\1", quoted[1])]
        place = quoted.end()
    pieces.append(_decoded(phrase[place:]))
    return " ".join(clean_line("".join(pieces)).split())


def _decoded(text: str) -> str:
    if "=?" not in text:
        return text
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    def word(match: re.Match[str]) -> str:
        try:
            return str(make_header(decode_header(match[0].rstrip())))
        except (HeaderParseError, LookupError, ValueError):
            return match[0]

    return _ENCODED_WORD.sub(word, text)


def _quoted(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name) and "=?" not in name:
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
