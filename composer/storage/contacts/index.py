"""Fuzzy search over names and addresses, fast enough for every key: beginnings, then parts, then scattered letters.

Each of them by rank, see ``ranked``; an address that was typed out comes before all.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
_JOINERS = "\u200c\u200d"
_LAST = "\U0010ffff"


class Person(Struct, frozen=True):
    """A person or a list that can be offered."""

    address: Address
    name: str
    kind: CompletionKind
    score: float = 0.0
    """The higher, the more often and the more lately it was written to."""
    is_inside: bool = False
    """Whether the address is internal; of a list it need not be known."""


def fold(text: str) -> str:
    """What two spellings share: no compatibility forms, case, accents and joiners; Hangul as letters (기 begins 김)."""
    if text.isascii():
        return text[:_LONGEST].lower()
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST].casefold())
    return "".join(one for one in decomposed if one not in _JOINERS and not unicodedata.combining(one))


def initials(text: str) -> str:
    """The first consonants of Hangul syllables (김민지 -> ㄱㅁㅈ), folded as they are typed; empty without Hangul."""
    places = (ord(letter) - _SYLLABLES.start for letter in text[:_LONGEST] if ord(letter) in _SYLLABLES)
    return fold("".join(_INITIALS[place // _PER_INITIAL] for place in places))


def ranked(people: Iterable[Person]) -> list[Person]:
    """Sorted, best first: people before lists, inside before outside, then whom the member writes to most."""
    return sorted(people, key=_rank)


def searched_text(person: Person) -> str:
    """The text that ``search_once`` searches: address, name, initials, and an IDN in letters, folded, one a line."""
    parts = (fold(str(person.address)), fold(person.name), initials(person.name), fold(_in_letters(person.address)))
    return "\n".join(part.replace("\n", " ").replace("\0", " ") for part in parts)


def search_once(texts: Sequence[str], typed: str, limit: int) -> list[int]:
    """The indexes of what ``ContactIndex.search`` finds among ranked people; quicker for a single search."""
    wanted = _wanted(typed)
    words = wanted.split()
    begun = ((wanted,), words) if words else ()
    near = [at for at, text in enumerate(texts) if all(word in text for word in words)] if words else []
    steps = (
        (at for at in near if "@" in wanted and wanted in _beginnings(texts[at])),
        (at for at in near if any(_begins(texts[at], beginnings) for beginnings in begun)),
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
    """An immutable index over a set of people, in the order of their rank."""

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
        self._keys = frozenset(person.address.key for person in self._people)

    def search(self, typed: str, limit: int, without: Collection[str] = ()) -> list[Person]:
        """At most ``limit`` people, best first, but none whose key is in ``without``; nothing for blank text."""
        return [person for step in self.steps(typed, limit, without) for person in step]

    def steps(self, typed: str, limit: int, without: Collection[str] = ()) -> list[list[Person]]:
        """The same in parts: typed out, beginnings, parts, scattered letters."""
        wanted = _wanted(typed)
        room = limit + sum(key in self._keys for key in without)
        found: dict[int, None] = {}
        steps: list[list[Person]] = []
        for candidates in (self._typed_out, self._beginning, self._containing, self._scattered):
            if not wanted or len(found) >= room:
                break
            news = [at for at in candidates(wanted, room) if at not in found]
            found.update(dict.fromkeys(news))
            people = [self._people[at] for at in news]
            steps.append([person for person in people if person.address.key not in without][:limit])
            limit -= len(steps[-1])
        return steps

    def _typed_out(self, wanted: str, _limit: int) -> list[int]:
        if "@" not in wanted:
            return []
        first = bisect_left(self._beginnings, wanted)
        last = bisect_right(self._beginnings, wanted)
        return sorted(set(self._owners[first:last]))

    def _beginning(self, wanted: str, limit: int) -> list[int]:
        """All of it at the beginning of a word, or every word of it at one."""
        words = wanted.split()
        apart = set.intersection(*map(self._begun, words)) if len(words) > 1 else set()
        return sorted(self._begun(wanted) | apart)[:limit]

    def _begun(self, wanted: str) -> set[int]:
        first = bisect_left(self._beginnings, wanted)
        last = bisect_left(self._beginnings, wanted + _LAST)
        return set(self._owners[first:last])

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


def _rank(person: Person) -> tuple[bool, bool, float, bool, str, str]:
    is_list, is_sent = person.kind is CompletionKind.LIST, person.kind is CompletionKind.SENT
    return is_list, not person.is_inside, -person.score, is_sent, person.name.casefold(), person.address.key


def _in_letters(address: Address) -> str:
    """The address with an internationalized domain in letters; empty where it is the same."""
    if "xn--" not in address.domain:
        return ""
    from composer.sentences.domains import decoded  # a single look-up has no need of it

    return f"{address.local}@{decoded(address.domain)}"


def _begins(text: str, words: Sequence[str]) -> bool:
    """Whether every word stands at the beginning of a word of the text."""
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
    """A matcher for texts of two lines of which one has the letters in their order."""
    in_order = "".join(f"[^\n{re.escape(letter)}]*+{re.escape(letter)}" for letter in letters)
    return re.compile(f"{in_order}|[^\n]*+\n{in_order}").match


def _where_letters_may_be_scattered(text: str) -> str:
    """The local part and the name, one a line; with the domain in it nearly everything would be found."""
    address, name, _initials, _letters = text.split("\n")
    return f"{address.rpartition('@')[0]}\n{name}"


def _beginnings(text: str) -> set[str]:
    """The rest of address, name and initials from each start of a word on."""
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
    """A bit for each letter of the text, by which most people are passed over without being searched."""
    mask = 0
    for letter in set(text):
        mask |= 1 << (ord(letter) & 63)
    return mask
