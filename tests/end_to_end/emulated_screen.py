"""The terminal of a test in a pseudo-terminal: what a program writes becomes cells, what it asks is answered."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from unicodedata import combining

import pyte
from pyte.modes import IRM
from pyte.screens import Char
from wcwidth import wcwidth

CURSOR_KEYS, CURSOR = 1, 25
"""Private modes: keys of an application, and whether the cursor is seen."""
SIZE_IN_BAND = 2048
"""The private mode in which the terminal reports another size among the keys."""
PRIVATE = 5
"""How far the emulator moves the number of a private mode to the left."""
_ALTERNATE = frozenset({47, 1049})


@lru_cache(maxsize=10_000)
def _cell(attributes: Char, character: str) -> Char:
    return attributes._replace(data=character)


class EmulatedScreen(pyte.Screen):
    """Answers what a program asks its terminal, and has an alternate screen beside the main one, as xterm does."""

    def __init__(self, columns: int, rows: int, answer: Callable[[str], None]) -> None:
        self._main: tuple[Any, Any] | None = None
        super().__init__(columns, rows)
        self._answer = answer

    @property
    def is_alternate(self) -> bool:
        """Whether the alternate screen is shown."""
        return self._main is not None

    def set_mode(self, *modes: int, **options: bool) -> None:
        """Entering the alternate screen keeps the main one and its cursor."""
        if _ALTERNATE.intersection(modes) and options.get("private") and self._main is None:
            self._main = (copy.deepcopy(self.buffer), copy.copy(self.cursor))
            self.erase_in_display(2)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: bool) -> None:
        """Leaving it brings back the main one; what was drawn on it is gone."""
        if _ALTERNATE.intersection(modes) and options.get("private") and self._main is not None:
            self.buffer, self.cursor = self._main
            self._main = None
            self.dirty.update(range(self.lines))
        super().reset_mode(*modes, **options)

    def copy(self) -> EmulatedScreen:
        """Another screen with all that stands on this one; what a program asks is not answered twice."""
        made = EmulatedScreen(self.columns, self.lines, lambda _data: None)
        made.__dict__.update({name: copy.deepcopy(of) for name, of in vars(self).items() if name != "_answer"})
        return made

    def draw(self, data: str) -> None:
        """What has no cell of its own and joins none takes none; the emulator would leave out all that follows it."""
        widths = [wcwidth(character) for character in data]
        if max(widths) == min(widths) == 1 and self.cursor.x + len(data) <= self.columns and IRM not in self.mode:
            self._put(data.translate(self.g1_charset if self.charset else self.g0_charset))
            return
        drawn = zip(data, widths, strict=True)
        super().draw("".join(character for character, width in drawn if width > 0 or combining(character)))

    def _put(self, data: str) -> None:
        """What the emulator does with single cells that fit in the line; it would make each of them anew."""
        row, attributes = self.buffer[self.cursor.y], self.cursor.attrs
        for column, character in enumerate(data, self.cursor.x):
            row[column] = _cell(attributes, character)
        self.cursor.x += len(data)
        self.dirty.add(self.cursor.y)

    def is_set(self, mode: int) -> bool:
        """Whether a private mode is set; each of the alternate screen's tells which screen is shown, as in xterm."""
        return self.is_alternate if mode in _ALTERNATE else mode << PRIVATE in self.mode

    def write_process_input(self, data: str) -> None:
        self._answer(data)
