"""Values as TOML writes them, in the style of what they replace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from composer.administration.toml.document_values import Value
from policy.toml.text import dotted, quoted, quoted_lines

_ROOM = 60
"""The most characters of an array on one line; a longer one takes a line for each element."""
_LITERAL = re.compile(r"[^'\x00-\x08\x0a-\x1f\x7f]*")
_LITERAL_LINES = re.compile(r"(?:(?!''')[^\x00-\x08\x0b-\x1f\x7f])*(?<!')")


def rendered(value: Value, line_end: str, like: str = "") -> str:
    """The value in TOML; ``like`` is the TOML of what it replaces, whose quotation marks it keeps where it can."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _string(value, line_end, like)
        case list():
            return array([rendered(item, "") for item in value], line_end)
    return inline_table(value)


def array(elements: Sequence[str], line_end: str, room: int = _ROOM) -> str:
    """An array of elements that are TOML already; without ``line_end`` on one line."""
    line = "[" + ", ".join(elements) + "]"
    if len(line) <= room or not line_end:
        return line
    return "[" + line_end + "".join(f"  {element},{line_end}" for element in elements) + "]"


def inline_table(table: dict[str, Value]) -> str:
    """A table as TOML in braces, on one line."""
    pairs = ", ".join(f"{dotted((key,))} = {rendered(value, '')}" for key, value in table.items())
    return f"{{ {pairs} }}" if pairs else "{}"


def lines_of(table: dict[str, Value], line_end: str) -> Iterator[str]:
    """The pairs of a table as TOML, each a line with its line end."""
    for key, value in table.items():
        yield f"{dotted((key,))} = {rendered(value, line_end)}{line_end}"


def _string(text: str, line_end: str, like: str) -> str:
    """A text as a TOML string, over as many lines as it has; an empty ``line_end`` asks for one line."""
    if like.startswith("'''") and line_end and _LITERAL_LINES.fullmatch(text):
        return "'''" + line_end * ("\n" in like or text.startswith("\n")) + text.replace("\n", line_end) + "'''"
    if like.startswith("'") and _LITERAL.fullmatch(text):
        return f"'{text}'"
    if line_end and ("\n" in text or like.startswith('"""')):
        return quoted_lines(text, line_end)
    return quoted(text)
