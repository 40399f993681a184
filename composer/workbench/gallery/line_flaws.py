"""Which of the drawn lines of a text break the rules of line breaking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.cells import cell_len

from composer.language.breaks import COUNTER, DEPENDENT, UNIT

_STOPS = frozenset(",.:;!?%)]}”’»、。，．・：；？！）］｝〕〉》」』】")
_COUNTED = re.compile(rf"(?:{UNIT}|{COUNTER}|[\u3400-\u9fff])")
_CUT = re.compile(r"\S*(?:\.\.\.|…)(?![\w.])")


def line_flaws(lines: Sequence[str], width: int) -> Iterator[str]:
    """A sentence for each flaw of lines that were wrapped to ``width`` cells, in their order."""
    texts = [line.strip() for line in lines]
    for text in texts:
        yield from _alone(text)
    for before, after in pairwise(texts):
        if before and after and _had_no_room(before, after, width):
            yield from _parted(before, after)


def _alone(text: str) -> Iterator[str]:
    if text and DEPENDENT.fullmatch(text) and (len(text) > 1 or text in _STOPS or text.isalpha()):
        yield f"a line of only {text!r}"
    yield from (f"cut, with a mark: {found!r}" for found in _CUT.findall(text))


def _parted(before: str, after: str) -> Iterator[str]:
    if after[0] in _STOPS and not (after[0].isascii() and after[1:2].isalnum()):  # as in .toml
        yield f"a line begins with {after[0]!r}: {after!r}"
    if before[-1].isdecimal() and _COUNTED.match(after):
        yield f"a number is parted from what it counts: {before!r} / {after!r}"


def _had_no_room(before: str, after: str, width: int) -> bool:
    """Whether the second line is the first one's further text: else its first word would have stood there."""
    return cell_len(before) + cell_len(after.split(" ", 1)[0]) >= width
