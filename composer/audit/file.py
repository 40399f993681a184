"""The audit log as a file: lines are appended whole and durably, and a file that has grown is put aside."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from composer.disk.regular_file import NOT_REGULAR
from composer.disk.still_named import is_still_named
from composer.storage.atomic import fsync_folder, private_folder, storage_error


class AuditFile:
    """One file (mode 0600) and those that were put aside beside it; several processes may write to it."""

    def __init__(self, path: Path, size: int, keep: int) -> None:
        """Put the file aside once it has ``size`` bytes; ``keep`` of those stay, ``NAME.1`` the latest."""
        self._path = path
        self._size = size
        self._keep = keep

    def append(self, line: bytes) -> None:
        """Add one whole line, durably; raises ``StorageError``."""
        private_folder(self._path.parent)
        try:
            with self._locked() as descriptor:
                is_new = os.fstat(descriptor).st_size == 0
                _append(descriptor, line)
        except OSError as error:
            raise storage_error(self._path, error) from error
        if is_new:
            fsync_folder(self._path.parent)

    def demand(self) -> None:
        """Raise ``StorageError`` where a line could not be written now; nothing is written."""
        private_folder(self._path.parent)
        try:
            descriptor = self._opened()
            try:
                demand_room(os.fstatvfs(descriptor))
                if os.fstat(descriptor).st_size >= self._size:
                    self._demand_place_aside()
            finally:
                os.close(descriptor)
        except OSError as error:
            raise storage_error(self._path, error) from error

    def holds(self, words: str) -> bool:
        """Whether a line that is whole, of this file or the latest put aside, has these ASCII words.

        Raises ``StorageError``.
        """
        return any(_holds(path, words.encode("ascii")) for path in (self._path, self._aside(1)))

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file under its name, nobody else's to write; one that has grown is put aside first."""
        while True:
            descriptor = self._opened()
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                if not is_still_named(self._path, descriptor):
                    continue  # it was put aside while this process waited
                if os.fstat(descriptor).st_size >= self._size:
                    self._put_aside()
                    continue
                yield descriptor
                return
            finally:
                os.close(descriptor)

    def _opened(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(self._path, flags, 0o600)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.EINVAL, NOT_REGULAR, str(self._path))
        return descriptor

    def _put_aside(self) -> None:
        """Move the file to ``NAME.1``, the older ones first, so that a crash loses none; the caller holds the lock."""
        if not self._keep:
            self._path.unlink()
            return
        self._demand_no_folder()
        for number in range(self._keep - 1, 0, -1):
            if self._aside(number).exists():
                self._aside(number).replace(self._aside(number + 1))
        self._path.replace(self._aside(1))

    def _demand_place_aside(self) -> None:
        """Raise ``StorageError`` where a file that has grown could not be put aside."""
        if not os.access(self._path.parent, os.W_OK | os.X_OK):
            raise storage_error(self._path.parent, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        self._demand_no_folder()

    def _demand_no_folder(self) -> None:
        """Raise ``StorageError`` where a folder has taken the name that a file is to be moved to."""
        for place in map(self._aside, range(1, self._keep + 1)):
            if not os.path.lexists(place):
                return
            if place.is_dir() and not place.is_symlink():
                raise storage_error(place, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))

    def _aside(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


def demand_room(disk: os.statvfs_result) -> None:
    """Raise ``OSError`` where the disk is full for this user; a disk that tells no size counts as having room."""
    free = disk.f_bavail if os.geteuid() else disk.f_bfree
    if disk.f_blocks and not free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _append(descriptor: int, line: bytes) -> None:
    """One write of one line; what a crash or a full disk left of an earlier one is cut off first."""
    begin = _end_of_last_line(descriptor)
    if begin != os.fstat(descriptor).st_size:
        os.ftruncate(descriptor, begin)
    if os.write(descriptor, line) != len(line):
        os.ftruncate(descriptor, begin)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(descriptor)


def _end_of_last_line(descriptor: int) -> int:
    """The offset in octets at which the last whole line ends."""
    end = os.fstat(descriptor).st_size
    while end:
        begin = max(0, end - 65_536)
        found = os.pread(descriptor, end - begin, begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0


def _holds(path: Path, words: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return any(words in line for line in file if line.endswith(b"\n"))
    except FileNotFoundError:
        return False
    except OSError as error:
        raise storage_error(path, error) from error
