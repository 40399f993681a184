"""Writes that are whole or absent: temporary file, fsync, rename, fsync of the folder; 0600 and 0700."""

from __future__ import annotations

import errno
import os
from fnmatch import fnmatch
from pathlib import Path

from composer.disk.durable import make_folder, replace_file, sync_folder, write_new
from composer.errors import StorageError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.sentences.system_reasons import system_said

_CODES = {
    errno.ENOSPC: ReasonCode.DISK_FULL,
    errno.EDQUOT: ReasonCode.DISK_FULL,
    errno.EFBIG: ReasonCode.DISK_FULL,
    errno.EROFS: ReasonCode.DISK_READ_ONLY,
    errno.EACCES: ReasonCode.NO_PERMISSION,
    errno.EPERM: ReasonCode.NO_PERMISSION,
    errno.EISDIR: ReasonCode.FOLDER_IN_THE_WAY,
    errno.ENOTDIR: ReasonCode.FILE_IN_THE_WAY,
    errno.EEXIST: ReasonCode.FILE_IN_THE_WAY,
}
"""Of a failed write; every other has the system's own words."""


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``, durably, mode 0600; raises ``StorageError`` and leaves the old content whole."""
    try:
        replace_file(path, data)
    except OSError as error:
        raise storage_error(path, error) from error


def write_beside(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, its content durable, its name only after ``fsync_folder``; mode 0600.

    Raises ``StorageError``. For the parts of a folder that counts only as a whole.
    """
    try:
        write_new(path, data)
    except OSError as error:
        raise storage_error(path, error) from error


def fsync_folder(path: Path) -> None:
    """Make the names in a folder durable (a rename is on disk only after this); raises ``StorageError``."""
    try:
        sync_folder(path)
    except OSError as error:
        raise storage_error(path, error) from error


def private_folder(path: Path) -> Path:
    """Make a folder and its parents where missing (mode 0700, durable), and return it; raises ``StorageError``."""
    try:
        make_folder(path)
    except OSError as error:
        raise storage_error(path, error) from error
    return path


def listed(folder: Path, pattern: str) -> list[Path]:
    """The paths in a folder whose names fit a glob, sorted; empty where it is missing. Raises ``StorageError``."""
    try:
        with os.scandir(folder) as entries:
            return sorted(folder / entry.name for entry in entries if fnmatch(entry.name, pattern))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise read_error(folder, error) from error


def read_error(path: Path, error: OSError) -> StorageError:
    """A failed look at the disk in words."""
    return failure(StorageError, ReasonCode.NOT_READ, path=path, said=system_said(error))


def lock_error(path: Path, error: OSError) -> StorageError:
    """A lock that the file system does not give, in words; without it nothing is safe from another process."""
    return failure(StorageError, ReasonCode.NOT_LOCKED, path=path, said=system_said(error))


def storage_error(path: Path, error: OSError) -> StorageError:
    """A failed write in words: what happened, where, what to do."""
    code = _CODES.get(error.errno or 0)
    if code is not None:
        return failure(StorageError, code, path=path)
    return failure(StorageError, ReasonCode.NOT_WRITTEN, path=path, said=system_said(error))
