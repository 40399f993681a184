"""Finds words that the rest of a catalog writes otherwise: with a space, another particle, another letter.

Nothing here knows a dictionary. A word is suspicious where no other entry has it and where what it would be with one
slip mended stands in others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from composer.localization.codes import Code
from composer.localization.entry import PLACEHOLDER, Fault

_WORD = re.compile(r"[가-힣]+")
_PIECE = re.compile(r"[가-힣]+(?: [가-힣]+)*")
_KATAKANA = re.compile(r"[ァ-ヴー]{2,}")
_MIXED = re.compile(r"[ァ-ヴー一二力夕工口八へべぺり]*[ァ-ヴー]+[ァ-ヴー一二力夕工口八へべぺり]*")
_ALIKE = str.maketrans("一二力夕工口八へべぺり", "ーニカタエロハヘベペリ")
"""Kanji and hiragana that look like katakana."""
_LONG = str.maketrans("", "", "ー・")
_VOICELESS = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポァィゥェォャュョ",
    "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホアイウエオヤユヨ",
)  # fmt: skip
_PARTICLES = (("이", "가"), ("은", "는"), ("을", "를"), ("과", "와"), ("으로", "로"))
"""Each with the form behind a consonant and behind a vowel."""
_BEHIND_NOUNS = ("의", "에", "에서", "이", "가", "를", "와", "과", "도", "만")
_ENDED = re.compile(
    "(?:[을를은는의로과와도만고서면에가이한된할될던인지며등]|까지|부터|에서|으로|하게|하여|해|되어|거나)$"
)
"""How a word ends behind which another begins: with a particle or an ending."""
_LONE = frozenset({
    "이", "가", "은", "는", "을", "를", "의", "에", "에는", "에서", "에게", "와", "과", "도", "만", "로", "으로",
    "까지", "부터",
})  # fmt: skip
"""Particles, which belong to the word before them."""
_SUFFIX = re.compile("합니|하[는면거여세지고]|한|할|됩|되|된|에서|부터|까지|으로|입니|이며|이고")
"""What looks like a word and is the end of one."""
_USUAL = 2
"""In so many other entries a spelling is the usual one."""


class Vocabulary:
    """The words of a catalog, with the number of entries that have each."""

    def __init__(self, texts: Iterable[str], tag: str) -> None:
        self._tag = tag
        self._words: Counter[str] = Counter()
        self._alike: dict[str, set[str]] = {}
        for text in texts:
            self.learn(text)

    def learn(self, text: str) -> None:
        """Take the words of one more entry."""
        words = _words(text, self._tag)
        self._words.update(words)
        for word in words if self._tag == "ja" else ():
            for skeleton in _skeletons(word):
                self._alike.setdefault(skeleton, set()).add(word)

    def forget(self, text: str) -> None:
        """Leave out the words of an entry that was learnt."""
        self._words.subtract(_words(text, self._tag))

    def faults(self, text: str) -> Iterator[Fault]:
        """What an entry of the catalog writes otherwise than the others."""
        own = Counter(_words(text, self._tag))
        if self._tag == "ko":
            yield from self._korean(text, own)
        elif self._tag == "ja":
            yield from self._japanese(text, own)

    def _elsewhere(self, word: str, own: Counter[str]) -> int:
        return self._words[word] - own[word]

    def _korean(self, text: str, own: Counter[str]) -> Iterator[Fault]:
        for word in dict.fromkeys(_WORD.findall(_bare(text))):
            if self._elsewhere(word, own) > 0:
                continue
            if apart := self._apart(word, own):
                yield Code.SPACING, f"{word} -> {apart}"
            elif right := self._other_particle(word, own):
                yield Code.FIXED_PARTICLE, f"{word} -> {right}"

    def _apart(self, word: str, own: Counter[str]) -> str:
        """The two words that others write in its place."""
        pairs = [(word[:at], word[at:]) for at in range(1, len(word))]
        return next((f"{one} {other}" for one, other in pairs if self._are_two(one, other, own)), "")

    def _are_two(self, one: str, other: str, own: Counter[str]) -> bool:
        if other in _LONE:
            return False
        if self._elsewhere(f"{one} {other}", own) >= _USUAL:
            return True
        is_two = len(one) > 1 and len(other) > 1 and _ENDED.search(one) and not _SUFFIX.match(other)
        return bool(is_two) and min(self._elsewhere(one, own), self._elsewhere(other, own)) >= _USUAL

    def _other_particle(self, word: str, own: Counter[str]) -> str:
        """The word with the form of its particle that fits its end, where others have it and it is a noun."""
        for noun, right in _mended(word):
            seen = (self._elsewhere(noun + behind, own) for behind in _BEHIND_NOUNS)
            if self._elsewhere(noun + right, own) and any(seen):
                return noun + right
        return ""

    def _japanese(self, text: str, own: Counter[str]) -> Iterator[Fault]:
        for word in dict.fromkeys(_KATAKANA.findall(text)):
            if self._elsewhere(word, own) == 0 and (usual := self._usual(word, own)):
                yield Code.SPELLING, f"{word} -> {usual}"
        for run in dict.fromkeys(_MIXED.findall(text)):
            meant = run.translate(_ALIKE)
            if meant != run and self._elsewhere(meant, own) > 0:
                yield Code.WRONG_SCRIPT, f"{run} -> {meant}"

    def _usual(self, word: str, own: Counter[str]) -> str:
        """The usual word that is written nearly the same."""
        alike = sorted(other for skeleton in _skeletons(word) for other in self._alike.get(skeleton, ()))
        return next((other for other in alike if other != word and self._elsewhere(other, own) >= _USUAL), "")


def _mended(word: str) -> Iterator[tuple[str, str]]:
    """A word without its last particle, and the other form of it, where that form goes with the last letter."""
    for behind_consonant, behind_vowel in _PARTICLES:
        for wrong, right in ((behind_consonant, behind_vowel), (behind_vowel, behind_consonant)):
            noun = word.removesuffix(wrong)
            if noun not in {word, ""} and _is_open(noun, wrong) == (right == behind_vowel):
                yield noun, right


def _is_open(noun: str, particle: str) -> bool:
    """Whether particles behind a noun take the form behind a vowel."""
    final = (ord(noun[-1]) - ord("가")) % 28
    return final == 0 or (final == 8 and particle in {"으로", "로"})


def _words(text: str, tag: str) -> set[str]:
    """The words of a text, and of Korean the pairs of them too."""
    if tag == "ja":
        return set(_KATAKANA.findall(text))
    found = set[str]()
    for piece in _PIECE.findall(_bare(text)):
        words = piece.split(" ")
        found.update(words)
        found.update(" ".join(pair) for pair in pairwise(words))
    return found


def _bare(text: str) -> str:
    return PLACEHOLDER.sub("{}", text)


@lru_cache(maxsize=4096)
def _skeletons(word: str) -> tuple[str, ...]:
    """A katakana word without its long vowels, without its stops, and without its voiced sounds and small letters."""
    return f"1 {word.translate(_LONG)}", f"2 {word.replace('ッ', '')}", f"3 {word.translate(_VOICELESS)}"
