"""Where a line may end: UAX 14, the line-start and line-end rules of JIS X 4051, counts and particles kept whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import IntEnum

from composer.language.phrases import phrase_starts

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
CLOSING = ')]}’”"»）］｝〕〉》」』】'
UNIT = r"(?:[kKMGT]i?B|B|kB/s|ms|min|km|cm|mm|kg|px)\b"
"""Units of measure that stand behind a number and a space."""
COUNTER = "(?:개|명|건|통|줄|곳|번|회|자|글자|일|주|달|월|년|시간|시|분|초|바이트|행|가지)"
"""What Korean counts by, which may stand behind a space."""
PARTICLES_JA = "(?:を|は|が|に|へ|と|で|の|も|や|から|まで|より|など|です|だ)"
PARTICLES_KO = "(?:은|는|이|가|을|를|과|와|로|으로|의|에|에서|도|만|까지|부터|에게|입니다)"
_NO_START = "".join(re.escape(character) for character in sorted(NO_START))
DEPENDENT = re.compile(rf"(?:{PARTICLES_JA}|{PARTICLES_KO})?[{_NO_START}]*")
"""A particle and what follows it, or only the latter: what says nothing on a line of its own."""
_ORDINAL = "第"
"""Stands before its number."""
_COUNTED = re.compile(rf"{UNIT}|{COUNTER}")
_THAI_FOLLOWERS = frozenset("\u0e30\u0e32\u0e33\u0e45")
_THAI_LEADERS = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44")
_JOINER = "\u200d"


class Break(IntEnum):
    """How good it is to end a line at a place."""

    NEVER = 0
    LAST_RESORT = 1
    """It parts a number from what it counts, or a particle from its word."""
    ALLOWED = 2
    """By the rules of the script, but inside a phrase."""
    GOOD = 3
    """Between two phrases."""


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


def breaks(text: str, parts: Sequence[str], *, by_phrase: bool = True) -> list[Break]:
    """How good a line break is before each of the clusters of a text."""
    starts = phrase_starts(text) if by_phrase else frozenset[int]()
    ends = sorted(starts)
    found, at, phrase = [], 0, 0
    for before, after in zip(("", *parts), parts, strict=False):
        while phrase < len(ends) and ends[phrase] <= at:
            phrase += 1
        end = ends[phrase] if phrase < len(ends) else at
        found.append(_before(text, at, before, after, end, at in starts) if before else Break.NEVER)
        at += len(after)
    return found


def _before(text: str, at: int, before: str, after: str, end: int, is_start: bool) -> Break:
    """The break at an offset between two clusters; ``end`` is where the phrase ends, and ``at`` where none is known."""
    if not _may_break(before, after, is_start):
        return Break.NEVER
    if _parts_a_count(text, at) or _parts_a_particle(text, at, end, is_start):
        return Break.LAST_RESORT
    is_between_words = end == at or (before in SPACES and after.isascii() and text[at - 2 : at - 1].isascii())
    return Break.GOOD if is_start or is_between_words else Break.ALLOWED


def _may_break(before: str, after: str, is_start: bool) -> bool:
    last, first = before[-1], after[0]
    if last in GLUE or first in GLUE or first in SPACES:
        return False
    if last in SPACES:
        return True
    if first in NO_START or last in NO_END or (first in INSEPARABLE and last in INSEPARABLE):
        return False
    if _is_hangul(first) or (last.isdecimal() and first.isdecimal()):
        return False
    return _is_ideographic(before[0]) or _is_ideographic(first) or (is_start and _is_thai(last) and _is_thai(first))


def _parts_a_count(text: str, at: int) -> bool:
    """Whether a number stands before the offset, with or without a space, and what it counts behind it (1 件, 5 MB)."""
    before = _letter_before(text, at)
    if before.isdecimal():
        return _is_ideographic(text[at]) or bool(_COUNTED.match(text, at))
    return before == _ORDINAL and text[at].isdecimal()


def _parts_a_particle(text: str, at: int, end: int, is_start: bool) -> bool:
    """Whether a line would begin with an ending of the word before it: hiragana behind another script or a bracket."""
    if not "ぁ" <= text[at] <= "ゟ":
        return False
    if at < end and not is_start and DEPENDENT.fullmatch(text, at, end):
        return True
    before = _letter_before(text, at)
    is_behind_word = (before.isascii() and before.isalnum()) or before in CLOSING
    return is_behind_word and (not is_start or text[at] == "を")


def _letter_before(text: str, at: int) -> str:
    """The character before an offset, or before the space there."""
    return text[at - 2] if at > 1 and text[at - 1] == " " else text[at - 1]


def _is_ideographic(character: str) -> bool:
    """Whether a character is Han, kana or their punctuation; Hangul is not, for Korean breaks at spaces."""
    if unicodedata.east_asian_width(character) not in "WF":
        return "\uff61" <= character <= "\uff9f"
    return not _is_hangul(character)


def _is_hangul(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7a3" or "ㄱ" <= character <= "ㆎ"


def _is_thai(character: str) -> bool:
    return "\u0e01" <= character <= "\u0e4e"


def _joins(last: str, character: str) -> bool:
    if character < "\x7f" > last:
        return False
    if unicodedata.category(character) in {"Mn", "Me", "Mc"} or character == _JOINER or last == _JOINER:
        return True
    if "\u1160" <= character <= "\u11ff" and "\u1100" <= last <= "\u11ff":
        return True
    return character in _THAI_FOLLOWERS or (last in _THAI_LEADERS and _is_thai(character))
