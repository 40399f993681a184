"""Drops answers of a terminal with numbers so long that they would end the pinned Textual's input parser."""

from __future__ import annotations

import re

LONGEST = 30
"""Characters of a control sequence (ECMA-48, 5.4); Textual gives up at 32 and takes the characters for keys."""
MOST_CELLS = 9_999
"""The most columns or rows of a window that are believed."""
_SEQUENCE = re.compile(r"\x1b\[([0-?]+)[ -/]*([@-~])")
_BEGUN = re.compile(r"\x1b\[[0-?]*[ -/]*\Z")
_REST = re.compile(r"[ -?]*")
_NUMBERS = re.compile(r"\d+", re.ASCII)
_KEY = re.compile(r"\d*(?:;\d*(?:;[\d:]*)?)?", re.ASCII)
_KEY_ENDS = frozenset("u~ABCDEFHPQRS")


class AnswerFilter:
    """A filter over the terminal's input, in pieces of any size; it comes behind the one for pastes."""

    def __init__(self) -> None:
        self._held = ""
        """The beginning of a sequence whose end has not come yet."""
        self._is_skipping = False
        """Whether the rest of a sequence that is too long is still to come."""

    def feed(self, data: str) -> str:
        """The input without sequences that no sound terminal sends; an unfinished one is held back."""
        text = self._held + self._after_the_rest(data)
        self._held = ""
        begun = _BEGUN.search(text)
        if begun:
            text = text[: begun.start()]
            self._is_skipping = len(begun[0]) > LONGEST
            self._held = "" if self._is_skipping else begun[0]
        return _SEQUENCE.sub(lambda found: found[0] if _is_sound(found) else "", text)

    def idle(self) -> str:
        """The input that was held back, since nothing more has come for a while."""
        held, self._held, self._is_skipping = self._held, "", False
        return held

    def _after_the_rest(self, data: str) -> str:
        if not self._is_skipping:
            return data
        rest = _REST.match(data)
        end = rest.end() if rest else 0
        if end == len(data):
            return ""
        self._is_skipping = False
        return data[end + 1 :] if "@" <= data[end] <= "~" else data[end:]


def _is_sound(found: re.Match[str]) -> bool:
    if len(found[0]) > LONGEST:
        return False
    numbers = [int(number) for number in _NUMBERS.findall(found[1])]
    if found[2] == "t":
        return all(0 < number <= MOST_CELLS for number in numbers[1:3])
    if found[2] in _KEY_ENDS and not found[1].startswith(("<", "=", ">", "?")):
        return bool(_KEY.fullmatch(found[1])) and all(map(_is_character, numbers))
    return all(number <= 0x10FFFF for number in numbers)


def _is_character(number: int) -> bool:
    """Whether a number is a code point that text can hold; a surrogate is not."""
    return number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
