"""Locks between processes and threads, by flock on a file or folder; they end with the process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from composer.disk.still_named import is_still_named
from composer.storage.atomic import lock_error, read_error, storage_error
from composer.threads.abort import Abort

Flock = Callable[[int, int], None]
"""``fcntl.flock``, or in tests what stands for a file system without locks."""

_FILE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
"""How a file that stands for a lock is opened: made where it is missing."""
_FILE_THERE = os.O_RDWR | os.O_NOFOLLOW
_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_LOOK_AGAIN = 0.02
"""Seconds between two attempts at a lock that somebody else holds."""


@contextmanager
def exclusive(path: Path, flock: Flock = fcntl.flock) -> Iterator[None]:
    """Wait for the lock, however long, and hold it; raises ``StorageError`` where the file cannot be made or locked."""
    with _opened(path, _FILE) as descriptor:
        _wait(path, descriptor, flock)
        yield


@contextmanager
def patient(
    path: Path, abort: Abort, seconds: float, wait: Callable[[float], None], flock: Flock = fcntl.flock
) -> Iterator[None]:
    """Wait at most ``seconds`` for the lock and hold it; ``wait`` is called before each pause with the seconds so far.

    Raises ``StorageError``, ``AbortedError`` and ``TimeoutError``.
    """
    with _opened(path, _FILE) as descriptor:
        begun = time.monotonic()
        while not _taken(path, descriptor, fcntl.LOCK_EX, flock):
            wait(time.monotonic() - begun)
            time.sleep(min(_LOOK_AGAIN, abort.slices(begun + seconds)))
        yield


@contextmanager
def attempt_folder(path: Path, flock: Flock = fcntl.flock) -> Iterator[bool]:
    """Hold the lock of a folder itself if it is free; False = somebody else has it, or took the folder away."""
    with _opened(path, _FOLDER) as descriptor:
        yield _taken(path, descriptor, fcntl.LOCK_EX, flock) and _is_still(path, descriptor)


@contextmanager
def attempt(path: Path, flock: Flock = fcntl.flock) -> Iterator[bool]:
    """Hold the lock if it is free; False = somebody else has it. Raises ``StorageError``."""
    with _opened(path, _FILE) as descriptor:
        yield _taken(path, descriptor, fcntl.LOCK_EX, flock)


def taken(path: Path, flock: Flock = fcntl.flock) -> int:
    """Hold a lock nobody else wants yet until the descriptor is closed; raises ``StorageError``."""
    descriptor = _open(path, _FILE)
    try:
        _wait(path, descriptor, flock)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def taken_if_free(path: Path, flock: Flock = fcntl.flock, *, create: bool = True) -> int | None:
    """Hold the lock until the descriptor is closed; None = somebody else has it. Raises ``StorageError``.

    Without ``create`` a file that is missing is none to lock: None too.
    """
    if not create and not os.path.lexists(path):
        return None
    descriptor = _open(path, _FILE if create else _FILE_THERE)
    is_ours = False
    try:
        is_ours = _taken(path, descriptor, fcntl.LOCK_EX, flock)
    finally:
        if not is_ours:
            os.close(descriptor)
    return descriptor if is_ours else None


def is_held(path: Path, flock: Flock = fcntl.flock) -> bool:
    """Whether somebody holds the lock exclusively at this moment; raises ``StorageError`` where that cannot be told."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        return not _taken(path, descriptor, fcntl.LOCK_SH, flock)
    finally:
        os.close(descriptor)


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = _open(path, flags)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _open(path: Path, flags: int) -> int:
    try:
        return os.open(path, flags | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise storage_error(path, error) from error


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the path still names the opened folder, which may be gone once the lock is had."""
    try:
        return is_still_named(path, descriptor, follow_symlinks=True)
    except OSError as error:
        raise read_error(path, error) from error


def _wait(path: Path, descriptor: int, flock: Flock) -> None:
    try:
        flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        raise lock_error(path, error) from error


def _taken(path: Path, descriptor: int, kind: int, flock: Flock) -> bool:
    try:
        flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise lock_error(path, error) from error
    return True
