"""Where presend keeps configuration, data and state (XDG Base Directory Specification)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import platformdirs
from msgspec import Struct

NAME = "presend"
CLIENTS = "clients"
"""Folder in ``Places.data`` with the messages of other mail clients that were not sent."""


class Places(Struct, frozen=True):
    """The member's own folders for presend; none of them needs to exist yet."""

    home: Path
    config: Path
    """Holds config.toml and, where the machine has no policy, policy.toml."""
    data: Path
    """Holds what must not get lost: drafts, outbox, audit log."""
    state: Path
    """Holds what can be rebuilt: caches and indexes."""


def places(environ: Mapping[str, str]) -> Places:
    """The folders that the environment names (XDG), else those usual on this system."""
    home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    return Places(
        home=home,
        config=_folder(environ, "XDG_CONFIG_HOME", home, platformdirs.user_config_path(NAME)),
        data=_folder(environ, "XDG_DATA_HOME", home, platformdirs.user_data_path(NAME)),
        state=_folder(environ, "XDG_STATE_HOME", home, platformdirs.user_state_path(NAME)),
    )


def contacts_cache(around: Places) -> Path:
    """The file that caches what was read of the member's contacts."""
    return around.state / "contacts.json"


def people_file(around: Places) -> Path:
    """The file that indexes everybody the member knows, for looking up single addresses."""
    return around.state / "people"


def _folder(environ: Mapping[str, str], variable: str, home: Path, usual: Path) -> Path:
    named = Path(environ.get(variable, ""))
    if named.is_absolute():  # the specification wants relative ones ignored
        return named / NAME
    own = Path.home()
    return home / usual.relative_to(own) if usual.is_relative_to(own) else usual
