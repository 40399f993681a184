"""Field values with parameters (RFC 2045, 5.1; RFC 2183; RFC 2231), read so that nothing raises and nothing is lost.

Readers differ about what is not well written: comments, quotes that stay open, a parameter that is given twice. Where
one of them would find a parameter it is found here; every value that one of them would take is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from policy.charsets import decoded

_MARK = re.compile(rb'(?s:\\.|[";()])')
_TOKEN = re.compile(rb'[^\s;()"=,]*')
_NAMED = re.compile(rb"(?s:\s*([^\s*=;\"]{1,200})\s*(?:\*([0-9]{1,9}))?\s*(\*)?\s*=(.*+))")
_QUOTED = re.compile(rb'(?s:\s*"((?:[^"\\]|\\.)*+)")')
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")


class Parameters(Struct, frozen=True):
    """A field value as its first word and its parameters."""

    front: str
    """What stands in front, such as ``text/plain`` or ``attachment``, in small letters; empty where nothing does."""
    opening: str
    """The value up to its first semicolon, without comments, in small letters."""
    values: Mapping[str, tuple[Value, ...]]
    """By name in small letters: every different value, the one most readers take first. Never an empty tuple."""

    def first(self, name: str) -> Value | None:
        """The value of a parameter that most readers take; None where it is not given."""
        return next(iter(self.values.get(name, ())), None)


class Value(Struct, frozen=True):
    """One value that readers may take for a parameter."""

    octets: bytes
    """The value's octets, with quotes, percent-encoding and continuations resolved."""
    charset: str = ""
    """The charset that RFC 2231 lets a value name; empty where it names none."""

    @property
    def text(self) -> str:
        """The octets in their charset where it is one of mail, else as UTF-8 with what is none of it replaced."""
        found = decoded(self.octets, self.charset)
        return self.octets.decode("utf-8", "replace") if found is None else found


class _Written(Struct, frozen=True):
    """One parameter as written: ``name*section*=value``, its quotes resolved."""

    name: str
    section: int | None
    is_extended: bool
    value: bytes


def parameters_of(value: bytes) -> Parameters:
    """Take the unfolded value of a field apart, in linear time."""
    plain = _without_comments(value)
    token = _TOKEN.match(plain.lstrip())
    written: dict[str, list[_Written]] = {}
    for one in (*_written(value), *(_written(plain) if plain != value else ())):
        written.setdefault(one.name, []).append(one)
    values = {name: tuple(dict.fromkeys(_values(ones))) for name, ones in written.items()}
    opening = plain.partition(b";")[0].strip().decode("latin-1").lower()
    return Parameters(token[0].decode("ascii", "replace").lower() if token else "", opening, values)


def _marks(value: bytes) -> Iterator[tuple[int, bytes]]:
    """The offset of each quotation mark, semicolon and parenthesis that is not escaped, and which of them it is."""
    is_quoted = False
    for found in _MARK.finditer(value):
        mark, place = found[0][-1:], found.end() - 1
        if len(found[0]) == 2 and (is_quoted or mark not in b'";()'):
            continue
        is_quoted ^= mark == b'"'
        yield place, mark


def _without_comments(value: bytes) -> bytes:
    """The value without comments in parentheses; unchanged where parentheses or quotes do not match."""
    if b"(" not in value:
        return value
    kept, depth, start, is_quoted = [], 0, 0, False
    for place, mark in _marks(value):
        if mark == b'"':
            is_quoted = not is_quoted
        elif mark == b"(" and not is_quoted:
            kept += [value[start:place]] if depth == 0 else []
            depth += 1
        elif mark == b")" and not is_quoted:
            depth, start = depth - 1, place + 1
            if depth < 0:
                return value
    return value if depth or is_quoted else b" ".join([*kept, value[start:]])


def _segments(value: bytes) -> Iterator[bytes]:
    """What stands between semicolons, and behind the token in front of the first one; a quote must be closed."""
    first, *rest = _between_semicolons(value)
    yield first.lstrip().partition(b" ")[2]
    yield from rest


def _between_semicolons(value: bytes) -> list[bytes]:
    found, start, opened = [], 0, -1
    for place, mark in _marks(value):
        if mark == b'"':
            opened = place if opened < 0 else -1
        elif mark == b";" and opened < 0:
            found.append(value[start:place])
            start = place + 1
    return [*found, *(value[start:].split(b";") if opened >= 0 else [value[start:]])]


def _written(value: bytes) -> Iterator[_Written]:
    for segment in _segments(value):
        found = _NAMED.fullmatch(segment)
        if found:
            section = int(found[2]) if found[2] else None
            yield _Written(found[1].decode("latin-1").lower(), section, bool(found[3]), _unquoted(found[4]))


def _unquoted(value: bytes) -> bytes:
    quoted = _QUOTED.match(value)
    if quoted:
        return re.sub(rb"(?s:\\(.))", rb"\1", quoted[1])
    return value.strip().removeprefix(b'"').removesuffix(b'"')


def _values(written: list[_Written]) -> Iterator[Value]:
    """The values of one name: first that of RFC 2231 in one piece, then that in sections, then plain ones."""
    yield from (_extended(one.value) for one in written if one.section is None and one.is_extended)
    sections: dict[int, _Written] = {}
    for one in written:
        if one.section is not None:
            sections.setdefault(one.section, one)
    if sections:
        yield _joined([sections[number] for number in sorted(sections)])
    yield from (Value(one.value) for one in written if one.section is None and not one.is_extended)


def _joined(sections: list[_Written]) -> Value:
    first, *rest = sections
    start = _extended(first.value) if first.is_extended else Value(first.value)
    pieces = (_percent_decoded(one.value) if one.is_extended else one.value for one in rest)
    return Value(b"".join([start.octets, *pieces]), start.charset)


def _extended(value: bytes) -> Value:
    """``charset'language'percent-encoded``; without the two quotes all of it is the value."""
    charset, first, rest = value.partition(b"'")
    _language, second, encoded = rest.partition(b"'")
    if not (first and second):
        return Value(_percent_decoded(value))
    return Value(_percent_decoded(encoded), charset.decode("latin-1").strip())


def _percent_decoded(value: bytes) -> bytes:
    return _PERCENT.sub(lambda found: bytes([int(found[1], 16)]), value)
