"""Writes that are whole or absent: temporary file, fsync, rename, fsync of the folder; 0600 and 0700."""

from __future__ import annotations

import errno
from pathlib import Path

from composer.errors import StorageError
from composer.disk.durable import make_folder, replace_file, sync_folder, write_new
from composer.words import _

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM}


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
    """The folder, made with its parents (mode 0700, durable) where it is missing; raises ``StorageError``."""
    try:
        make_folder(path)
    except OSError as error:
        raise storage_error(path, error) from error
    return path


def storage_error(path: Path, error: OSError) -> StorageError:
    """A failed write in words: what happened, where, what to do."""
    if error.errno in _FULL:
        return StorageError(_("The disk is full: {path} was not written. Free some space and try again.", path=path))
    if error.errno == errno.EROFS:
        return StorageError(_("{path} was not written: the disk is read-only.", path=path))
    if error.errno in _FORBIDDEN:
        return StorageError(_("{path} was not written: you have no permission there.", path=path))
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return StorageError(_("{path} was not written: a file stands where a folder is needed.", path=path))
    reason = error.strerror or type(error).__name__
    return StorageError(_("{path} was not written: {reason}.", path=path, reason=reason))
