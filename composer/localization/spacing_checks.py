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
_NIEUN, _RIEUL = (
    "".join(chr(syllable) for syllable in range(ord("가") + final, ord("힣") + 1, 28)) for final in (4, 8)
)
"""The syllables that end in ㄴ and in ㄹ, as what stands before a dependent noun does."""
_BEFORE = f"[는던{_NIEUN}{_RIEUL}]"
_ENDED = r"(?![가-힣])"
_DEPENDENT = (
    rf"(?<=[{_RIEUL}])수(?=(?:가|는|도|조차|밖에)? ?[있없])",
    rf"{_BEFORE}것(?=(?:이|은|을|도|의|만|과|으로|이며|이고|이라|처럼|보다|입니다|이\S{{1,3}})?{_ENDED})",
    rf"[{_RIEUL}]때(?=(?:는|에|에는|에만|까지|도|만|마다|의)?{_ENDED})",
    rf"(?:는|[할될을]){{1}}(?:만큼|뿐)(?=(?:이|만|은|이며|입니다|이고)?{_ENDED})",
    rf"[{_NIEUN}]채(?=로?{_ENDED})",
    rf"(?<=[한된은본낸]{{1}})적(?=[이은도]{_ENDED})",
    rf"(?<=[{_RIEUL}])줄(?=(?:을|은|도)? ?[알모])",
    rf"[는한된은힌던]대로(?={_ENDED})",
    rf"(?:는|한|된|은|던)(?:동안|경우|도중|즉시)(?=(?:에|에는|에만|가|는|의|만)?{_ENDED})",
    rf"(?<=[가-힣]기)(?:전|후)(?=(?:에|에는|까지|의)?{_ENDED})",
    rf"(?:한|된|은|[낸진린난뀐])(?:뒤|후)(?=(?:에|에는|에도|의|로)?{_ENDED})",
    rf"(?:(?:적용|대기|실행|진행|연결|작성|발송|처리|확인|사용|입력|전송|취소)|[가-힣]는)중(?=(?:인|이|에|이며|이던|입니다|이고|일)?{_ENDED})",
    r"(?<![가-힣])(?:두|세|네|몇|여러)(?:번|통|개|줄|명|가지)(?![가-힣]*주)",
    rf"(?<![가-힣])(?:둘|셋|다음|이|그)중(?=에?{_ENDED})",
)
"""Dependent nouns that are run together with the word before them: 보낼수 있다, 하는것, 보내기전에, 적용중."""
_KOREAN_WORDS = re.compile(rf"수[있없](?=[가-힣])|지(?:않|마세|못하)|{'|'.join(_DEPENDENT)}")
"""Two words that are often run together: 할 수 있습니다, 하지 않습니다."""
_LONE_PARTICLE = re.compile(
    r"(?<=[가-힣}]) (?:을|를|에서|에게|으로|까지|부터|에는|와|과|에게는|에서는|입니다|입니까)(?=[ .,?!]|$)"
)
"""A particle, or the verb that is written as one, that stands apart from its word."""
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
            (Code.SPACING, _LONE_PARTICLE),
        ),
        "ja": ((Code.SPACING, _UNSPACED), (Code.SPACING, _GAP)),
    }
)
