"""Protects other members from root: it runs no commands that they wrote down, and leaves no files among theirs."""

from __future__ import annotations

import pwd
from collections.abc import Mapping
from pathlib import Path

from composer.disk.paths import Places, places
from composer.errors import SettingsFaultsError
from composer.reasons import ReasonCode
from composer.sentences.file_faults import faults_error
from composer.sentences.reasons import reason
from composer.storage.machine import login_of

ROOT = 0
_USUAL_HOME = "/root"


class AnotherHomeError(SettingsFaultsError):
    """Root works in somebody else's home, whose settings name commands."""


def require_own_home(file: Path, around: Places, uid: int) -> None:
    """Raise ``AnotherHomeError`` where user ``uid`` is root and the settings file or a folder is another user's.

    A member's commands (of passwords, of a transport) run as whoever reads them, and what root writes among a member's
    own the member can no longer change.
    """
    stranger = _stranger((file, around.config, around.home, around.data, around.state), uid)
    if stranger is not None:
        path, owner = stranger
        why = reason(ReasonCode.ANOTHERS_HOME, login=login_of(owner) or str(owner), path=path)
        raise faults_error(AnotherHomeError, str(file), [why])


def own_places(environ: Mapping[str, str], uid: int) -> Places:
    """The folders that an environment names; for root in somebody else's home, those of root's own home."""
    around = places(environ)
    if _stranger((around.config, around.home, around.data, around.state), uid) is None:
        return around
    home = _home_of(uid)
    usual = {"CONFIG": ".config", "DATA": ".local/share", "STATE": ".local/state"}
    return places({"HOME": home, **{f"XDG_{kind}_HOME": f"{home}/{folder}" for kind, folder in usual.items()}})


def _home_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_dir
    except KeyError:
        return _USUAL_HOME


def _stranger(paths: tuple[Path, ...], uid: int) -> tuple[Path, int] | None:
    """The first of the paths, or of what is there above it, that is another's than root's; None for all but root."""
    if uid != ROOT:
        return None
    for path in paths:
        there, owner = _owner(path)
        if owner != ROOT:
            return there, owner
    return None


def _owner(path: Path) -> tuple[Path, int]:
    """The path, or the nearest folder above it that exists, and the uid of its owner."""
    for step in (path, *path.parents):
        try:
            return step, step.stat().st_uid
        except (OSError, ValueError):
            continue
    return path, ROOT
