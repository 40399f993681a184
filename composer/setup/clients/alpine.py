"""alpine: one key of its pinerc, which it writes itself and whose comments it keeps."""

from __future__ import annotations

from composer.setup.editing.calling import unquoted
from composer.setup.clients.base import FileClient, Setting, Surroundings
from composer.setup.editing.key_edit import KeyEdit
from composer.words import _


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    """It names no recipients to its sendmail, which has to read them in the message."""
    edit = KeyEdit("sendmail-path", f"{unquoted(program, 'alpine')} sendmail -t", lambda section: section == (), "=")
    hint = _("Put it in place of the line that begins alike, while alpine is not running.")
    return (Setting(around.home / ".pinerc", (f"{edit.key}={edit.value}",), edit, hint=hint),)


CLIENT = FileClient("alpine", _settings)
