"""Process groups, as /proc tells of them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_ENDED = {"Z", "X"}
"""States of a process that has ended and that nobody has collected yet (proc_pid_stat(5))."""


def wait_for_the_end(written: Path) -> None:
    """Until no process lives in the group whose number stands in a file."""
    group = written.read_text().strip()
    while any(state not in _ENDED for state in _states(group)):
        continue


def _states(group: str) -> list[str]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if its_group == group:
                found.append(state)
    return found
