"""Maildirs, written so that a power cut leaves a message whole or absent; the standard library's do not promise it."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from composer.storage.atomic import fsync_folder, private_folder, storage_error


def unique_name(now: datetime, middle: str = "") -> str:
    """A name no other delivery has: seconds, something unique, this machine."""
    host = socket.gethostname().replace("/", "_").replace(":", "_")
    return f"{int(now.timestamp())}.{middle or 'presend-' + secrets.token_hex(12)}.{host}"


def make(folder: Path) -> Path:
    """The Maildir, made where it is missing."""
    for part in ("tmp", "new", "cur"):
        private_folder(folder / part)
    return folder


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
