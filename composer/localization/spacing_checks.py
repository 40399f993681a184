"""What single languages ask of a translation: Korean particles behind a value, one spacing in Korean and Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from composer.language.particles import MARKS
from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault

_QUOTES = "”’\"'」』"
"""What stands between a value and the particle that goes with it; behind a bracket it goes with the word before."""
_FIXED = re.compile(rf"\}}[{_QUOTES}]*(?:은|는|이|가|을|를|과|와|으로|로|이?라)(?=[\s.,:;!?)”]|$)")
"""A particle in one form: it is wrong behind every second value."""
_MARK = "|".join(map(re.escape, (mark for mark in MARKS if mark != "(이)")))
_STRAY = re.compile(rf"(?<![}}{_QUOTES}])(?:{_MARK})")
"""Both forms where no value stands before them: nothing chooses one."""
_KOREAN_BRACKET = re.compile(r"[가-힣}A-Za-z0-9] \(")
_KOREAN_WORDS = re.compile(r"수[있없](?=[가-힣])|지(?:않|마세|못하)|[할될볼쓸낼갈을를]수 [있없]")
"""Two words that are often run together: 할 수 있습니다, 하지 않습니다."""
_KOREAN_MARK = re.compile(
    rf"\}}[{_QUOTES}]*(?:[을를]/[을를]|[은는]/[은는]|[이가]/[이가]|[와과]/[와과]|으?로/으?로|를\(을\)|는\(은\)|가\(이\)|와\(과\)|로\(으로\))"
)
"""Both forms of a particle, written otherwise than presend reads them."""
_JAPANESE = "ぁ-んァ-ヶー一-龠々"
_JAPANESE_VALUES = frozenset({
    "surface", "mail", "members", "language", "languages", "tab", "level", "levels", "senders", "classes", "day",
    "before", "after", "written", "missing", "sentence", "what", "fault", "reason",
})  # fmt: skip
"""The placeholders whose values can be Japanese words or whole sentences, which take no space."""
_VALUE = rf"\{{(?!(?:{'|'.join(sorted(_JAPANESE_VALUES))})\}})"
_VALUE_END = "".join(rf"(?<!\{{{name}\}})" for name in sorted(_JAPANESE_VALUES))
_UNSPACED = re.compile(
    rf"[{_JAPANESE}](?:[A-Za-z0-9(]|{_VALUE})|[A-Za-z0-9)][{_JAPANESE}]|\}}{_VALUE_END}[{_JAPANESE}]|[（）]"
)
"""Japanese beside a half-width word, value or bracket without a space; the brackets are half-width."""


def check_spacing(entry: Entry) -> Iterator[Fault]:
    """The first fault of each kind in one form of a translation."""
    found: dict[Code, str] = {}
    for code, place in language_faults(entry.language.tag, entry.text):
        found.setdefault(code, place)
    yield from found.items()


def language_faults(tag: str, text: str) -> Iterator[tuple[Code, str]]:
    """Each fault of a translation in the language with a tag, with the place it is at."""
    for code, pattern in _FAULTS.get(tag, ()):
        yield from ((code, _around(found, text)) for found in pattern.finditer(text))


def _around(found: re.Match[str], text: str) -> str:
    return text[max(found.start() - _BESIDE, 0) : found.end() + _BESIDE]


_BESIDE = 12
"""Characters shown on either side of a fault."""
_GAP = re.compile(rf"(?<![!-|~{_JAPANESE}])[{_JAPANESE}]+ [{_JAPANESE}]|[。、] \S")
"""A space between Japanese letters; behind a name such as ``*.name`` one of them may stand."""
_FAULTS: Mapping[str, tuple[tuple[Code, re.Pattern[str]], ...]] = MappingProxyType(
    {
        "ko": (
            (Code.FIXED_PARTICLE, _FIXED),
            (Code.FIXED_PARTICLE, _KOREAN_MARK),
            (Code.STRAY_PARTICLE, _STRAY),
            (Code.SPACING, _KOREAN_BRACKET),
            (Code.SPACING, _KOREAN_WORDS),
        ),
        "ja": ((Code.SPACING, _UNSPACED), (Code.SPACING, _GAP)),
    }
)
