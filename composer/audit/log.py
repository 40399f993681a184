"""The audit log: one JSON object a line, appended whole and durably; a line is there complete or not at all."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from composer.storage.atomic import fsync_folder, private_folder, storage_error


class AuditEvent(Enum):
    """What a line is about."""

    REFUSED = "refused"
    """The outbox did not take a message."""
    WENT_BACK = "went_back"
    """The warning was shown and the member did not send."""
    ACCEPTED = "accepted"
    UNDONE = "undone"
    """The member took a message back."""
    CAME_BACK = "came_back"
    """presend took a message back, because the policy changed before it was sent."""
    DELIVERY = "delivery"
    """An attempt came to its end."""
    POLICY_SAVED = "policy_saved"
    """The administrator's page put another policy in force."""


class AuditLog:
    """Appends to one file (mode 0600); several processes may write to it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, at: datetime, event: AuditEvent, facts: Mapping[str, Any]) -> None:
        """Add one line: ``time`` (UTC, ISO 8601), ``event``, then the facts; raises ``StorageError``.

        The caller hands in no body, no subject and nothing else a message says.
        """
        line = {"time": at.astimezone(UTC).isoformat(timespec="milliseconds"), "event": event.value, **facts}
        private_folder(self._path.parent)
        is_new = not self._path.exists()
        try:
            self._append(json.dumps(line).encode("ascii") + b"\n")
        except OSError as error:
            raise storage_error(self._path, error) from error
        if is_new:
            fsync_folder(self._path.parent)

    def holds(self, words: str) -> bool:
        """Whether a line that is whole contains these ASCII words; raises ``StorageError``."""
        try:
            with self._path.open("rb") as file:
                return any(words.encode("ascii") in line for line in file if line.endswith(b"\n"))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise storage_error(self._path, error) from error

    def _append(self, line: bytes) -> None:
        """One write of one line; what a crash or a full disk left of an earlier one is cut off first."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            begin = _end_of_last_line(descriptor)
            if begin != os.fstat(descriptor).st_size:
                os.ftruncate(descriptor, begin)
            if os.write(descriptor, line) != len(line):
                os.ftruncate(descriptor, begin)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _end_of_last_line(descriptor: int) -> int:
    """Where the last whole line ends, in octets."""
    end = os.fstat(descriptor).st_size
    while end:
        begin = max(0, end - 65_536)
        found = os.pread(descriptor, end - begin, begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0
