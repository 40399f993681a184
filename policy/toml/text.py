"""TOML text to plain data, and findings in that data back to places in the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache

from policy.errors import DocumentFaultsError, Fault, FaultCode, Finding, KeyPath

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = str.maketrans({
    **{chr(code): f"\\u{code:04x}" for code in (*range(0x20), 0x7F)},
    **{'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"},
})  # fmt: skip
_ESCAPES_IN_LINES = {code: escape for code, escape in _ESCAPES.items() if chr(code) not in '"\n'}
_CLOSING = re.compile(r'"(?=""|\Z)')
"""Quotation marks that could be taken for the end of a string over several lines."""
_UNQUOTED = re.compile(r"[ \t]*[^=\s\"'#][^=\"'#]*=[ \t]*([A-Za-z][\w -]*?|\d[\d.]*[ \t]*[A-Za-z]+)[ \t]*(?:#.*)?")
"""A line that gives a key a word, or a number with its unit, as a text without quotes."""
_LONGEST = 60
"""Characters of a found value that a fault repeats."""


def decode(data: bytes) -> str:
    """The text of a file; raises DocumentFaultsError where it is not UTF-8. A byte order mark is dropped."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place_of_byte(data, error.start)
        fault = Fault(FaultCode.NOT_UTF8, "", line, column, f"{data[error.start]:02x}")
        raise DocumentFaultsError((fault,)) from None


def parse(text: str) -> dict[str, object]:
    """The data of a TOML text; raises DocumentFaultsError with the one fault the parser stops at."""
    try:
        return _own_copy(text)
    except RecursionError:
        raise DocumentFaultsError((Fault(FaultCode.TOO_DEEP, "", 1, 1),)) from None
    except ValueError as error:  # beside TOMLDecodeError: integers of more digits than Python converts
        raise DocumentFaultsError((_syntax_fault(text, str(error)),)) from None


@lru_cache(maxsize=2)  # one after the other asks for the policy before and the one after an edit
def _parsed(text: str) -> dict[str, object]:
    return tomllib.loads(without_mark(text))


def _own_copy(text: str) -> dict[str, object]:
    """The data of a text, the caller's own; what is nested too deep to be copied is parsed anew."""
    data = _parsed(text)
    try:
        return {key: _copied(value) for key, value in data.items()}
    except RecursionError:
        return tomllib.loads(without_mark(text))


def _copied(value: object) -> object:
    """Tables and arrays of the caller's own; what stands in them cannot be changed."""
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_copied(one) if isinstance(one, dict | list) else one for one in value]
    return value


def without_mark(text: str) -> str:
    """The text without a leading byte order mark, which editors add and the parser refuses."""
    return text.removeprefix("\ufeff")


def locate(text: str, findings: Iterable[Finding]) -> tuple[Fault, ...]:
    """The findings with line and column, in the order of lines; what is absent stands where its table begins."""
    # Deferred: only a document with faults pays for looking up lines.
    from policy.toml.lines import key_positions, nearest

    positions = key_positions(without_mark(text))
    faults = []
    for finding in findings:
        line, column = nearest(finding.path, positions)
        key = dotted(finding.path)
        faults.append(Fault(finding.code, key, line, column, finding.found, finding.expected, finding.path))
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column, fault.key, fault.code.value)))


def dotted(path: KeyPath) -> str:
    """A path as TOML writes keys, with positions in brackets (``lists[2].address``)."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += "." * bool(text) + (part if _BARE.fullmatch(part) else quoted(part))
    return text


def quoted(text: str) -> str:
    """A text as a TOML basic string; the one way in which this project writes strings into TOML."""
    return f'"{text.translate(_ESCAPES)}"'


def quoted_lines(text: str, line_end: str) -> str:
    """A text of several lines as a TOML basic string over as many lines; read back it is the same."""
    escaped = text.translate(_ESCAPES_IN_LINES)
    return '"""' + line_end + _CLOSING.sub(r"\"", escaped).replace("\n", line_end) + '"""'


def shown(value: object) -> str:
    """A value as TOML writes it, shortened: enough to recognise it in a fault."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value if len(value) <= _LONGEST else value[:_LONGEST] + "...")
        case dict():
            return "{...}" if value else "{}"
        case list():
            return "[...]" if value else "[]"
        case int() if value.bit_length() > 64:  # Python refuses to write out integers of thousands of digits
            return hex(value)[:_LONGEST]
    return str(value)


def _place_of_byte(data: bytes, start: int) -> tuple[int, int]:
    before = data[:start].removeprefix(b"\xef\xbb\xbf")
    last_line = before.rpartition(b"\n")[2]
    return before.count(b"\n") + 1, len(last_line.decode("utf-8")) + 1


def _syntax_fault(text: str, message: str) -> Fault:
    place = _PLACE.search(message)
    if place is None:
        return Fault(FaultCode.SYNTAX, "", 1, 1, message)
    reason = message[: place.start()]
    if place[1]:
        return _unquoted(text, int(place[1])) or Fault(FaultCode.SYNTAX, "", int(place[1]), int(place[2]), reason)
    lines = without_mark(text).replace("\r\n", "\n").split("\n")
    return Fault(FaultCode.SYNTAX, "", len(lines), len(lines[-1]) + 1, reason)


def _unquoted(text: str, line: int) -> Fault | None:
    """The fault of a line that lacks nothing but the quotes around its value; None for any other line."""
    found = _UNQUOTED.fullmatch(without_mark(text).split("\n")[line - 1].rstrip("\r"))
    if found is None or found[1] in {"true", "false", "inf", "nan"}:
        return None
    return Fault(FaultCode.UNQUOTED, "", line, found.start(1) + 1, found[1][:_LONGEST])
