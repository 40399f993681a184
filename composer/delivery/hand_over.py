"""Leaves the sending to a process of its own, so that closing presend or its terminal never waits and loses nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import chdir
from pathlib import Path

_DESCRIPTORS = (
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
)


def hand_over(argv: Sequence[str], environ: Mapping[str, str], folder: Path) -> int:
    """Start ``argv`` (the program by its whole path) in a session of its own and return its process id at once.

    A session without a terminal gets no SIGHUP when the window closes. It stands in ``folder``: it must keep no disk
    from being taken out, and find no program where the member happens to stand.
    Raises ``OSError`` when it cannot be started.
    """
    with chdir(folder):
        return os.posix_spawn(argv[0], list(argv), dict(environ), file_actions=_DESCRIPTORS, setsid=True)
