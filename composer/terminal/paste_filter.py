"""Takes pasted text out of the terminal's input before the key parser sees it: no paste presses a key or ends early.

The pinned Textual goes through a paste character by character, which takes seconds for 100,000 lines.
"""

from __future__ import annotations

from collections import deque

START = "\x1b[200~"
END = "\x1b[201~"


class PasteFilter:
    """A filter over the terminal's input, in pieces of any size."""

    def __init__(self) -> None:
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
        passed: list[str] = []
        while data:
            data = self._in_paste(data, passed) if self._inside else self._outside(data, passed)
        return "".join(passed)

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
            self.pasted.append("".join(self._begun).replace("\x1b", "").replace("\x00", ""))
            self._begun.clear()
            passed.append(END)
            self._inside, self._held = False, ""
            return window[at + len(END) :]
        kept = next((n for n in range(len(END) - 1, 0, -1) if window.endswith(END[:n])), 0)
        self._held = window[len(window) - kept :]
        self._begun.append(window[: len(window) - kept])
        return ""
