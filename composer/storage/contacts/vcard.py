"""Names and mail addresses in vCards: versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from msgspec import Struct, field

from composer.safe_text import clean
from composer.disk.character_sets import decode_bytes

LONGEST_NAME = 200
_MOST_CARDS = 50_000
_FOLD = re.compile(rb"\r?\n[ \t]")
_LINE = re.compile(r'(?:[\w-]++\.)?+([\w-]++)((?:;(?:"[^"]*"|[^":;])*+)*+):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';((?:"[^"]*"|[^";])*)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"((?:\\.|[^;\\])*)(?:;|$)", re.DOTALL)
_WANTED = frozenset({"BEGIN", "END", "FN", "N", "ORG", "EMAIL"})


class Card(Struct, frozen=True):
    """One card that has an address."""

    name: str
    """Cleaned; empty where the card gives none."""
    addresses: tuple[str, ...]
    """As written, preferred ones first; not yet judged."""


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
        address = _unescaped(value).strip().removeprefix("mailto:")
        if address:
            reading.addresses.append((_preference(parameters), address))
    elif name in {"FN", "N", "ORG"}:
        text = {"FN": _unescaped, "N": _of_parts, "ORG": _first_part}[name](value)
        reading.names.setdefault(name, " ".join(clean(text, longest=LONGEST_NAME).split()))


def _properties(data: bytes) -> Iterator[tuple[str, list[str], str]]:
    """Name, parameters and value of each line; a fold may stand within a letter, so bytes are unfolded."""
    lines = iter(_FOLD.sub(b"", data).decode("utf-8-sig", "replace").splitlines())
    for line in lines:
        found = _LINE.match(line.strip())
        if found is None or found[1].upper() not in _WANTED:
            continue
        parameters = [parameter.upper() for parameter in _PARAMETER.findall(found[2])]
        value = found[3]
        if any("QUOTED-PRINTABLE" in parameter for parameter in parameters):
            while value.endswith("="):
                value = value[:-1] + next(lines, "")
            value = _quoted_printable(value, parameters)
        yield found[1].upper(), parameters, value


def _quoted_printable(value: str, parameters: list[str]) -> str:
    sets = (parameter.removeprefix("CHARSET=") for parameter in parameters if parameter.startswith("CHARSET="))
    return decode_bytes(binascii.a2b_qp(value.encode("utf-8", "replace")), next(sets, "utf-8"))


def _preference(parameters: list[str]) -> int:
    """1 to 100 of version 4; version 2.1 and 3.0 only say which is preferred."""
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
