"""Runs another program on presend's terminal: both are one job for the shell, and end together.

Where no shell could continue a stopped job, the program is a job of presend's, which continues it at once.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import termios
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from msgspec import Struct

from composer.terminal import process_tree
from composer.terminal.job_control import has_a_shell, shell_group, stop_job_at_once

ENDING = frozenset({signal.SIGTERM, signal.SIGHUP})
_TERMINAL = 0


class Finished(Struct, frozen=True):
    """How a program that ran in the foreground ended."""

    status: int
    """Its exit status; of a signal, the negative number."""
    was_ended: bool = False
    """Whether presend was asked to end, and so ended it."""


def run_in_foreground(command: Sequence[str]) -> Finished:
    """Run a program to its end, and restore the terminal's settings afterwards.

    Raises ``OSError`` or ``ValueError`` where it cannot be started. ``ENDING`` ends it, with all it has started, and is
    then raised again for those who listened before; so does a terminal that is gone.
    """
    noted: set[int] = set()
    try:
        with _terminal_restored(), _interrupts_ignored(), _collecting_signals(noted) as (wakes, waking):
            child = _start(command)
            waiting = threading.Thread(target=_watch, args=(child, waking), daemon=True)
            waiting.start()
            while child.returncode is None and not noted & ENDING:
                _sleep(wakes, noted)
                _follow_stops(child.pid, noted)
            if noted & ENDING:
                process_tree.end(child.pid)
            waiting.join()
            return Finished(child.returncode, was_ended=bool(noted & ENDING))
    finally:
        for number in noted & ENDING:
            signal.raise_signal(number)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start the program; in a group of its own where it is presend that continues it, for that must not stop."""
    if has_a_shell():
        return subprocess.Popen(command)  # noqa: S603 - the member's own command
    child = subprocess.Popen(command, process_group=0)  # noqa: S603 - the member's own command
    _give_terminal(child.pid)
    return child


def _watch(child: subprocess.Popen[bytes], waking: int) -> None:
    """Wait for the program in a thread, and write a byte when it stops or ends: no signal interrupts this wait."""
    while os.WIFSTOPPED(status := os.waitpid(child.pid, os.WUNTRACED)[1]):
        os.write(waking, b"\0")
    child.returncode = os.waitstatus_to_exitcode(status)
    os.write(waking, b"\0")


def _sleep(wakes: int, noted: set[int]) -> None:
    """Wait for a byte, or for the end of the terminal: in the background nobody else tells of that."""
    waiting = select.poll()
    waiting.register(wakes, select.POLLIN)
    if os.isatty(_TERMINAL):
        waiting.register(_TERMINAL, 0)
    for descriptor, what in waiting.poll():
        if descriptor == wakes:
            os.read(wakes, 64)
        elif what & (select.POLLHUP | select.POLLERR):
            noted.add(signal.SIGHUP)


def _follow_stops(pid: int, noted: set[int]) -> None:
    """Stop with a program that has stopped, or when asked to, until the shell continues both."""
    if not (process_tree.is_stopped(pid) or signal.SIGTSTP in noted) or noted & ENDING:
        return
    if has_a_shell():
        process_tree.ask_to_stop(pid)
        stop_job_at_once()
    else:
        _give_terminal(pid)
        process_tree.go_on(pid)
    noted.discard(signal.SIGTSTP)


@contextmanager
def _collecting_signals(noted: set[int]) -> Iterator[tuple[int, int]]:
    """Collect signals to end and to stop in ``noted``; yields a pipe into which every signal writes a byte."""
    wakes, waking = os.pipe2(os.O_CLOEXEC)
    os.set_blocking(waking, False)
    wakened_before = signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    collected = {*ENDING, signal.SIGTSTP}
    before = {number: signal.signal(number, lambda number, _frame: noted.add(number)) for number in collected}
    try:
        yield wakes, waking
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakened_before, warn_on_full_buffer=False)
        os.close(wakes)
        os.close(waking)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ctrl+C reaches every process of the terminal; a handler that does nothing is not inherited by the program."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _terminal_restored() -> Iterator[None]:
    """Restore the line settings and the foreground group of the terminal at the end, unless the shell has it."""
    try:
        settings, foreground = termios.tcgetattr(_TERMINAL), os.tcgetpgrp(_TERMINAL)
    except (termios.error, OSError):
        yield
        return
    try:
        yield
    finally:
        with suppress(termios.error, OSError), _stopped_by_nothing():
            if os.tcgetpgrp(_TERMINAL) != shell_group():
                os.tcsetpgrp(_TERMINAL, foreground)
                termios.tcsetattr(_TERMINAL, termios.TCSANOW, settings)


def _give_terminal(group: int) -> None:
    with suppress(OSError), _stopped_by_nothing():
        os.tcsetpgrp(_TERMINAL, group)


@contextmanager
def _stopped_by_nothing() -> Iterator[None]:
    """For setting the terminal from the background, which else stops whoever does it."""
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGTTOU, before)
