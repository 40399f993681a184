"""s-nail: marked lines in its mailrc."""

from __future__ import annotations

from composer.setup.block_edit import BlockEdit
from composer.setup.calling import unquoted
from composer.setup.clients.base import FileClient, Setting, Surroundings


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    """Its own arguments would come before the verb, so presend's stand in their place."""
    lines = (
        "set v15-compat sendwait",
        "set mta-no-default-arguments mta-arguments='sendmail -i --'",
        f"set mta={unquoted(program, 's-nail')}",
    )
    return (Setting(around.named("MAILRC") or around.home / ".mailrc", lines, BlockEdit(lines)),)


CLIENT = FileClient("s-nail", _settings)
