"""The terminal of a test in a pseudo-terminal: what a program writes becomes cells, what it asks is answered."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pyte

CURSOR_KEYS, CURSOR = 1, 25
"""Private modes: keys of an application, and whether the cursor is seen."""
PRIVATE = 5
"""How far the emulator moves the number of a private mode to the left."""
_ALTERNATE = frozenset({47, 1049})


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

    def is_set(self, mode: int) -> bool:
        """Whether a private mode is set; each of the alternate screen's tells which screen is shown, as in xterm."""
        return self.is_alternate if mode in _ALTERNATE else mode << PRIVATE in self.mode

    def write_process_input(self, data: str) -> None:
        self._answer(data)
