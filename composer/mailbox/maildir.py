"""Maildirs, written so that a power cut leaves a message whole or absent; the standard library's do not promise it."""

from __future__ import annotations

import os
import secrets
import socket
import stat
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from composer.storage.atomic import fsync_folder, private_folder, storage_error

ABANDONED_AFTER = timedelta(hours=36)
"""The age after which readers of Maildirs count a file in ``tmp`` as abandoned."""


def unique_name(now: datetime, middle: str = "") -> str:
    """A file name that no other delivery has: the Unix time, something unique, the host."""
    host = socket.gethostname().replace("/", "_").replace(":", "_")
    return f"{int(now.timestamp())}.{middle or 'presend-' + secrets.token_hex(12)}.{host}"


def make(folder: Path) -> Path:
    """Make the Maildir where it is missing, and return it; raises ``StorageError``."""
    for part in ("tmp", "new", "cur"):
        private_folder(folder / part)
    return folder


def sweep(folder: Path, now: datetime) -> None:
    """Delete what presend left in ``tmp`` longer than ``ABANDONED_AFTER`` ago; what cannot be deleted stays."""
    oldest = (now - ABANDONED_AFTER).timestamp()
    with suppress(OSError):
        for path in (folder / "tmp").glob("*.presend-*"):
            with suppress(OSError):
                facts = path.lstat()
                if stat.S_ISREG(facts.st_mode) and facts.st_mtime < oldest:
                    path.unlink()


def deliver(folder: Path, name: str, chunks: Iterable[bytes], *, target: Path | None = None) -> Path:
    """Write a message to ``tmp`` and rename it to ``target`` (otherwise ``new``), durably; raises ``StorageError``.

    What lies at ``target`` is replaced.
    """
    make(folder)
    target = target or folder / "new" / name
    temporary = folder / "tmp" / f"{name}.{secrets.token_hex(4)}"
    try:
        try:
            _write(temporary, chunks)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise storage_error(target, error) from error
    fsync_folder(target.parent)
    return target


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(descriptor)
