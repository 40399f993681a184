"""One administrator saves at a time, by a lock that only those can take who could save."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from composer.disk.durable import make_alike
from composer.disk.regular_file import NOT_REGULAR
from composer.disk.still_named import is_still_named
from composer.errors import StorageError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.storage.atomic import storage_error

PATIENCE = 10.0
"""Seconds that a save waits for another one."""
_LOOK_AGAIN = 0.02


@contextmanager
def saving(
    folder: Path, policy: Path, patience: float = PATIENCE, wait: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold the lock in ``folder``; raises ``StorageError`` where it cannot be made or somebody holds it for long.

    Who may only read cannot open the lock's file, and so cannot keep anybody from saving. It is gone afterwards.
    """
    path = folder / "lock"
    descriptor = _taken(path, policy, patience, wait)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _taken(path: Path, policy: Path, patience: float, wait: Callable[[float], None]) -> int:
    """The descriptor of the lock's file, locked while it has its name; raises ``StorageError``."""
    while True:
        try:
            descriptor = _opened(path, policy.stat())
        except OSError as error:
            raise storage_error(path, error) from error
        try:
            patience = _take(descriptor, policy, patience, wait)
            if is_still_named(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # whoever held it took it away


def _opened(path: Path, like: os.stat_result) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, NOT_REGULAR, str(path))
        wanted = 0o660 if like.st_mode & stat.S_IWGRP else 0o600
        if facts.st_uid == os.geteuid() and stat.S_IMODE(facts.st_mode) != wanted:
            make_alike(descriptor, like, wanted)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _take(descriptor: int, policy: Path, patience: float, wait: Callable[[float], None]) -> float:
    """Lock the file; returns the seconds of patience that are left, raises ``StorageError`` where none are."""
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if patience <= 0:
                raise failure(StorageError, ReasonCode.POLICY_BEING_SAVED, file=policy) from None
            wait(_LOOK_AGAIN)
            patience -= _LOOK_AGAIN
        else:
            return patience
