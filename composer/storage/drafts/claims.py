"""Marks the drafts that a living composer has open, by a lock file for each that outlives a killed one as a mark."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from composer.storage import locks
from composer.storage.atomic import listed, private_folder, read_error, storage_error
from composer.storage.locks import Flock

SUFFIX = ".open"
_GUARD = ".guard"


class Claims:
    """Claims on drafts, by flock on ``<id>.open``.

    The file is removed in an orderly release only: where it lies without a lock, its composer was killed. A second
    lock around every change keeps a file from being unlinked while another process takes it.
    """

    def __init__(self, folder: Path, flock: Flock = fcntl.flock) -> None:
        self._folder = folder
        self._flock = flock
        self._held: dict[str, int] = {}

    def claim(self, draft_id: str) -> bool:
        """Take a draft for this process; False when another live one has it. Raises ``StorageError``."""
        with self._guard():
            if draft_id not in self._held:
                descriptor = self._lock(draft_id, create=True)
                if descriptor is None:
                    return False
                self._held[draft_id] = descriptor
            return True

    def release(self, draft_id: str) -> None:
        """Give a draft back and delete its mark, also one that a killed composer left. Raises ``StorageError``."""
        if draft_id not in self._held and not self._is_marked(draft_id):
            return
        with self._guard():
            descriptor = self._held.pop(draft_id, None)
            if descriptor is None:
                descriptor = self._lock(draft_id, create=False)
            if descriptor is not None:
                self._path(draft_id).unlink(missing_ok=True)
                os.close(descriptor)

    def is_claimed_by_another(self, draft_id: str) -> bool:
        """Whether another living process has this draft open; raises ``StorageError``."""
        return draft_id not in self._held and self._is_marked(draft_id) and not self._is_free(draft_id)

    def abandoned(self) -> list[str]:
        """The ids of drafts whose composer was killed; raises ``StorageError``."""
        marks = [path.name.removesuffix(SUFFIX) for path in listed(self._folder, f"*{SUFFIX}")]
        return [draft_id for draft_id in marks if draft_id not in self._held and self._is_free(draft_id)]

    def _is_free(self, draft_id: str) -> bool:
        with self._guard():
            descriptor = self._lock(draft_id, create=False)
            if descriptor is None:
                return not self._is_marked(draft_id)
            os.close(descriptor)
            return True

    def _lock(self, draft_id: str, *, create: bool) -> int | None:
        """The open lock file, locked; None when somebody else holds it or there is none to hold."""
        return locks.taken_if_free(self._path(draft_id), self._flock, create=create)

    @contextmanager
    def _guard(self) -> Iterator[None]:
        path = private_folder(self._folder) / _GUARD
        try:
            with locks.exclusive(path, self._flock):
                yield
        except OSError as error:
            raise storage_error(path, error) from error

    def _is_marked(self, draft_id: str) -> bool:
        path = self._path(draft_id)
        try:
            return path.exists()
        except OSError as error:
            raise read_error(path, error) from error

    def _path(self, draft_id: str) -> Path:
        return self._folder / f"{draft_id}{SUFFIX}"
