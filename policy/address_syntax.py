"""The text of an address field cut into pieces (RFC 5322 section 3.4), in one pass; nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|\\.|[(),;:<>\[\]\n\r\t"@]')
_CLOSING = {"<": ">", "[": "]"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of the text between separators, with the group it stands in."""

    start: int
    end: int
    group: str | None = None
    """The raw name of the group; None outside groups."""
    opens_group: bool = False
    """True for the piece that holds a group's name and no address."""
    closes_group: bool = False
    """True for the last piece of a group."""


class Splitter:
    """A scanner over one field: knows quotes, comments, angle brackets, literals and groups."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = 0
        self._comment = 0
        self._closing = ""
        self._has_at = False
        self._has_angle = False
        self._has_colon = False
        self._group: str | None = None
        self._last_semicolon = text.rfind(";")

    def pieces(self) -> Iterator[Piece]:
        """Every stretch, blank ones too, in order."""
        for token in _TOKEN.finditer(self._text):
            yield from self._token(token.group(), token.start(), token.end())
        yield self._cut(len(self._text), len(self._text))

    def _token(self, mark: str, start: int, end: int) -> Iterator[Piece]:
        if mark in "\n\r":
            if not self._continues(end):
                self._comment, self._closing = 0, ""
                yield self._cut(start, end)
        elif self._comment or mark == "(":
            self._comment += {"(": 1, ")": -1}.get(mark, 0)
        elif self._closing:
            self._closing = "" if mark == self._closing else self._closing
        else:
            yield from self._plain(mark, start, end)

    def _plain(self, mark: str, start: int, end: int) -> Iterator[Piece]:
        if mark in _CLOSING:
            self._closing = _CLOSING[mark]
            self._has_angle = self._has_angle or mark == "<"
        elif mark == "@":
            self._has_at = True
        elif (mark == "\t" and self._has_at and "@" in self._text[end : end + 320].split("\n", 1)[0]) or mark == ",":
            yield self._cut(start, end)
        elif mark == ";":
            yield self._cut(start, end, closes=self._group is not None)
            self._group = None
        elif mark == ":" and self._opens_group(start):
            self._group = self._text[self._start : start]
            yield self._cut(start, end, opens=True)

    def _opens_group(self, colon: int) -> bool:
        """Only the first colon of a piece, after a name, with a semicolon somewhere behind it."""
        first, self._has_colon = not self._has_colon, True
        free = first and not self._has_at and not self._has_angle and self._group is None
        return free and self._last_semicolon > colon and bool(self._text[self._start : colon].strip())

    def _continues(self, after: int) -> bool:
        """A line that begins with an angle bracket belongs to the name above it."""
        if self._has_at or self._has_angle or not self._text[self._start : after].strip():
            return False
        follows = self._text[after : after + 80].lstrip(" \t\r\n")
        return follows.startswith("<")

    def _cut(self, end: int, following: int, opens: bool = False, closes: bool = False) -> Piece:
        piece = Piece(self._start, end, self._group, opens, closes)
        self._start = following
        self._has_at = self._has_angle = self._has_colon = False
        return piece


@dataclass(frozen=True, slots=True)
class Parts:
    """One piece taken apart: comments removed, the bracketed address and what stands around it."""

    phrase: str
    angle: str | None
    """What stands between the brackets; None where there are none."""
    trailing: str
    """What follows the brackets, comments aside."""
    comment: str
    """The last comment's text."""
    is_balanced: bool


def take_apart(piece: str) -> Parts:
    """Separate phrase, angle address and comments of one piece."""
    before: list[str] = []
    inside: list[str] = []
    behind: list[str] = []
    comment: list[str] = []
    depth, seen, open_angle, place, is_balanced = 0, False, False, 0, True
    for token in _TOKEN.finditer(piece):
        current = comment if depth else inside if open_angle else behind if seen else before
        current.append(piece[place : token.start()])
        place, mark = token.end(), token.group()
        if mark == "(" or (depth and mark == ")"):
            comment = [] if depth == 0 else comment
            depth += 1 if mark == "(" else -1
        elif depth:
            comment.append(mark)
        elif mark == "<" and not seen:
            seen = open_angle = True
        elif mark == ">" and open_angle:
            open_angle = False
        else:
            is_balanced = is_balanced and mark not in '"<>)'
            current.append(mark)
    tail = comment if depth else inside if open_angle else behind if seen else before
    tail.append(piece[place:])
    is_balanced = is_balanced and not depth and not open_angle
    angle = "".join(inside).strip() if seen else None
    return Parts("".join(before).strip(), angle, "".join(behind).strip(), "".join(comment).strip(), is_balanced)
