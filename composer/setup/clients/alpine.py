"""alpine: the one key of its pinerc by which it sends through presend."""

from __future__ import annotations

from pathlib import Path

from composer.setup.clients.base import FOR_EVERYBODY, FileClient, Setting, Surroundings
from composer.setup.editing.calling import unquoted
from composer.setup.editing.key_edit import KeyEdit
from composer.words import _


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    return (_setting(around.home / ".pinerc", program),)


def _shared_settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    """The defaults for everybody, below each member's pinerc; a path or server of theirs counts before it."""
    return (_setting(around.for_everybody / "pine.conf", program, FOR_EVERYBODY),)


def _setting(place: Path, program: str, mode: int = 0o600) -> Setting:
    """A pinerc and its edit; alpine names no recipients to its sendmail, which reads them in the message (``-t``)."""
    edit = KeyEdit("sendmail-path", f"{unquoted(program, 'alpine')} sendmail -t", lambda section: section == (), "=")
    hint = _("Put it in place of the line that begins alike, while alpine is not running.")
    return Setting(place, (f"{edit.key}={edit.value}",), edit, hint=hint, mode=mode)


CLIENT = FileClient("alpine", _settings, _shared_settings)
