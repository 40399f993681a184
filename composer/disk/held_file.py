"""A file that stays open from its first reading to its last: whatever is put in its place meanwhile is not read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from composer.disk.still_named import is_still_named


class HeldFile:
    """One file held open by its descriptor; whoever opened it closes it."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises ``OSError``."""
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._state = self._now()

    @contextmanager
    def reading(self) -> Iterator[BufferedReader]:
        """The file, open at its beginning, for one reader at a time; raises ``OSError``."""
        with open(os.dup(self._descriptor), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.seek(0)
            yield file

    def is_untouched_at(self, path: Path) -> bool:
        """Whether nothing was written into it since it was opened, and ``path`` still leads to it.

        The time of the last writing tells what was changed and changed back.
        """
        try:
            return self._now() == self._state and is_still_named(path, self._descriptor, follow_symlinks=True)
        except OSError:
            return False

    def close(self) -> None:
        """Close the descriptor; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _now(self) -> tuple[int, int]:
        status = os.fstat(self._descriptor)
        return status.st_size, status.st_mtime_ns
