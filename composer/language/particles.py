"""Korean particles behind a value: of the two forms of each, the one that fits how the value is read.

A translator writes both forms behind a placeholder, as people do where the word is not known: ``{name}을(를)``,
``“{name}”(으)로``. When the value is known, its last syllable decides. Rules: National Institute of Korean Language,
Hangul orthography; foreign words by the usual loan-word spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import Enum, auto


class Ending(Enum):
    """How the last syllable of a word ends."""

    VOWEL = auto()
    RIEUL = auto()
    """In ㄹ, which takes 로 as a vowel does, and is a consonant for all other particles."""
    CONSONANT = auto()


MARKS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)": ("이", ""),
}
"""What a translation has behind a placeholder, each with the form behind a consonant and behind a vowel."""
_CLOSING = "”’\"'）)」』》〉】]>`*"
"""Quotes and brackets that stand between a word and its particle, and are not read."""
_MARKED = re.compile(rf"\{{([a-z][a-z0-9_]*)\}}([{re.escape(_CLOSING)}]*)({'|'.join(map(re.escape, MARKS))})", re.ASCII)
_FIRST_SYLLABLE, _FINALS, _RIEUL_FINAL = ord("가"), 28, 8
"""Unicode counts the Hangul syllables so that the remainder by 28 is the final consonant, 0 for none."""
_DIGITS = {
    "0": Ending.CONSONANT, "1": Ending.RIEUL, "2": Ending.VOWEL, "3": Ending.CONSONANT, "4": Ending.VOWEL,
    "5": Ending.VOWEL, "6": Ending.CONSONANT, "7": Ending.RIEUL, "8": Ending.RIEUL, "9": Ending.VOWEL,
}  # fmt: skip
"""영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구; ten to a hundred million (십, 백, 천, 만, 억) end as 영 does."""
_TRILLIONS = re.compile(r"[1-9]0{12,15}$")
"""조, the one power of ten that ends in a vowel."""
_LETTERS = {"l": Ending.RIEUL, "r": Ending.RIEUL, "m": Ending.CONSONANT, "n": Ending.CONSONANT}
"""엘, 알, 엠, 엔; the names of all other letters end in a vowel."""
_WORD = re.compile(r"[A-Za-z]+$")
_SPELLED = re.compile(r"[A-Z]+|[^aeiouAEIOU]+")
"""A word that is read letter by letter: capitals (TLS), or nothing that could be a syllable (kr, txt)."""
_WORD_ENDS = (
    (re.compile(r"(?:l|le)$"), Ending.RIEUL),
    (re.compile(r"(?:[mn]|ng|[aeiouy][mn]e)$"), Ending.CONSONANT),
    (re.compile(r"(?:^|[^aeiou])(?:[aeiou](?:[ptk]|ck)|ook)$"), Ending.CONSONANT),
)
"""Ends that a Latin word keeps when it is read as a word (파일, 홈, 깃); any other gets a vowel (서버, 노트)."""


def resolved(text: str, value: Callable[[str], str | None]) -> str:
    """The translation with each mark behind a placeholder replaced by the form that its value takes.

    The placeholders stay. A mark behind a value of which nobody can tell how it is read stays as it is written.
    """
    return _MARKED.sub(lambda found: found[0].removesuffix(found[3]) + particle(found[3], value(found[1]) or ""), text)


def particle(mark: str, value: str) -> str:
    """The form of a mark behind a value; the mark itself where the value's ending is not known."""
    behind_consonant, behind_vowel = MARKS[mark]
    match ending(value):
        case None:
            return mark
        case Ending.RIEUL if mark == "(으)로":
            return behind_vowel
        case Ending.VOWEL:
            return behind_vowel
    return behind_consonant


def ending(value: str) -> Ending | None:
    """How the last syllable of a value ends; None where it ends in neither Hangul, digit nor Latin letter."""
    read = unicodedata.normalize("NFKC", value).rstrip(_CLOSING + " ")
    last = read[-1:]
    if "가" <= last <= "힣":
        return _of_final((ord(last) - _FIRST_SYLLABLE) % _FINALS)
    if last in _DIGITS:
        return Ending.VOWEL if _TRILLIONS.search(read.replace(",", "")) else _DIGITS[last]
    found = _WORD.search(read)
    return _of_word(found[0]) if found else None


def _of_final(final: int) -> Ending:
    if not final:
        return Ending.VOWEL
    return Ending.RIEUL if final == _RIEUL_FINAL else Ending.CONSONANT


def _of_word(word: str) -> Ending:
    if _SPELLED.fullmatch(word):
        return _LETTERS.get(word[-1].lower(), Ending.VOWEL)
    return next((kind for end, kind in _WORD_ENDS if end.search(word.lower())), Ending.VOWEL)
