"""Writes to the terminal in a thread, so that one that is gone or stands still holds nobody up."""

from __future__ import annotations

import os
import select
import threading
from collections import deque
from typing import IO

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

PATIENCE = 0.5
"""Seconds in which a terminal must take something, or it counts as standing still."""


class TerminalWriter(WriterThread):
    """The pinned Textual's own dies with its terminal, and whoever writes then waits for ever in a full queue.

    Writers wait for a slow terminal, so that what they draw is not older than what they know; not for one that
    stands still.
    """

    def __init__(self, file: IO[str]) -> None:
        super().__init__(file)
        self._descriptor = file.fileno()
        self._encoding = getattr(file, "encoding", None) or "utf-8"
        self._waiting: deque[str] = deque()
        self._changed = threading.Condition()
        self._stands_still = False
        self._ends = False

    def write(self, text: str) -> None:
        """Queue a text behind what waits; waits while the queue is full, unless the terminal stands still."""
        with self._changed:
            if not self._stands_still:
                self._stands_still = not self._changed.wait_for(self._has_room, PATIENCE)
            self._waiting.append(text)
            self._changed.notify_all()

    def stop(self) -> None:
        """Write what waits, as far as the terminal takes it, and end the thread."""
        with self._changed:
            self._ends = True
            self._changed.notify_all()
        self.join(PATIENCE)

    def run(self) -> None:
        """Write the queued texts until the end."""
        while (text := self._next()) is not None:
            self._put(text.encode(self._encoding, "backslashreplace"))

    def _has_room(self) -> bool:
        return len(self._waiting) < MAX_QUEUED_WRITES

    def _next(self) -> str | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ends)
            text = "".join(self._waiting) if self._waiting else None
            self._waiting.clear()
            self._stands_still = False
            self._changed.notify_all()
            return text

    def _put(self, data: bytes) -> None:
        """Write all of the octets; a terminal that is gone drops them."""
        left = memoryview(data)
        try:
            while left:
                try:
                    left = left[os.write(self._descriptor, left) :]
                except BlockingIOError:  # another program has made the terminal answer at once
                    select.select([], [self._descriptor], [])
        except (OSError, ValueError):
            return
