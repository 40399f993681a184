"""Reads names and mail addresses from vCards: versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350)."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from msgspec import Struct, field

from composer.disk.character_sets import decode_bytes
from composer.safe_text import clean

LONGEST_NAME = 200
_MOST_CARDS = 50_000
_LINE = re.compile(r'(?:[\w-]++\.)?+([\w-]++)((?:;(?:"[^"]*"|[^":;])*+)*+):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';((?:"[^"]*"|[^";])*)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"((?:\\.|[^;\\])*)(?:;|$)", re.DOTALL)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNMARKED = {b"B\0E\0G\0": "utf-16-le", b"\0B\0E\0G": "utf-16-be"}
"""How a card begins in UTF-16 without a byte order mark."""
_BASE_64 = frozenset({"BASE64", "ENCODING=BASE64", "ENCODING=B"})
_MAILTO = re.compile("^mailto:", re.IGNORECASE)
_WANTED = frozenset({"BEGIN", "END", "FN", "N", "ORG", "EMAIL"})


class Card(Struct, frozen=True):
    """A card with at least one mail address."""

    name: str
    """The name, cleaned; empty where the card gives none."""
    addresses: tuple[str, ...]
    """The addresses as written, preferred ones first; they may be malformed."""


class _Reading(Struct):
    names: dict[str, str] = field(default_factory=dict)
    addresses: list[tuple[int, str]] = field(default_factory=list)

    def card(self) -> Card:
        name = self.names.get("FN") or self.names.get("N") or self.names.get("ORG") or ""
        return Card(name, tuple(address for _rank, address in sorted(self.addresses, key=lambda pair: pair[0])))


def read_cards(data: bytes) -> list[Card]:
    """Every card of a file that has an address; what cannot be read is passed over."""
    cards: list[Card] = []
    open_cards: list[_Reading] = []
    for name, parameters, value in _properties(data):
        if name == "BEGIN":
            open_cards.append(_Reading())
        elif name == "END" and open_cards:
            cards.append(open_cards.pop().card())
        elif open_cards:
            _note(open_cards[-1], name, parameters, value)
        if len(cards) >= _MOST_CARDS:
            break
    cards += [reading.card() for reading in open_cards]
    return [card for card in cards if card.addresses]


def _note(reading: _Reading, name: str, parameters: list[str], value: str) -> None:
    if name == "EMAIL":
        address = _MAILTO.sub("", _unescaped(value).strip())
        if address:
            reading.addresses.append((_preference(parameters), address))
    elif name in {"FN", "N", "ORG"}:
        text = {"FN": _unescaped, "N": _of_parts, "ORG": _first_part}[name](value)
        reading.names.setdefault(name, " ".join(clean(text, longest=LONGEST_NAME).split()))


def _properties(data: bytes) -> Iterator[tuple[str, list[str], str]]:
    """Name, parameters and value of each property; what is written is told apart before a charset is known."""
    for line in _unfolded(_octets(data).splitlines()):
        found = _LINE.match(line.strip().decode("latin-1"))  # an octet a character, whatever it means
        if found is None or found[1].upper() not in _WANTED:
            continue
        parameters = [parameter.strip().upper() for parameter in _PARAMETER.findall(found[2])]
        yield found[1].upper(), parameters, _text(found[3].encode("latin-1"), parameters)


def _octets(data: bytes) -> bytes:
    """The file with its lines in one octet a letter of the syntax, without a byte order mark."""
    codec = "utf-16" if data.startswith(_UTF_16) else _UNMARKED.get(data[:6].upper())
    if codec is not None:
        return data.decode(codec, "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def _unfolded(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines: a fold may stand within a letter, and quoted-printable has line ends of its own (version 2.1).

    The white space of a fold belongs to the fold (RFC 6350, section 3.2), but in version 2.1 to the text (section 2.1.3
    there): it folds only where there is some. Its writers do not all know that, and no address has any.
    """
    pieces: list[bytes] = []
    head, is_old = b"", False
    for line in lines:
        is_fold = line[:1] in (b" ", b"\t")
        is_soft = b"QUOTED-PRINTABLE" in head and pieces[-1].rstrip().endswith(b"=")
        if pieces and (is_fold or is_soft):
            pieces[-1] = pieces[-1].rstrip().removesuffix(b"=") if is_soft else pieces[-1]
            is_text = is_old and not is_soft and b"EMAIL" not in head
            pieces.append(line if is_text or not is_fold else line[1:])
            head = head if head.endswith(b":") else _head(head + pieces[-1])
            continue
        if pieces:
            yield b"".join(pieces)
        pieces, head = [line], _head(line)
        is_old = _is_old(line, is_old)
    if pieces:
        yield b"".join(pieces)


def _head(line: bytes) -> bytes:
    """Name and parameters of a property in capitals, with the colon if that has come."""
    name, colon, _value = line.partition(b":")
    return (name + colon).upper()


def _is_old(line: bytes, is_old: bool) -> bool:
    """Whether what follows a line is in version 2.1; until a card says so, it is not."""
    name, _colon, value = line.upper().partition(b":")
    return value.strip() == b"2.1" if name.strip() == b"VERSION" else is_old and name.strip() != b"BEGIN"


def _text(value: bytes, parameters: list[str]) -> str:
    """The value decoded: in UTF-8 as versions 3.0 and 4.0 have it, or in the charset that version 2.1 names."""
    if any("QUOTED-PRINTABLE" in parameter for parameter in parameters):
        value = binascii.a2b_qp(value.removesuffix(b"="))
    elif not _BASE_64.isdisjoint(parameters):
        with suppress(binascii.Error):
            value = binascii.a2b_base64(value)
    sets = (parameter.removeprefix("CHARSET=") for parameter in parameters if parameter.startswith("CHARSET="))
    return decode_bytes(value, next(sets, "utf-8").strip('"'))


def _preference(parameters: list[str]) -> int:
    """The rank of an address from 1 (first): PREF of version 4; 1 or 101 in versions 2.1 and 3.0."""
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if key == "PREF":
            return int(value) if equals and value.isascii() and value.isdigit() and len(value) < 4 else 1
        if key == "TYPE" and "PREF" in value.strip('"').split(","):
            return 1
    return 101


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: " " if found[1] in "nN" else found[1], value)


def _first_part(value: str) -> str:
    found = _PARTS.match(value)
    return _unescaped(found[1]) if found else ""


def _of_parts(value: str) -> str:
    """Family and given name as their script has them: family first, closed up, in Hangul, kana and Chinese."""
    family, given = ([_unescaped(part).strip() for part in _PARTS.findall(value)] + ["", ""])[:2]
    if family[:1] >= "\u1100" and given[:1] >= "\u1100":
        return family + given
    return f"{given} {family}".strip()
