"""Writes that are whole or absent: temporary file, fsync, rename, fsync of the folder; 0600 and 0700."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from composer.errors import StorageError
from composer.words import _

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM}


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``, durably, mode 0600; raises ``StorageError`` and leaves the old content whole."""
    beside = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        try:
            _write(beside, data)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _fsync_folder(path.parent)
    except OSError as error:
        raise storage_error(path, error) from error


def fsync_folder(path: Path) -> None:
    """Make the names in a folder durable (a rename is on disk only after this); raises ``StorageError``."""
    try:
        _fsync_folder(path)
    except OSError as error:
        raise storage_error(path, error) from error


def private_folder(path: Path) -> Path:
    """The folder, made with its parents (mode 0700, durable) where it is missing; raises ``StorageError``."""
    try:
        _make(path)
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


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb", buffering=0) as file:  # noqa: PTH123 - a descriptor, not a path
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]
        os.fsync(descriptor)


def _fsync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make(path: Path) -> None:
    if path.is_dir():
        return
    if path.parent != path:
        _make(path.parent)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not path.is_dir():
            raise
    else:
        _fsync_folder(path.parent)
