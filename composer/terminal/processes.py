"""What /proc tells about processes: their ancestors, groups and terminals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

PROC = Path("/proc")
CONTROLLING = os.makedev(5, 0)
"""The device number of what opens as the controlling terminal of whoever opens it (Linux, devices.txt)."""
STOPPED = "T"
"""The state of a process that a signal has stopped."""
DEEPEST = 64
"""The most ancestors that are followed."""


class Process(Struct, frozen=True):
    """One process as ``/proc/PID/stat`` describes it (proc_pid_stat(5))."""

    pid: int
    name: str
    """At most 15 bytes of the program's or script's file name."""
    parent: int
    group: int
    session: int
    terminal: int
    """The device number of its controlling terminal; 0 where it has none."""
    foreground: int
    """The process group that has that terminal at present; -1 where there is no terminal."""
    started: int = 0
    """The moment at which it began, in clock ticks since the machine started."""
    state: str = ""
    """What it does, as one letter; see ``STOPPED``."""


def process(pid: int, proc: Path = PROC) -> Process | None:
    """The process with this id as it is now; None where there is none."""
    try:
        text = (proc / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    opening, closing = text.find("("), text.rfind(")")  # a name may hold both
    fields = text[closing + 1 :].split()
    if opening < 0 or len(fields) < 6:
        return None
    parent, group, session, terminal, foreground = map(int, fields[1:6])
    started = int(fields[19]) if len(fields) > 19 else 0
    return Process(pid, text[opening + 1 : closing], parent, group, session, terminal, foreground, started, fields[0])


def lineage(pid: int | None = None, proc: Path = PROC) -> Iterator[Process]:
    """A process (by default this one) and its ancestors, nearest first."""
    found = process(os.getpid() if pid is None else pid, proc)
    for _generation in range(DEEPEST):
        if found is None:
            return
        yield found
        found = process(found.parent, proc) if found.parent > 0 else None


def all_processes(proc: Path = PROC) -> Iterator[Process]:
    """Every process that /proc shows."""
    for entry in proc.iterdir():
        found = process(int(entry.name), proc) if entry.name.isdecimal() else None
        if found is not None:
            yield found


def has_younger_holder(device: int, proc: Path = PROC) -> bool:
    """Whether a process younger than this one has the terminal open, and so asks there itself, as pinentry does.

    Of another user's processes that cannot be seen.
    """
    own = process(os.getpid(), proc)
    return own is not None and any(
        _has_open(one, device, proc) for one in all_processes(proc) if one.started > own.started
    )


def _has_open(one: Process, device: int, proc: Path) -> bool:
    names = {device, CONTROLLING} if one.terminal == device else {device}
    with suppress(OSError):
        return any(_device_of(entry) in names for entry in (proc / str(one.pid) / "fd").iterdir())
    return False


def _device_of(path: Path) -> int:
    try:
        return path.stat().st_rdev
    except OSError:  # it was closed meanwhile
        return 0
