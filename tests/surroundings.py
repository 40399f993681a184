"""The same surroundings for every run of tests, whatever the machine and the person who starts them have set.

Single tests set what they are about. What is set here holds for the programs that tests start as well.
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LAID_DOWN = Path("/etc/presend")
"""What an administrator laid down for this machine, which would count for every presend that a test starts."""
LONGEST_TMPDIR = 40
"""Octets of a temporary folder in which sockets and lines that are looked at have the room they need."""
KEPT = frozenset(
    {"CI", "GITHUB_ACTIONS", "HOME", "LOGNAME", "PATH", "PRESEND_GOLDEN", "SHELL", "TMPDIR", "USER", "VIRTUAL_ENV"}
)
KEPT_BEGINNINGS = ("PYTHON", "PYTEST", "HYPOTHESIS", "COV", "LD_")
"""Variables that concern Python, the tests or the machine; every other one is somebody's taste."""

_NEW_MOUNTS, _NEW_USER = 0x00020000, 0x10000000
_PRIVATE = 0x4000 | 0x40000  # MS_REC, MS_PRIVATE (mount(2))


def settle() -> None:
    """Make the surroundings of this process neutral, before a test module is imported."""
    for name in [name for name in os.environ if name not in KEPT and not name.startswith(KEPT_BEGINNINGS)]:
        del os.environ[name]
    os.environ.update(LANG="C.UTF-8", TERM="xterm-256color", TZ="UTC")
    time.tzset()
    os.umask(0o022)
    _shorten_tmpdir()


def move_in() -> Path:
    """An empty home for what is started without one of its own; whoever calls deletes it."""
    home = Path(tempfile.mkdtemp(prefix="presend-tests-home-"))
    os.environ["HOME"] = str(home)
    return home


def hide_what_is_laid_down(before_starting_anew: Callable[[], None]) -> None:
    """An empty folder lies over the machine's, for this process and its children alone.

    Whoever is not root starts anew, so that the tests do not run with more rights than the person has; ``pytest`` may
    want to put something in order before. Raises ``OSError`` where the system lets nobody do that.
    """
    if not _holds_anything(LAID_DOWN):
        return
    if os.geteuid() == 0:
        _in_mounts_of_its_own(_NEW_MOUNTS)
        return
    _in_mounts_of_its_own(_NEW_MOUNTS | _NEW_USER, (os.geteuid(), os.getegid()))
    before_starting_anew()
    os.execv(sys.executable, sys.orig_argv)


def _holds_anything(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _in_mounts_of_its_own(flags: int, same: tuple[int, int] | None = None) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    _demand(libc.unshare(flags))
    if same is not None:
        _map_to_itself(*same)
    _demand(libc.mount(None, b"/", None, ctypes.c_ulong(_PRIVATE), None))
    place = os.fsencode(LAID_DOWN)
    _demand(libc.mount(b"tmpfs", place, b"tmpfs", ctypes.c_ulong(0), b"mode=755"))


def _map_to_itself(user: int, group: int) -> None:
    """A user in a namespace of their own is who they were (user_namespaces(7))."""
    Path("/proc/self/setgroups").write_text("deny", "ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")


def _demand(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _shorten_tmpdir() -> None:
    """Sockets have 108 octets (unix(7)), and lines that tests look at break at 80 cells."""
    now = tempfile.gettempdir()
    if len(os.fsencode(now)) <= LONGEST_TMPDIR and " " not in now:
        return
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        if os.access(folder, os.W_OK | os.X_OK):
            os.environ["TMPDIR"] = folder
            tempfile.tempdir = None
            return
