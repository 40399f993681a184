"""Where a file system has no locks, and where a folder cannot be read, a sentence says so."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from composer.errors import StorageError
from composer.storage import locks
from composer.storage.atomic import listed
from composer.storage.drafts.claims import Claims


def without_locks(_descriptor: int, _kind: int) -> None:
    """flock(2) on NFS without a lock daemon."""
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))


WAYS: dict[str, Callable[[Path], AbstractContextManager[object]]] = {
    "exclusive": lambda path: locks.exclusive(path / "lock", without_locks),
    "attempt": lambda path: locks.attempt(path / "lock", without_locks),
    "attempt_folder": lambda path: locks.attempt_folder(path, without_locks),
}


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_lock_that_the_disk_does_not_give_is_said_in_words(
    way: Callable[[Path], AbstractContextManager[object]], tmp_path: Path
) -> None:
    before = open_descriptors()
    with pytest.raises(StorageError, match="cannot be locked: No locks available"), way(tmp_path):
        pass
    assert open_descriptors() == before


def test_a_lock_to_be_kept_or_asked_after_too(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    before = open_descriptors()
    for act in (locks.taken, locks.is_held):
        with pytest.raises(StorageError, match="needs a disk with file locks"):
            act(tmp_path / "lock", without_locks)
    assert open_descriptors() == before


def test_a_claim_too(tmp_path: Path) -> None:
    claims = Claims(tmp_path, without_locks)
    with pytest.raises(StorageError, match="cannot be locked"):
        claims.claim("d1")
    (tmp_path / "d1.open").touch()
    for act in (claims.release, claims.is_claimed_by_another):
        with pytest.raises(StorageError, match="cannot be locked"):
            act("d1")
    with pytest.raises(StorageError, match="cannot be locked"):
        claims.abandoned()


def test_a_folder_that_is_missing_or_a_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert listed(tmp_path / "missing", "*") == listed(tmp_path / "file", "*") == []
    assert listed(tmp_path, "f*") == [tmp_path / "file"]


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    endless = tmp_path / "a"
    endless.symlink_to(endless)
    with pytest.raises(StorageError, match="a cannot be read"):
        listed(endless, "*")
