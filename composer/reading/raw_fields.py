"""Header fields as octets: told apart without reading them, so that what is not touched stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from policy.foreign_text import text_of

_NAME = re.compile(rb"([!-9;-~]+):")
"""Without the space before the colon that RFC 5322, 4.5 calls obsolete: some readers take such a line for the text."""
_FOLD = re.compile(rb"\r\n(?=[ \t])")


class NotFieldsError(ValueError):
    """A line of the header is no field (RFC 5322, 2.2), so that nobody can say where the header ends."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line
        """The number of the line in the header, from 1."""


class RawField(Struct, frozen=True):
    """One header field as it is written."""

    name: str
    """The field's name in lower case."""
    octets: bytes
    """The field's octets: name, folded value, and the CRLF at the end."""

    @property
    def value(self) -> str:
        """The value unfolded, without blanks around it; raw UTF-8 (RFC 6532) is decoded.

        Other octets become ``policy.foreign_text.UNREADABLE``.
        """
        value = self.octets.partition(b":")[2]
        return text_of(_FOLD.sub(b"", value)).strip(" \t\r\n")

    @property
    def text(self) -> str:
        """The value without white space of any kind around it."""
        return self.value.strip()


def fields_of(head: bytes) -> tuple[RawField, ...]:
    """The fields of a header with CRLF line ends and without its empty line; raises ``NotFieldsError``."""
    return tuple(_fields(head))


def begins_with_field(octets: bytes) -> bool:
    """Whether some octets begin with the name of a field and its colon."""
    return _NAME.match(octets) is not None


def texts(fields: Iterable[RawField], name: str) -> tuple[str, ...]:
    """The values of every field of this name (lower case), in order."""
    return tuple(field.text for field in fields if field.name == name)


def repeated(fields: Sequence[RawField], names: Iterable[str]) -> str | None:
    """The first of these names (lower case) that says something more than once; None = none does."""
    return next((name for name in names if sum(map(bool, texts(fields, name))) > 1), None)


def joined(fields: Iterable[RawField]) -> bytes:
    """The octets of a header made of these fields, without its empty line."""
    return b"".join(field.octets for field in fields)


def _fields(head: bytes) -> Iterator[RawField]:
    lines: list[bytes] = []
    name = ""
    for number, line in enumerate(head.split(b"\r\n")[:-1], 1):
        if line[:1] in (b" ", b"\t") and lines:
            lines.append(line)
            continue
        found = _NAME.match(line)
        if found is None:
            raise NotFieldsError(number)
        if lines:
            yield RawField(name, b"\r\n".join([*lines, b""]))
        name, lines = found[1].decode("ascii").lower(), [line]
    if lines:
        yield RawField(name, b"\r\n".join([*lines, b""]))
