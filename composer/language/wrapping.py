"""Line breaking for foreign text: CJK rules at line start and end, no-break spaces kept, nothing lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len

SPACES = frozenset(" \t\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000")
"""White space a line may break after; NBSP, figure space and narrow NBSP are glue."""
GLUE = frozenset("\u00a0\u2007\u202f\u2060\ufeff")
NO_START = frozenset(
    ")]},.:;!?%’”»°"
    "、。，．・：；？！％）］｝〕〉》」』】〙〗〟｠｡､･｣｝゛゜"
    "ーｰ々〻ゝゞヽヾ〜～…‥‐゠–—―"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ"
)
"""What never begins a line (JIS X 4051 line-start rules), with the western closers that stand beside CJK text."""
NO_END = frozenset("([{‘“«（［｛〔〈《「『【〘〖〝｟｢￥＄£€$＃#ヵヶ")
"""Characters that never end a line: opening brackets, quotes, currency signs, and the short ke of counters (ヶ月)."""
INSEPARABLE = frozenset("…‥—―")
_THAI_FOLLOWERS = frozenset("\u0e30\u0e32\u0e33\u0e45")
_THAI_LEADERS = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44")
_JOINER = "\u200d"
_HANGING = " \t\u3000"


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` cells (2 or more); line breaks in it are kept."""
    width = max(width, 2)
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width)]


def hung(start: str, text: str, width: int) -> Iterator[str]:
    """The lines of a text of ``width`` cells, the first behind ``start`` and the others indented by its cells."""
    cells = cell_len(start)
    for number, line in enumerate(wrap(text, width - cells)):
        yield (" " * cells if number else start) + line


def clusters(text: str) -> Iterator[str]:
    """The characters of a text, each with the marks that no line break may part from it."""
    cluster = ""
    for character in text:
        if cluster and not _joins(cluster[-1], character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _wrap_paragraph(paragraph: str, width: int) -> Iterator[str]:
    if cell_len(paragraph) <= width:
        yield paragraph.rstrip(_HANGING)
    elif paragraph.isascii() and paragraph.isprintable():
        yield from _wrap_plain(paragraph, width)
    else:
        yield from _wrap_any(paragraph, width)


def _wrap_plain(text: str, width: int) -> Iterator[str]:
    """Characters of one cell that break at spaces only: what ``_wrap_any`` finds too, a hundred times as fast."""
    start = 0
    while True:
        over = start + width
        while text[over : over + 1] == " ":
            over += 1
        if over >= len(text):
            yield text[start:].rstrip(" ")
            return
        at = text.rfind(" ", start, over) + 1 or over
        head = text[start:at].rstrip(" ")
        if head:
            yield head
        start = at


def _wrap_any(paragraph: str, width: int) -> Iterator[str]:
    line: list[str] = []
    used, broken_at = 0, 0
    for cluster in clusters(paragraph):
        if line and _may_break(line[-1], cluster) and not _parts_a_count(line, cluster):
            broken_at = len(line)
        cells = cell_len(cluster)
        if used + cells > width and cluster not in SPACES and line:
            head, line = _split(line, broken_at)
            if head:
                yield head
            used, broken_at = cell_len("".join(line)), 0
            if used + cells > width and line:
                yield "".join(line).rstrip(_HANGING)
                line, used = [], 0
        line.append(cluster)
        used += cells
    yield "".join(line).rstrip(_HANGING)


def _split(line: list[str], at: int) -> tuple[str, list[str]]:
    """The finished line and the clusters of the next; without a place to break, the line ends where it is full."""
    at = at or len(line)
    return "".join(line[:at]).rstrip(_HANGING), line[at:]


def _may_break(before: str, after: str) -> bool:
    last, first = before[-1], after[0]
    if last in GLUE or first in GLUE or first in SPACES:
        return False
    if last in SPACES:
        return True
    if first in NO_START or last in NO_END or (first in INSEPARABLE and last in INSEPARABLE):
        return False
    return _is_ideographic(before[0]) or _is_ideographic(first)


def _parts_a_count(line: list[str], after: str) -> bool:
    """Whether a break would stand between a number and what it counts, which Japanese sets with a space (1 件)."""
    return line[-1] == " " and len(line) > 1 and line[-2].isdecimal() and _is_ideographic(after[0])


def _is_ideographic(character: str) -> bool:
    """Whether a character is Han, kana or their punctuation; Hangul is not, for Korean breaks at spaces."""
    if unicodedata.east_asian_width(character) not in "WF":
        return "\uff61" <= character <= "\uff9f"
    return not ("\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7a3" or "ㄱ" <= character <= "ㆎ")


def _joins(last: str, character: str) -> bool:
    if unicodedata.category(character) in {"Mn", "Me", "Mc"} or character == _JOINER or last == _JOINER:
        return True
    if "\u1160" <= character <= "\u11ff" and "\u1100" <= last <= "\u11ff":
        return True
    return character in _THAI_FOLLOWERS or last in _THAI_LEADERS
