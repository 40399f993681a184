"""Which drafts are open in a living composer: one lock file per draft that dies with the process and leaves a mark."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from composer.storage.atomic import private_folder, storage_error

SUFFIX = ".open"
_GUARD = ".guard"


class Claims:
    """Claims on drafts, by flock on ``<id>.open``.

    The file is removed in an orderly release only: where it lies without a lock, its composer was killed. A second
    lock around every change keeps a file from being unlinked while another process takes it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, int] = {}

    def claim(self, draft_id: str) -> bool:
        """Take a draft for this process; False when another live one has it; raises ``StorageError``."""
        with self._guard():
            if draft_id not in self._held:
                descriptor = self._lock(draft_id, create=True)
                if descriptor is None:
                    return False
                self._held[draft_id] = descriptor
            return True

    def release(self, draft_id: str) -> None:
        """Give a draft back and take its mark away, also one that a killed composer left."""
        if draft_id not in self._held and not self._path(draft_id).exists():
            return
        with self._guard():
            descriptor = self._held.pop(draft_id, None)
            if descriptor is None:
                descriptor = self._lock(draft_id, create=False)
            if descriptor is not None:
                self._path(draft_id).unlink(missing_ok=True)
                os.close(descriptor)

    def elsewhere(self, draft_id: str) -> bool:
        """Whether another live process has this draft open."""
        return draft_id not in self._held and self._path(draft_id).exists() and not self._is_free(draft_id)

    def abandoned(self) -> list[str]:
        """Ids with a mark and without a living composer."""
        marks = sorted(path.name.removesuffix(SUFFIX) for path in self._folder.glob(f"*{SUFFIX}"))
        return [draft_id for draft_id in marks if draft_id not in self._held and self._is_free(draft_id)]

    def _is_free(self, draft_id: str) -> bool:
        with self._guard():
            descriptor = self._lock(draft_id, create=False)
            if descriptor is None:
                return not self._path(draft_id).exists()
            os.close(descriptor)
            return True

    def _lock(self, draft_id: str, *, create: bool) -> int | None:
        """The open lock file, locked; None when somebody else holds it or there is none to hold."""
        flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | (os.O_CREAT if create else 0)
        try:
            descriptor = os.open(self._path(draft_id), flags, 0o600)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                return None
            raise
        return descriptor

    @contextmanager
    def _guard(self) -> Iterator[None]:
        path = private_folder(self._folder) / _GUARD
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                yield
            finally:
                os.close(descriptor)
        except OSError as error:
            raise storage_error(path, error) from error

    def _path(self, draft_id: str) -> Path:
        return self._folder / f"{draft_id}{SUFFIX}"
