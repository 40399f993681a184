"""Header fields whose lines are longer than servers take: folded where that changes nothing (RFC 5322, 2.2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.gate.recoding.line_lengths import LONGEST_LINE, has_long_line

_WITH_COMMAS = {
    b"to", b"cc", b"bcc", b"from", b"reply-to", b"resent-to", b"resent-cc", b"resent-bcc", b"resent-from",
}  # fmt: skip
"""Fields in which white space may stand behind a comma that no quotation marks, comment or angle bracket holds."""
_TOKEN = re.compile(rb'(?s:\\.|["(),<>])')
_BLANK = re.compile(rb"[ \t]+(?=[^ \t\r\n])")


class NotFoldableError(Exception):
    """A field has a piece that is too long and must not be cut; the argument is the field's name as it is written."""


def folded_fields(lines: bytes) -> bytes:
    """Header lines with CRLF, the long ones folded; raises ``NotFoldableError``."""
    if not has_long_line(lines):
        return lines
    return b"".join(_folded(field) if has_long_line(field) else field for field in _fields(lines))


def without_field(lines: bytes, name: bytes) -> bytes:
    """Header lines without the fields of a name (lower case)."""
    return b"".join(field for field in _fields(lines) if _name(field).lower() != name)


def _fields(lines: bytes) -> Iterator[bytes]:
    """The lines of each field together."""
    whole = b""
    for line in lines.split(b"\r\n")[:-1]:
        if whole and line[:1] not in (b" ", b"\t"):
            yield whole
            whole = b""
        whole += line + b"\r\n"
    if whole:
        yield whole


def _name(field: bytes) -> bytes:
    return field.partition(b":")[0].rstrip()


def _folded(field: bytes) -> bytes:
    name = _name(field)
    may_add = name.lower() in _WITH_COMMAS
    try:
        return b"".join(_broken(line.removesuffix(b"\r\n"), may_add) for line in field.splitlines(keepends=True))
    except NotFoldableError:
        raise NotFoldableError(name.decode("ascii", "replace")) from None


def _broken(line: bytes, may_add: bool) -> bytes:
    """The line cut as late as can be, each time in front of a blank that is there already or may be added."""
    if len(line) <= LONGEST_LINE:
        return line + b"\r\n"
    kept: list[bytes] = []
    start, added = 0, b""
    best: tuple[int, bytes] | None = None
    for place in sorted({*_blanks(line), *(_behind_commas(line) if may_add else ()), (len(line), b"")}):
        while len(added) + place[0] - start > LONGEST_LINE:
            if best is None:
                raise NotFoldableError
            kept.append(added + line[start : best[0]])
            (start, added), best = best, None
        best = place if line[start : place[0]].strip() else best
    return b"\r\n".join([*kept, added + line[start:], b""])


def _blanks(line: bytes) -> Iterator[tuple[int, bytes]]:
    return ((found.start(), b"") for found in _BLANK.finditer(line))


def _behind_commas(line: bytes) -> Iterator[tuple[int, bytes]]:
    is_quoted, comments, is_angle = False, 0, False
    for found in _TOKEN.finditer(line):
        mark = found[0]
        if mark == b'"' and not comments:
            is_quoted = not is_quoted
        elif is_quoted:
            continue
        elif mark in (b"(", b")"):
            comments += 1 if mark == b"(" else -1
        elif mark in (b"<", b">"):
            is_angle = mark == b"<"
        elif mark == b"," and not comments and not is_angle and line[found.end() : found.end() + 1].strip():
            yield found.end(), b" "
