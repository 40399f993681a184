"""Reading files that people name: regular files only, never a FIFO that blocks or a device that does things."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

NOT_REGULAR = "not a regular file"
"""What the ``OSError`` of this module says of a pipe, a device or a socket in the place of a file."""
CLOCK_GRAIN = 100_000_000
"""Nanoseconds after which a file that is written again has another time, however coarse the file system's clock."""


class Stamp(Struct, frozen=True):
    """What of ``stat`` changes when a file is written or replaced; sizes in bytes, times in nanoseconds."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, facts: os.stat_result) -> Stamp:
        """The stamp of a file with this ``stat`` result."""
        return cls(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


def read_regular(path: Path) -> tuple[bytes, Stamp]:
    """The bytes of a regular file and the stamp they had; raises OSError, or ValueError for a NUL in the name."""
    with open_regular(path) as file:
        facts = os.fstat(file.fileno())
        return file.read(), Stamp.of(facts)


def open_regular(path: Path) -> BinaryIO:
    """A regular file to read from; raises OSError, or ValueError for a NUL in the name."""
    demand_regular(path.stat(), path)  # before opening: a device may act on being opened
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        demand_regular(os.fstat(descriptor), path)
        return open(descriptor, "rb")  # noqa: PTH123 - it is the descriptor that is opened
    except BaseException:
        os.close(descriptor)
        raise


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of the file at a path now; None where ``stat`` fails."""
    try:
        return Stamp.of(path.stat())
    except (OSError, ValueError):
        return None


def demand_regular(facts: os.stat_result, path: Path) -> None:
    """Raise ``OSError`` where a ``stat`` result is not that of a regular file."""
    if stat.S_ISDIR(facts.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.EINVAL, NOT_REGULAR, str(path))
