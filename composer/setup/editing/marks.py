"""Finds presend's marked blocks in a text, and refuses those that somebody has damaged."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from composer.setup.editing.edit import BEGIN, END, DamagedError
from composer.words import _

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
Belongs = Callable[[str], bool]
"""Whether a line between the marks is one that presend writes there."""


class Block(Struct, frozen=True):
    """The indexes of a block's two marks among the lines of a text."""

    begin: int
    end: int


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends; only a line feed ends one, as in configuration files."""
    return _LINE.findall(text)


def blocks(lines: Sequence[str], belongs: Belongs) -> list[Block]:
    """Every marked block, in order; raises ``DamagedError`` where marks do not pair or a foreign line stands between.

    The lines may have their ends.
    """
    found: list[Block] = []
    begin: int | None = None
    for at, line in enumerate(lines):
        mark = line.strip()
        if mark == BEGIN:
            if begin is not None:
                raise DamagedError(at + 1, _("A second begin mark follows without an end mark between."))
            begin = at
        elif mark == END:
            if begin is None:
                raise DamagedError(at + 1, _("An end mark stands here without its begin mark."))
            found.append(Block(begin, at))
            begin = None
        elif begin is not None and not belongs(line.rstrip("\r\n")):
            raise DamagedError(at + 1, _("A line that presend did not write stands between its marks."))
    if begin is not None:
        raise DamagedError(begin + 1, _("This begin mark has no end mark."))
    return found
