"""Wrapping of every text a person reads: phrases and counts stay whole where they can, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from rich.cells import cell_len

from composer.language.breaks import DEPENDENT, NO_START, SPACES, UNIT, Break, breaks, clusters
from composer.language.phrases import LONGEST

_HANGING = " \t\u3000"
_LOOK_AHEAD = 8
"""Clusters; particles and the closing marks behind them are fewer."""
_FILLED = 0.4
"""The part of a line that is filled at least where it ends with a phrase."""
_PARTED = re.compile(rf"[0-9] (?={UNIT})")


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` cells (2 or more); line breaks in it are kept."""
    width = max(width, 2)
    by_phrase = len(text) <= LONGEST
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width, by_phrase)]


def hung(start: str, text: str, width: int) -> Iterator[str]:
    """The lines of a text of ``width`` cells, the first behind ``start`` and the others indented by its cells."""
    cells = cell_len(start)
    for number, line in enumerate(wrap(text, width - cells)):
        yield (" " * cells if number else start) + line


def _wrap_paragraph(paragraph: str, width: int, by_phrase: bool) -> Iterator[str]:
    if cell_len(paragraph) <= width:
        yield paragraph.rstrip(_HANGING)
    elif paragraph.isascii() and paragraph.isprintable() and not _PARTED.search(paragraph):
        yield from _wrap_plain(paragraph, width)
    else:
        yield from _Filler(paragraph, width, by_phrase).lines()


def _wrap_plain(text: str, width: int) -> Iterator[str]:
    """Characters of one cell that break at spaces only: what ``_Filler`` finds too, a hundred times as fast."""
    start = 0
    while True:
        over = start + width
        while text[over : over + 1] == " ":
            over += 1
        if over >= len(text):
            yield text[start:].rstrip(" ")
            return
        at = text.rfind(" ", start, over) + 1 or _not_dependent(text, start, over)
        head = text[start:at].rstrip(" ")
        if head:
            yield head
        start = at


def _not_dependent(text: str, start: int, at: int) -> int:
    """The last place up to ``at`` where a line may begin in a word that is longer than a line."""
    return next((place for place in range(at, start, -1) if not _ends_word(text[place : place + 2])), at)


def _ends_word(text: str) -> bool:
    """Whether the first of two characters ends a word: a mark, but not the point of ``.toml``."""
    return text[0] in NO_START and not (text[0].isascii() and text[1:].isalnum())


class _Filler:
    """Fills one line after the other with the clusters of a paragraph."""

    def __init__(self, paragraph: str, width: int, by_phrase: bool) -> None:
        self._parts = list(clusters(paragraph))
        self._breaks = breaks(paragraph, self._parts, by_phrase=by_phrase)
        self._cells = [cell_len(part) for part in self._parts]
        self._before = [0, *accumulate(self._cells)]
        """The cells before each cluster."""
        self._width = width

    def lines(self) -> Iterator[str]:
        """The lines without white space at their ends; one of white space only is left out."""
        start = 0
        while (over := self._over(start)) < len(self._parts):
            at = self._end(start, over)
            line = "".join(self._parts[start:at]).rstrip(_HANGING)
            if line:
                yield line
            start = at
        if start < len(self._parts):
            yield "".join(self._parts[start:]).rstrip(_HANGING)

    def _over(self, start: int) -> int:
        """The first cluster that does not fit into the line; white space hangs."""
        used = 0
        for place in range(start, len(self._parts)):
            used += self._cells[place]
            if used > self._width and self._parts[place] not in SPACES:
                return place
        return len(self._parts)

    def _end(self, start: int, over: int) -> int:
        """Where the line ends: behind a phrase, else wherever the script allows, else where it is full."""
        best: dict[Break, int] = {}
        for place in range(over, start, -1):
            best.setdefault(self._breaks[place], place)
        good = best.get(Break.GOOD, start)
        if self._cells_of(start, good) >= self._width * _FILLED and self._keeps_phrase(good, over):
            return good
        allowed = max(good, best.get(Break.ALLOWED, start))
        if allowed > start:
            return allowed
        return best.get(Break.LAST_RESORT) or self._forced(start, over)

    def _keeps_phrase(self, at: int, over: int) -> bool:
        """Whether the phrase at ``at``, which does not fit into this line, fits into the next."""
        return self._cells_of(at, self._next(Break.GOOD, over + 1, self._width + 1)) <= self._width

    def _next(self, least: Break, start: int, most: int) -> int:
        """The first cluster before which a break is at least so good; looks at ``most`` clusters."""
        end = min(start + most, len(self._parts))
        return next((place for place in range(start, end) if self._breaks[place] >= least), end)

    def _cells_of(self, start: int, end: int) -> int:
        return self._before[end] - self._before[start]

    def _forced(self, start: int, over: int) -> int:
        """Inside a word that is longer than a line, so that no closing mark or particle is left alone."""
        end = self._next(Break.LAST_RESORT, over, _LOOK_AHEAD)
        for place in range(over, start, -1):
            if not _ends_word("".join(self._parts[place : place + 2])[:2]) and not self._is_dependent(place, end):
                return place
        return max(over, start + 1)

    def _is_dependent(self, start: int, end: int) -> bool:
        return bool(DEPENDENT.fullmatch("".join(self._parts[start:end]).rstrip(_HANGING)))
