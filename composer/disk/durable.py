"""Writes that are whole or absent after a power cut: temporary file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

_PRIVATE = 0o600


def replace_file(path: Path, data: bytes, like: os.stat_result | None = None, mode: int = _PRIVATE) -> None:
    """Replace ``path`` by ``data``, durably; raises ``OSError`` and leaves the old content whole.

    ``mode`` whatever the umask is, or the mode, group and (as far as may be) owner of ``like``.
    """
    beside = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        write_new(beside, data, like, mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new(path: Path, data: bytes, like: os.stat_result | None = None, mode: int = _PRIVATE) -> None:
    """Write a file that is not there yet, its name not yet durable; raises ``OSError``.

    Modes as in ``replace_file``.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _PRIVATE)
    with open(descriptor, "wb", buffering=0) as file:  # noqa: PTH123 - a descriptor, not a path
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]
        if like is not None:
            make_alike(descriptor, like, stat.S_IMODE(like.st_mode))
        elif mode != _PRIVATE:
            os.fchmod(descriptor, mode)
        os.fsync(descriptor)


def make_alike(descriptor: int, like: os.stat_result, mode: int) -> None:
    """Give what is open a mode, and the group and owner of ``like``; raises ``OSError``.

    Only root gives files away: somebody else who may write there becomes the owner, and the group decides who reads.
    """
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        try:
            os.fchown(descriptor, like.st_uid, like.st_gid)
        except PermissionError:
            os.fchown(descriptor, -1, like.st_gid)
    os.fchmod(descriptor, mode)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable (fsync); raises ``OSError``."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder with its parents, mode 0700, durably, where it is missing; raises ``OSError``."""
    if path.is_dir():
        return
    if path.parent != path:
        make_folder(path.parent)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not path.is_dir():
            raise
    else:
        sync_folder(path.parent)
