"""Stops presend's job as Ctrl+Z at a shell does, where there is a shell that can continue it."""

from __future__ import annotations

import os
import signal

from composer.terminal.processes import lineage


def has_a_shell() -> bool:
    """Whether this job's parent could continue it: its process group is not orphaned (POSIX, 3.264).

    A terminal whose only program is stopped would be dead.
    """
    return shell_group() is not None


def shell_group() -> int | None:
    """The process group of the shell that has started this job; None where there is none."""
    own = None
    for process in lineage():
        own = own or process
        if process.session != own.session:
            return None
        if process.group != own.group:
            return process.group
    return None


def stop_job() -> None:
    """Stop every process of the job, this one by its own handler; returns before that."""
    os.killpg(os.getpgrp(), signal.SIGTSTP)


def stop_job_at_once() -> None:
    """Stop every process of the job; returns when the shell has continued it."""
    os.killpg(os.getpgrp(), signal.SIGSTOP)
