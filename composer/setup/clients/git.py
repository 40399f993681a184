"""git send-email: two settings of the member's global configuration."""

from __future__ import annotations

from pathlib import Path

from composer.setup.calling import quoted
from composer.setup.clients.base import FileClient, Setting, Surroundings
from composer.setup.git_edit import GitEdit, GitKey


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    keys = (
        GitKey("sendemail.sendmailCmd", f"{quoted(program)} sendmail"),
        GitKey("sendemail.envelopeSender", "auto"),
    )
    lines = tuple(f"git config --global {key.name} {quoted(key.value)}" for key in keys)
    return (Setting(_place(around), lines, GitEdit(keys), sign_of_use="[sendemail"),)


def _place(around: Surroundings) -> Path:
    """The file that ``git config --global`` writes."""
    own = around.home / ".gitconfig"
    return around.named("GIT_CONFIG_GLOBAL") or around.first((own, around.config / "git" / "config"), own)


CLIENT = FileClient("git", _settings)
