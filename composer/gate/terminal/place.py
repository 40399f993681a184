"""Where the member can be asked: the terminal of the mail client, or a place where the client reads no keys."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path

from msgspec import Struct

from composer.programs import program_named
from composer.terminal.processes import Process, all_processes, lineage

OWN = "/dev/tty"
"""The path that opens the controlling terminal of the process that opens it."""
READS_ON = frozenset({"aerc", "alot", "meli"})
"""Clients that go on reading the keyboard while their sendmail runs."""
FULL_SCREEN = frozenset({"aerc", "alot", "alpine", "meli", "mutt", "neomutt", "pine"})
"""Clients that draw on the alternate screen where the terminal has one."""
SHELLS = frozenset({"ash", "bash", "csh", "dash", "elvish", "fish", "ksh", "mksh", "nu", "sh", "tcsh", "xonsh", "zsh"})
"""What prompts when it is at the head of a session and in front of its terminal."""
PAUSED = "PRESEND_CLIENT_PAUSED"
"""Set, and not empty, by a client's hook that keeps it from reading and drawing until presend has ended."""
NOBODY = "PRESEND_NOBODY_TO_ASK"
"""Set, and not empty, by a script that must never wait for a person, although a terminal is above it."""
DUMB = "dumb"
"""How a terminal is called that can only print, such as a shell inside an editor: a dialog would be litter there."""
OPENS_TABS = (0, 15)
"""The first aerc that can be told from outside to open a tab."""
PATIENCE = 5.0
"""Seconds that another program has to tell its version."""
_VERSION = re.compile(r"(?<!\d)(\d{1,9})\.(\d{1,9})(?!\d)", re.ASCII)
_PTS_MAJORS = range(136, 144)
"""Device numbers of pseudo-terminals (Linux, devices.txt)."""
_CONSOLE_MAJOR = 4


class Way(Enum):
    """How the member's terminal was found."""

    OWN = "own"
    ANCESTOR = "ancestor"
    GPG_TTY = "gpg_tty"


class Place(Enum):
    """Where the dialog opens."""

    HERE = "here"
    """On the terminal itself."""
    TMUX = "tmux"
    """In a window that tmux draws over everything."""
    AERC = "aerc"
    """In a tab of aerc."""


class FoundTerminal(Struct, frozen=True):
    """The terminal on which the member can be asked, and who draws on it."""

    path: str
    way: Way
    place: Place = Place.HERE
    client: str = ""
    """The program that draws on it now, by its process name; empty where it is not known."""
    drawing: tuple[int, ...] = ()
    """Processes above this one on that terminal, nearest first."""
    is_paused: bool = False
    """Whether the client has let go of the terminal for now, and draws everything again afterwards."""
    device: int = 0
    """Its device number, which ``path`` does not tell where that is ``OWN``."""

    @property
    def is_full_screen(self) -> bool:
        """Whether the client is known to draw on the whole screen, and on the alternate one, which it still has."""
        return self.client in FULL_SCREEN and not self.is_paused


Listing = Callable[[], Sequence[Process]]


def find_terminal(
    environ: Mapping[str, str],
    above: Listing = lambda: tuple(lineage()),
    everybody: Listing = lambda: tuple(all_processes()),
) -> FoundTerminal | None:
    """The controlling terminal, else that of the nearest ancestor with one, else ``GPG_TTY``; None = nobody to ask.

    ``above`` lists this process and its ancestors, ``everybody`` all processes.
    """
    family = above()
    found = None if environ.get(NOBODY) or environ.get("TERM") == DUMB else _found(environ, family)
    if found is None:
        return None
    way, path, device = found
    there = [process for process in family[1:] if process.terminal == device]
    client = next((one.name for one in there if one.name in FULL_SCREEN), there[0].name if there else "")
    if way is not Way.GPG_TTY and not _is_waited_for(family[0], there):
        return None
    reader, is_paused = _reader(way, client, device, everybody), bool(environ.get(PAUSED))
    place = Place.HERE if reader is None or is_paused else _other_window(reader, environ)
    if place is None:
        return None
    return FoundTerminal(path, way, place, client, tuple(one.pid for one in there), is_paused, device)


def _found(environ: Mapping[str, str], family: Sequence[Process]) -> tuple[Way, str, int] | None:
    if family and family[0].terminal and _opens(OWN):
        return Way.OWN, OWN, family[0].terminal
    for process in family[1:]:
        path = device_path(process.terminal) if process.terminal else None
        if path is not None and is_ours(path):
            return Way.ANCESTOR, path, process.terminal
    named = environ.get("GPG_TTY", "")
    if named.startswith("/dev/") and is_ours(named):
        return Way.GPG_TTY, named, Path(named).stat().st_rdev
    return None


def _is_waited_for(own: Process, there: Sequence[Process]) -> bool:
    """Whether who has the terminal waits for this process.

    A job in the background must not take it from a shell that prompts, nor from a program that knows nothing of it.
    """
    if own.terminal and own.group == own.foreground:
        return True
    in_front = [process for process in there if process.group == process.foreground]
    return any(process.pid != process.session or process.name not in SHELLS for process in in_front)


def _reader(way: Way, client: str, device: int, everybody: Listing) -> str | None:
    """The client that goes on reading this terminal; None where none does.

    Who waits for this process does not read, save some clients. One that is no ancestor waits for nothing: with
    ``sendmail_wait`` below 0 mutt has let this process go.
    """
    if way is Way.GPG_TTY:
        return next((one.name for one in everybody() if one.terminal == device and one.name in FULL_SCREEN), None)
    return client if client in READS_ON else None


def device_path(device: int) -> str | None:
    """The file of a terminal, from its device number; None for what is no terminal a person sits at."""
    major, minor = os.major(device), os.minor(device)
    if major in _PTS_MAJORS:
        return f"/dev/pts/{(major - _PTS_MAJORS.start) * 256 + minor}"
    if major == _CONSOLE_MAJOR:
        return f"/dev/tty{minor}" if minor < 64 else f"/dev/ttyS{minor - 64}"
    return None


def is_ours(path: str) -> bool:
    """Whether this is a terminal of this user that can be opened; another user's never is, not even for root."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(status.st_mode) and status.st_uid == os.getuid() and _opens(path)


def _opens(path: str) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return os.isatty(descriptor)
    finally:
        os.close(descriptor)


def _other_window(client: str, environ: Mapping[str, str]) -> Place | None:
    """Where keys are not contended; None where there is no such place."""
    if environ.get("TMUX"):
        return Place.TMUX
    if client == "aerc" and _aerc_version(environ) >= OPENS_TABS:
        return Place.AERC
    return None


def _aerc_version(environ: Mapping[str, str]) -> tuple[int, ...]:
    """Of the aerc that would be started; empty where it cannot be told."""
    program = program_named("aerc", environ)
    if program is None:
        return ()
    command = [program, "-v"]
    try:
        run = subprocess.run(  # noqa: S603 - the member's own mail client, by its own name
            command, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, text=True, cwd="/"
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ()
    found = _VERSION.search(run.stdout)
    return tuple(map(int, found.groups())) if found else ()
