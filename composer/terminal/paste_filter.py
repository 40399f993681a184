"""Takes pasted text out of the terminal's input before the key parser sees it: no paste presses a key or ends early.

The pinned Textual goes through a paste character by character, which takes seconds for 100,000 lines.

A paste whose end never comes would take every key for ever: after a pause, or by a key that breaks it off, it counts as
over.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

START = "\x1b[200~"
END = "\x1b[201~"
PAUSE = 10.0
"""Seconds without anything new after which a paste that was begun counts as over; a slow line may stop for a while."""
QUIET = 0.3
"""Seconds of silence before a key that breaks a paste off: the same character within a paste comes with others."""
BREAKS = frozenset({"\x1b", "\x03", "\x1b[27u", "\x1b[99;5u"})
"""Escape and Ctrl+C, each as a terminal sends it alone, without and with the kitty keyboard protocol."""


class PasteFilter:
    """A filter over the terminal's input, in pieces of any size."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds that never go back."""
        self._clock = clock
        self._last = clock()
        """When input came last."""
        self._was_cut = False
        """Whether the last paste counted as over without its end, so that the end may still come."""
        self.pasted: deque[str] = deque()
        """The text of each paste that has come to its end, without escape characters and NUL, oldest first."""
        self._inside = False
        self._recent = ""
        """The last characters that were passed on outside a paste."""
        self._held = ""
        """Characters that may be the beginning of the sequence that ends a paste."""
        self._begun: list[str] = []
        """What has come of the paste that is under way."""

    def feed(self, data: str) -> str:
        """The input with nothing between the sequences that begin and end a paste."""
        quiet, self._last = self._clock() - self._last, self._clock()
        if self._inside and data in BREAKS and quiet >= QUIET:
            return self._cut()
        passed: list[str] = []
        if self._was_cut and data:
            data = self._rest_of_cut(data, passed)
        while data:
            data = self._in_paste(data, passed) if self._inside else self._outside(data, passed)
        return "".join(passed)

    def idle(self) -> str:
        """The input to pass on where nothing new has come: the end of a paste that has been silent for ``PAUSE``."""
        return self._cut() if self._inside and self._clock() - self._last >= PAUSE else ""

    def _cut(self) -> str:
        """Take what has come as the whole paste."""
        self._begun.append(self._held)
        self._was_cut = True
        return self._end()

    def _rest_of_cut(self, data: str, passed: list[str]) -> str:
        """What comes before an end that comes late belongs to a paste as well: it must not press keys."""
        self._was_cut = False
        rest, end, behind = data.partition(END)
        if not end or START in rest:
            return data
        self._begun.append(rest)
        passed.append(START + self._end())
        return behind

    def _end(self) -> str:
        self.pasted.append("".join(self._begun).replace("\x1b", "").replace("\x00", ""))
        self._begun.clear()
        self._inside, self._held = False, ""
        return END

    def _outside(self, data: str, passed: list[str]) -> str:
        window = self._recent + data
        at = window.find(START)
        if at < 0:
            self._recent = window[-(len(START) - 1) :]
            passed.append(data)
            return ""
        cut = at + len(START) - len(self._recent)
        self._inside, self._recent = True, ""
        passed.append(data[:cut])
        return data[cut:]

    def _in_paste(self, data: str, passed: list[str]) -> str:
        window = self._held + data
        at = window.find(END)
        if at >= 0:
            self._begun.append(window[:at])
            passed.append(self._end())
            return window[at + len(END) :]
        kept = next((n for n in range(len(END) - 1, 0, -1) if window.endswith(END[:n])), 0)
        self._held = window[len(window) - kept :]
        self._begun.append(window[: len(window) - kept])
        return ""
