"""Fuzzy look-up over names and addresses, fast enough for every key: beginnings, then parts, then scattered letters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from composer.services.completion_kind import CompletionKind

if TYPE_CHECKING:
    from policy.address import Address

_LONGEST = 200
_MOST_WORDS = 8
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_SYLLABLES = range(0xAC00, 0xD7A4)
_PER_INITIAL = 588
_LAST = "\U0010ffff"


class Person(Struct, frozen=True):
    """One address on offer, or a list."""

    address: Address
    name: str
    kind: CompletionKind
    score: float = 0.0
    """How often and how lately it was written to."""


def fold(text: str) -> str:
    """What two spellings share: compatibility forms, case and accents gone; Hangul as letters, so that 기 begins 김."""
    if text.isascii():
        return text[:_LONGEST].lower()
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST].casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def initials(text: str) -> str:
    """The first consonants of Hangul syllables (김민지 -> ㄱㅁㅈ), folded as they are typed; empty without Hangul."""
    places = (ord(letter) - _SYLLABLES.start for letter in text[:_LONGEST] if ord(letter) in _SYLLABLES)
    return fold("".join(_INITIALS[place // _PER_INITIAL] for place in places))


def ranked(people: Iterable[Person]) -> list[Person]:
    """Best first."""
    return sorted(people, key=_rank)


def searched_text(person: Person) -> str:
    """What ``search_once`` looks in: address, name and initials, folded, one a line."""
    parts = (fold(str(person.address)), fold(person.name), initials(person.name))
    return "\n".join(part.replace("\n", " ").replace("\0", " ") for part in parts)


def search_once(texts: Sequence[str], typed: str, limit: int) -> list[int]:
    """What ``ContactIndex.search`` finds, as places in the texts of ranked people; for one look it is quicker."""
    wanted = _wanted(typed)
    words = wanted.split()
    near = [at for at, text in enumerate(texts) if all(word in text for word in words)] if words else []
    steps = (
        (at for at in near if f"{wanted}\n" in f"{texts[at]}\n" and wanted in _beginnings(texts[at])),
        (at for at in near if _begins(texts[at], (wanted,))),
        (at for at in near if len(words) > 1 and _begins(texts[at], words)),
        (at for at in near if wanted in texts[at]),
        _scattered(texts, wanted),
    )
    found: dict[int, None] = {}
    for at in chain.from_iterable(steps):
        found.setdefault(at)
        if len(found) >= limit:
            break
    return list(found)


class ContactIndex:
    """Immutable; built once for a set of people, whose order in it is their rank."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = ranked(people)
        self._texts = [searched_text(person) for person in self._people]
        self._scatter = [_where_letters_may_be_scattered(text) for text in self._texts]
        self._masks = [_mask(text) for text in self._scatter]
        beginnings = sorted((start, at) for at, text in enumerate(self._texts) for start in _beginnings(text))
        self._beginnings = [start for start, _at in beginnings]
        self._owners = [at for _start, at in beginnings]
        self._all = "\0".join(self._texts)
        self._starts = list(_starts(self._texts))

    def search(self, typed: str, limit: int) -> list[Person]:
        """At most ``limit`` people, best first; nothing for blank text."""
        wanted = _wanted(typed)
        if not wanted:
            return []
        found: dict[int, None] = {}
        for candidates in (self._exact, self._beginning, self._every_word, self._containing, self._scattered):
            for at in candidates(wanted, limit):
                found.setdefault(at)
            if len(found) >= limit:
                break
        return [self._people[at] for at in list(found)[:limit]]

    def _exact(self, wanted: str, _limit: int) -> list[int]:
        first = bisect_left(self._beginnings, wanted)
        last = bisect_right(self._beginnings, wanted)
        return sorted(set(self._owners[first:last]))

    def _beginning(self, wanted: str, limit: int) -> list[int]:
        first = bisect_left(self._beginnings, wanted)
        last = bisect_left(self._beginnings, wanted + _LAST)
        return sorted(set(self._owners[first:last]))[:limit]

    def _every_word(self, wanted: str, limit: int) -> list[int]:
        words = wanted.split()
        if len(words) < 2:
            return []
        hits = [set(self._beginning(word, len(self._people))) for word in words]
        return sorted(set.intersection(*hits))[:limit]

    def _containing(self, wanted: str, limit: int) -> Iterator[int]:
        """In rank order; ``limit`` distinct people always suffice, as earlier steps gave fewer."""
        at = self._all.find(wanted)
        while at >= 0 and limit > 0:
            owner = bisect_right(self._starts, at) - 1
            yield owner
            limit -= 1
            at = self._all.find(wanted, self._starts[owner] + len(self._texts[owner]))

    def _scattered(self, wanted: str, limit: int) -> Iterator[int]:
        letters = wanted.replace(" ", "")
        if len(letters) < 2:
            return
        mask = _mask(letters)
        fits = _in_order(letters)
        for at, own in enumerate(self._masks):
            if own & mask == mask and fits(self._scatter[at]):
                yield at
                limit -= 1
                if not limit:
                    return


def _wanted(typed: str) -> str:
    return " ".join(fold(typed.strip(' "<>')).split())


def _rank(person: Person) -> tuple[float, int, str, str]:
    kinds = (CompletionKind.LIST, CompletionKind.CONTACT, CompletionKind.SENT)
    return -person.score, kinds.index(person.kind), person.name.casefold(), person.address.key


def _begins(text: str, words: Sequence[str]) -> bool:
    """Whether every word stands at a beginning."""
    starts = _beginnings(text)
    return all(any(start.startswith(word) for start in starts) for word in words)


def _scattered(texts: Sequence[str], wanted: str) -> Iterator[int]:
    letters = wanted.replace(" ", "")
    fits = _in_order(letters)
    if len(letters) > 1:
        for at, text in enumerate(texts):
            if all(letter in text for letter in letters) and fits(_where_letters_may_be_scattered(text)):
                yield at


def _in_order(letters: str) -> Callable[[str], object]:
    """Whether the letters stand in one of two lines, in their order."""
    in_order = "".join(f"[^\n{re.escape(letter)}]*+{re.escape(letter)}" for letter in letters)
    return re.compile(f"{in_order}|[^\n]*+\n{in_order}").match


def _where_letters_may_be_scattered(text: str) -> str:
    """The local part and the name, one a line; with the domain in it nearly everything would be found."""
    address, name, _initials = text.split("\n")
    return f"{address.rpartition('@')[0]}\n{name}"


def _beginnings(text: str) -> set[str]:
    """The address, the name and the initials from each start of a word on."""
    found: set[str] = set()
    for part in text.split("\n"):
        starts = [match.start() for match in _WORD_START.finditer(part)][:_MOST_WORDS]
        found.update(part[start:] for start in starts)
        if part:
            found.add(part)
    return found


def _starts(texts: list[str]) -> Iterator[int]:
    at = 0
    for text in texts:
        yield at
        at += len(text) + 1


def _mask(text: str) -> int:
    """A bit for each letter that occurs, to pass most people over without looking at them."""
    mask = 0
    for letter in set(text):
        mask |= 1 << (ord(letter) & 63)
    return mask
