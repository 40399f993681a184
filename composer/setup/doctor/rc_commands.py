"""Splits a muttrc or mailrc into commands: logical lines, words and quotes as the clients read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_WORD = re.compile(r"""(?:\\.|'[^']*'?|"(?:\\.|[^"\\])*"?|`[^`]*`?|[^\s;'"`\\])+|;""", re.DOTALL)
_QUOTED = re.compile(r"""\\(.)|'([^']*)'?|"((?:\\.|[^"\\])*)"?""", re.DOTALL)


class RcCommand(Struct, frozen=True):
    """One command of a muttrc or mailrc."""

    line: int
    """The number of its first line in the file, from 1."""
    words: tuple[str, ...]
    """Its words, quotes resolved and backticks kept."""

    @property
    def text(self) -> str:
        """The words joined by spaces, for a sentence that quotes the command."""
        return " ".join(self.words)


def commands(text: str) -> Iterator[RcCommand]:
    """The commands of a file's text, in order."""
    for number, line in _logical_lines(text):
        words: list[str] = []
        for found in _WORD.finditer(line):
            if found[0].startswith("#"):
                break
            if found[0] == ";":
                yield from _command(number, words)
                words = []
            else:
                words.append(_QUOTED.sub(lambda part: part[1] or part[2] or part[3] or "", found[0]))
        yield from _command(number, words)


def _command(number: int, words: list[str]) -> Iterator[RcCommand]:
    if words:
        yield RcCommand(number, tuple(words))


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line joined with those that a backslash continues it by, and the number of the first."""
    joined, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        start = start or number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            joined += line[:-1]
            continue
        yield start, joined + line
        joined, start = "", 0
    if joined:
        yield start, joined
