"""Where each key, value and comment of a TOML text stands; the standard parser forgets it."""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from policy.errors import KeyPath

Position = tuple[int, int]
"""Line and column (in characters), both counted from 1."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BETWEEN = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'  # up to two quotes may stand before the closing three
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_PLAIN = re.compile(r'("[^"\\\r\n]*"(?!"))[ \t\r\n]*,[ \t\r\n]*')
"""A string without escapes in an array, to the next element: what lists of 100,000 addresses are made of."""
_SCALAR = re.compile(r"[^,\]}\n#]*")
_COMMENT = re.compile(r"#[^\r\n]*")


class Comment(Struct, frozen=True):
    """One comment of a TOML text and where it stands."""

    text: str
    """The comment from its ``#`` to the end of the line, without the line break."""
    line: int
    """Counted from 1."""
    column: int
    """In characters, counted from 1."""
    is_alone: bool
    """Whether nothing but white space stands before it in its line."""


class Span(Struct, frozen=True):
    """A part of a text, by offsets; ``end`` is the first character behind it."""

    start: int
    end: int


class Pair(Struct, frozen=True):
    """One ``key = value`` of a TOML text, and where it stands."""

    table: KeyPath
    """The table in which it is written; the key may be dotted and lead deeper."""
    start: int
    """The offset at which the key begins."""
    value: Span


class Section(Struct, frozen=True):
    """A table header in brackets; what follows belongs to it until the next header."""

    path: KeyPath
    """The table's path; of an element of an array of tables, with its position in the array."""
    header: Span


class Layout(Struct, frozen=True):
    """Where every key, array element and table header of a TOML text stands."""

    pairs: Mapping[KeyPath, Pair]
    arrays: Mapping[KeyPath, tuple[Span, ...]]
    """The elements of each array in brackets, in order."""
    sections: tuple[Section, ...]
    """The table headers, in the order of the text."""


def key_positions(text: str) -> Mapping[KeyPath, Position]:
    """The position of every table header, key and array element of a text that ``tomllib`` accepts."""
    return _scanned(text).positions()


def nearest(path: KeyPath, positions: Mapping[KeyPath, Position]) -> Position:
    """The position of a key; of an absent one, where the nearest table around it begins."""
    while path and path not in positions:
        path = path[:-1]
    return positions.get(path, (1, 1))


def comments(text: str) -> tuple[Comment, ...]:
    """Every comment of a text that ``tomllib`` accepts, in order; what looks like one within a string is none."""
    return _scanned(text).comments()


@lru_cache(maxsize=2)  # lint asks for comments and places of the policy before and of the one after an edit
def _scanned(text: str) -> _Scanner:
    scanner = _Scanner(text)
    with contextlib.suppress(RecursionError):  # what was found until then still locates the outer keys
        scanner.scan()
        scanner.is_whole = True
    return scanner


def layout_of(text: str) -> Layout:
    """Where everything stands in a text that ``tomllib`` accepts, without a byte order mark; raises RecursionError."""
    scanner = _scanned(text)
    if not scanner.is_whole:
        raise RecursionError
    return scanner.layout()


class _Scanner:
    """Walks over a valid text once; it locates and never judges."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._offsets: dict[KeyPath, int] = {}
        self._last: dict[KeyPath, int] = {}
        """Arrays of tables: the index of the element that headers now refer to."""
        self._pairs: dict[KeyPath, Pair] = {}
        self._arrays: dict[KeyPath, tuple[Span, ...]] = {}
        self._sections: list[Section] = []
        self._comments: list[re.Match[str]] = []
        self.is_whole = False
        """Whether everything was scanned."""

    def layout(self) -> Layout:
        return Layout(self._pairs, self._arrays, tuple(self._sections))

    def positions(self) -> dict[KeyPath, Position]:
        found: dict[KeyPath, Position] = {}
        line, start, seen = 1, 0, 0
        for path, offset in sorted(self._offsets.items(), key=lambda item: item[1]):
            line += self._text.count("\n", seen, offset)
            start = self._text.rfind("\n", 0, offset) + 1
            seen = offset
            found[path] = (line, offset - start + 1)
        return found

    def comments(self) -> tuple[Comment, ...]:
        found = []
        line, seen = 1, 0
        for comment in self._comments:
            line += self._text.count("\n", seen, comment.start())
            seen = comment.start()
            start = self._text.rfind("\n", 0, seen) + 1
            is_alone = not self._text[start:seen].strip()
            found.append(Comment(comment.group(), line, seen - start + 1, is_alone))
        return tuple(found)

    def scan(self) -> None:
        table: KeyPath = ()
        while self._skip_blank():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        start = self._at
        is_array = self._text.startswith("[[", start)
        self._at += 2 if is_array else 1
        parts = self._key()
        self._at += 2 if is_array else 1
        path: KeyPath = ()
        for number, (part, offset) in enumerate(parts, 1):
            path = (*path, part)
            self._note(path, offset)
            if is_array and number == len(parts):
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path = (*path, self._last[path])
                self._note(path, offset)
        self._sections.append(Section(path, Span(start, self._at)))
        return path

    def _pair(self, table: KeyPath) -> None:
        path, start = table, self._at
        for part, offset in self._key():
            path = (*path, part)
            self._note(path, offset)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._pairs[path] = Pair(table, start, self._value(path))

    def _key(self) -> list[tuple[str, int]]:
        """The parts of a dotted key with their offsets; afterwards the scanner stands at what follows the key."""
        parts = []
        while True:
            self._skip(_SPACE)
            offset = self._at
            parts.append((self._key_part(), offset))
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _key_part(self) -> str:
        start = self._at
        quoted = _STRING.match(self._text, start)
        if quoted:
            self._at = quoted.end()
            return str(tomllib.loads(f"key = {quoted.group()}")["key"])
        self._skip(_BARE)
        return self._text[start : self._at]

    def _value(self, path: KeyPath) -> Span:
        start = self._at
        first = self._text[start]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        elif first in "\"'":
            self._skip(_STRING)
        else:
            self._skip(_SCALAR)
        return Span(start, start + len(self._text[start : self._at].rstrip()))

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        elements: list[Span] = []
        while not self._closes("]"):
            self._plain(path, elements)
            if self._text[self._at] not in "]#":
                element = (*path, len(elements))
                self._note(element, self._at)
                elements.append(self._value(element))
        self._arrays[path] = tuple(elements)

    def _plain(self, path: KeyPath, elements: list[Span]) -> None:
        """The plain strings from here on, each with one look instead of five."""
        while found := _PLAIN.match(self._text, self._at):
            self._note((*path, len(elements)), self._at)
            elements.append(Span(self._at, found.end(1)))
            self._at = found.end()

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        while not self._closes("}"):
            self._pair(path)

    def _closes(self, bracket: str) -> bool:
        """Skip to the next item (False), or over the closing bracket (True)."""
        self._skip_with_comments(_BETWEEN)
        if self._text.startswith(bracket, self._at):
            self._at += 1
            return True
        return False

    def _skip_blank(self) -> bool:
        self._skip_with_comments(_BLANK)
        return self._at < len(self._text)

    def _skip_with_comments(self, pattern: re.Pattern[str]) -> None:
        """Skip what the pattern matches, which is white space and comments only, and keep the comments."""
        start = self._at
        self._skip(pattern)
        self._comments.extend(_COMMENT.finditer(self._text, start, self._at))

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _note(self, path: KeyPath, offset: int) -> None:
        self._offsets.setdefault(path, offset)
