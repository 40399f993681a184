"""Standard input, output and error exchanged for a terminal, and given back as they were, closed ones closed."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STANDARD = (0, 1, 2)
_FREE_FROM = 10
"""The lowest number of a copy: where standard descriptors are closed, a new one would take their place."""


@contextmanager
def standing_in(terminal: int) -> Iterator[None]:
    """The terminal stands for the three standard descriptors and Python's streams over them."""
    kept = {number: _copy(number) for number in STANDARD}
    streams = (sys.stdin, sys.stdout, sys.stderr, sys.__stdin__, sys.__stdout__, sys.__stderr__)
    try:
        for number in STANDARD:
            os.dup2(terminal, number)
        _use_fresh_streams()
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):  # a terminal that is gone takes nothing more
                stream.flush()
        sys.stdin, sys.stdout, sys.stderr = streams[:3]
        sys.__stdin__, sys.__stdout__, sys.__stderr__ = streams[3:]  # type: ignore[misc]  # Textual uses these
        for number, copy in kept.items():
            _give_back(number, copy)


def open_above(path: str) -> int:
    """Open a terminal at a number that is none of the standard three; raises ``OSError``."""
    descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FREE_FROM)
    finally:
        os.close(descriptor)


def _copy(number: int) -> tuple[int, int] | None:
    """Another descriptor of the same file, and the flags of the first; None where it is closed."""
    try:
        return fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, _FREE_FROM), fcntl.fcntl(number, fcntl.F_GETFD)
    except OSError:
        return None


def _give_back(number: int, kept: tuple[int, int] | None) -> None:
    if kept is None:
        with suppress(OSError):
            os.close(number)
        return
    copy, flags = kept
    os.dup2(copy, number)
    fcntl.fcntl(number, fcntl.F_SETFD, flags)
    os.close(copy)


def _use_fresh_streams() -> None:
    """Streams over the descriptors as they are now; Textual reads and draws on those with underscores."""
    sys.stdin = os.fdopen(0, "r", encoding="utf-8", errors="replace", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]  # as above
