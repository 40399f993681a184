"""What /proc tells of the processes above this one: who they are, and on which terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

PROC = Path("/proc")
DEEPEST = 64
"""Ancestors that are looked at."""


class Process(Struct, frozen=True):
    """One process as ``/proc/PID/stat`` (proc_pid_stat(5)) describes it."""

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


def process(pid: int, proc: Path = PROC) -> Process | None:
    """A process now; None where there is none."""
    try:
        text = (proc / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    opening, closing = text.find("("), text.rfind(")")  # a name may hold both
    fields = text[closing + 1 :].split()
    if opening < 0 or len(fields) < 6:
        return None
    numbers = map(int, fields[1:6])
    return Process(pid, text[opening + 1 : closing], *numbers)


def lineage(pid: int | None = None, proc: Path = PROC) -> Iterator[Process]:
    """This process and its ancestors, nearest first."""
    found = process(os.getpid() if pid is None else pid, proc)
    for _generation in range(DEEPEST):
        if found is None:
            return
        yield found
        found = process(found.parent, proc) if found.parent > 0 else None


def all_processes(proc: Path = PROC) -> Iterator[Process]:
    """Every process there is, as far as /proc shows it."""
    for entry in proc.iterdir():
        found = process(int(entry.name), proc) if entry.name.isdecimal() else None
        if found is not None:
            yield found
