"""What an administrator lays down for everybody on a machine: where it lies, and whose files are trusted."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from composer.reasons import Reason, ReasonCode
from composer.safe_text import clean

_OTHERS_MAY_WRITE = 0o022
_MOST_LINKS = 40
"""The most symbolic links that Linux follows on the way to one file."""


class Machine(Struct, frozen=True):
    """The folders in which a machine's administrator lays down settings, and the user who must own them."""

    folder: Path = Path("/etc/presend")
    owner: int = 0
    """The uid of the user to whom the files must belong."""
    above: Path = Path("/")
    """The folder below which every folder on the way to a file is checked."""
    clients: Path = Path("/etc")
    """The folder of the mail clients' settings for everybody."""
    log: Path = Path("/dev/log")
    """The socket of the machine's own log (syslog or journal)."""

    @property
    def policy(self) -> Path:
        """The path of the policy that no member can replace by another."""
        return self.folder / "policy.toml"

    @property
    def settings(self) -> Path:
        """The path of the settings that hold for all members, or for one by login."""
        return self.folder / "config.toml"

    def has_policy(self) -> bool:
        """Whether the machine has a policy, usable or not."""
        return is_there(self.policy)

    def distrusts(self, files: Iterable[Path]) -> tuple[Reason, ...]:
        """A reason for each thing on the way to these files that others could change; empty where there is none.

        What is not there, or cannot be looked at, is left to the one who reads it.
        """
        way = dict.fromkeys(step for file in files for step in _way(file) if not self._is_above(step))
        return tuple(filter(None, map(self._distrust, way)))

    def closed_to_others(self, file: Path) -> Path | None:
        """The first folder or file on the way to a program that not everybody may enter or start; None = they may.

        What is not there, or cannot be looked at, counts as open.
        """
        steps = (step for step in _way(file) if not self._is_above(step))
        return next((step for step in steps if not _lets_others_in(step)), None)

    def _is_above(self, path: Path) -> bool:
        return path != self.above and self.above.is_relative_to(path)

    def _distrust(self, path: Path) -> Reason | None:
        try:
            facts = path.lstat()
        except (OSError, ValueError):
            return None
        file = clean(str(path))
        if facts.st_uid != self.owner:
            logins = {"login": _named(facts.st_uid), "owner": _named(self.owner)}
            return Reason(ReasonCode.NOT_OWNED, {"file": file} | logins)
        if path.is_symlink() or not facts.st_mode & _OTHERS_MAY_WRITE:
            return None
        if facts.st_mode & stat.S_ISVTX:
            return Reason(ReasonCode.EVERYBODY_CAN_WRITE, {"file": file})
        return Reason(ReasonCode.OTHERS_CAN_WRITE, {"file": file, "owner": _named(self.owner)})


THIS_MACHINE = Machine()


def is_there(path: Path) -> bool:
    """Whether anything has this path; where that cannot be told it counts as there, so that hiding loosens nothing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def login_of(uid: int) -> str:
    """The login name of a uid; empty where the machine has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return ""


def own_login() -> str:
    """The login of the process's real user, whatever the environment says; empty where the machine has none."""
    return login_of(os.getuid())


def _way(file: Path) -> Iterator[Path]:
    """Every folder and link the kernel passes on the way to a file, and the file."""
    here, left, links = Path("/"), list(reversed(file.absolute().parts[1:])), 0
    yield here
    while left and links <= _MOST_LINKS:
        part = left.pop()
        step = here.parent if part == ".." else here / part
        yield step
        if part != ".." and (target := _target(step)) is not None:
            links += 1
            left.extend(reversed([part for part in target.parts if part != "/"]))
            here = Path("/") if target.is_absolute() else here
        else:
            here = step


def _target(path: Path) -> Path | None:
    """The target of a symbolic link; None for anything else."""
    try:
        return path.readlink()
    except (OSError, ValueError):
        return None


def _lets_others_in(path: Path) -> bool:
    try:
        return bool(path.lstat().st_mode & stat.S_IXOTH)
    except (OSError, ValueError):
        return True


def _named(uid: int) -> str:
    return login_of(uid) or str(uid)
