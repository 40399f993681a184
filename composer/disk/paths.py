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
    """The member's folders; none of them needs to exist yet."""

    home: Path
    config: Path
    """config.toml and, where the system has none, policy.toml."""
    data: Path
    """What must not get lost: drafts, outbox, audit log."""
    state: Path
    """What may be rebuilt."""


def places(environ: Mapping[str, str]) -> Places:
    """The folders as an environment names them, else where this system puts them."""
    home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    return Places(
        home=home,
        config=_folder(environ, "XDG_CONFIG_HOME", home, platformdirs.user_config_path(NAME)),
        data=_folder(environ, "XDG_DATA_HOME", home, platformdirs.user_data_path(NAME)),
        state=_folder(environ, "XDG_STATE_HOME", home, platformdirs.user_state_path(NAME)),
    )


def sent_folder(mailbox: Path | None) -> Path | None:
    """Where a member's mailbox keeps what was sent; None without a mailbox."""
    return mailbox / ".Sent" if mailbox else None


def contacts_cache(around: Places) -> Path:
    """What was read of the member's addresses."""
    return around.state / "contacts.json"


def people_file(around: Places) -> Path:
    """Everybody the member knows, for single questions."""
    return around.state / "people"


def _folder(environ: Mapping[str, str], variable: str, home: Path, usual: Path) -> Path:
    named = Path(environ.get(variable, ""))
    if named.is_absolute():  # the specification wants relative ones ignored
        return named / NAME
    own = Path.home()
    return home / usual.relative_to(own) if usual.is_relative_to(own) else usual
