"""git send-email: two settings of the member's global configuration."""

from __future__ import annotations

import re
from pathlib import Path

from composer.setup.editing.calling import quoted
from composer.setup.clients.base import FileClient, Setting, Surroundings, at_the_end
from composer.setup.editing.git_edit import GitEdit, GitKey


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    keys = (
        GitKey("sendemail.sendmailCmd", f"{quoted(program)} sendmail"),
        GitKey("sendemail.envelopeSender", "auto"),
    )
    lines = ("[sendemail]", *(f"\t{key.name.partition('.')[2]} = {_escaped(key.value)}" for key in keys))
    return (Setting(_place(around), lines, GitEdit(keys), hint=at_the_end(), sign_of_use="[sendemail"),)


def _escaped(value: str) -> str:
    """As git reads it from its file: in quotation marks where a comment would begin or a blank would be lost."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if re.search(r"[#;\\\"]|\s\s", value) else escaped


def _place(around: Surroundings) -> Path:
    """The file that ``git config --global`` writes."""
    own = around.home / ".gitconfig"
    return around.named("GIT_CONFIG_GLOBAL") or around.first((own, around.config / "git" / "config"), own)


CLIENT = FileClient("git", _settings)
