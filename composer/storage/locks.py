"""Locks between processes and threads, by flock on a file; they die with the process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from composer.storage.atomic import storage_error


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Wait for the lock and hold it; raises ``StorageError`` where the file cannot be made."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def waited(path: Path) -> Iterator[bool]:
    """``exclusive`` in the shape of ``attempt``: True as soon as the lock is held."""
    with exclusive(path):
        yield True


@contextmanager
def exclusive_folder(path: Path) -> Iterator[None]:
    """Wait for the lock of a folder itself and hold it; nothing is left behind. Raises ``StorageError``."""
    descriptor = _open_folder(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def attempt_folder(path: Path) -> Iterator[bool]:
    """Hold the lock of a folder itself if it is free; False = somebody else has it, or took the folder away."""
    descriptor = _open_folder(path)
    try:
        yield _taken(descriptor, fcntl.LOCK_EX) and _is_still(path, descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def attempt(path: Path) -> Iterator[bool]:
    """Hold the lock if it is free; False = somebody else has it."""
    descriptor = _open(path)
    try:
        yield _taken(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def taken(path: Path) -> int:
    """Hold a lock nobody else wants yet until the descriptor is closed; raises ``StorageError``."""
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock exclusively at this moment."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        return not _taken(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise storage_error(path, error) from error


def _open_folder(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise storage_error(path, error) from error


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the path names what was opened: who waited for a lock may hold that of a folder that is gone."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _taken(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
