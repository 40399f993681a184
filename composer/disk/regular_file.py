"""Reading files that people name: regular files only, never a FIFO that blocks or a device that does things."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from msgspec import Struct


class Stamp(Struct, frozen=True):
    """What changes when a file is written or replaced."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, facts: os.stat_result) -> Stamp:
        """The stamp within what ``stat`` says."""
        return cls(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


def read_regular(path: Path) -> tuple[bytes, Stamp]:
    """The bytes of a regular file and the stamp they had; raises OSError, or ValueError for a NUL in the name."""
    demand_regular(path.stat(), path)  # before opening: a device may act on being opened
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is the descriptor that is opened
        facts = os.fstat(descriptor)
        demand_regular(facts, path)
        return file.read(), Stamp.of(facts)


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of what lies there now; None where nothing can be told."""
    try:
        return Stamp.of(path.stat())
    except (OSError, ValueError):
        return None


def demand_regular(facts: os.stat_result, path: Path) -> None:
    """Raises OSError for what ``stat`` shows to be no regular file."""
    if stat.S_ISDIR(facts.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
