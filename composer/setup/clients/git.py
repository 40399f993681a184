"""git send-email: two settings of the member's or the machine's configuration by which it sends through presend."""

from __future__ import annotations

import re
from pathlib import Path

from composer.setup.clients.base import FOR_EVERYBODY, FileClient, Setting, Surroundings, at_the_end
from composer.setup.editing.calling import quoted
from composer.setup.editing.git_edit import GitEdit, GitKey


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    return (_setting(_place(around), program),)


def _shared_settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    """The file to which ``git config --system`` writes where git was built for /etc, as it is by every distribution."""
    place = around.named("GIT_CONFIG_SYSTEM") or around.for_everybody / "gitconfig"
    return (_setting(place, program, FOR_EVERYBODY),)


def _setting(place: Path, program: str, mode: int = 0o600) -> Setting:
    keys = (
        GitKey("sendemail.sendmailCmd", f"{quoted(program)} sendmail"),
        GitKey("sendemail.envelopeSender", "auto"),
    )
    lines = ("[sendemail]", *(f"\t{key.name.partition('.')[2]} = {_escaped(key.value)}" for key in keys))
    return Setting(place, lines, GitEdit(keys), hint=at_the_end(), mode=mode, sign_of_use="[sendemail")


def _escaped(value: str) -> str:
    """A value as git's file needs it: quoted where a comment would begin or a blank would be lost."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if re.search(r"[#;\\\"]|\s\s", value) else escaped


def _place(around: Surroundings) -> Path:
    """The file to which ``git config --global`` writes."""
    own = around.home / ".gitconfig"
    return around.named("GIT_CONFIG_GLOBAL") or around.first((own, around.config / "git" / "config"), own)


CLIENT = FileClient("git", _settings, _shared_settings)
