"""Keeps pasted text from ending its paste early: no ESC inside a bracketed paste reaches the key parser."""

from __future__ import annotations

START = "\x1b[200~"
END = "\x1b[201~"


class PasteFilter:
    """A filter over the terminal's input, in pieces of any size."""

    def __init__(self) -> None:
        self._inside = False
        self._recent = ""
        """The last characters that were passed on outside a paste."""
        self._held = ""
        """Characters that may be the beginning of the sequence that ends a paste."""

    def feed(self, data: str) -> str:
        """The input without escape characters inside pastes."""
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
            passed.append(window[:at].replace("\x1b", "") + END)
            self._inside, self._held = False, ""
            return window[at + len(END) :]
        kept = next((n for n in range(len(END) - 1, 0, -1) if window.endswith(END[:n])), 0)
        self._held = window[len(window) - kept :]
        passed.append(window[: len(window) - kept].replace("\x1b", ""))
        return ""
