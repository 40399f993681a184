"""Signals a program and all its descendants: end, stop and continue them together."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from composer.terminal.processes import STOPPED, Process, all_processes, process

GRACE = 1.0
"""Seconds that a program gets to do what a signal asks."""
_LOOK_EVERY = 0.02


def is_stopped(pid: int) -> bool:
    """Whether a signal has stopped the process."""
    found = process(pid)
    return found is not None and found.state == STOPPED


def go_on(pid: int) -> None:
    """Continue those of a process and its descendants that are stopped (SIGCONT)."""
    _signal([one for one in _tree(pid) if one.state == STOPPED], signal.SIGCONT)


def ask_to_stop(pid: int) -> None:
    """Send SIGTSTP to a process and its descendants, and wait up to ``GRACE`` seconds until the process has stopped."""
    _signal([one for one in _tree(pid) if one.state != STOPPED], signal.SIGTSTP)
    _wait_while(lambda: process(pid) is not None and not is_stopped(pid))


def end(pid: int) -> None:
    """Send SIGTERM to a process and its descendants, and SIGKILL to those that are left after ``GRACE`` seconds."""
    family = _tree(pid)
    _signal(family, signal.SIGCONT)
    _signal(family, signal.SIGTERM)
    _wait_while(lambda: any(map(_lives, family)))
    _signal([one for one in family if _lives(one)], signal.SIGKILL)


def _wait_while(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + GRACE
    while holds() and time.monotonic() < until:
        time.sleep(_LOOK_EVERY)


def _tree(pid: int) -> list[Process]:
    """A process and all its descendants, as they are now."""
    everybody = list(all_processes())
    found = [one for one in everybody if one.pid == pid]
    for parent in found:  # grows while it is read
        found.extend(one for one in everybody if one.parent == parent.pid)
    return found


def _lives(one: Process) -> bool:
    now = process(one.pid)
    return now is not None and (now.name, now.session) == (one.name, one.session)


def _signal(family: Sequence[Process], number: signal.Signals) -> None:
    for one in family:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(one.pid, number)
