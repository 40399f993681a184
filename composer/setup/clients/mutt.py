"""mutt: marked lines in its muttrc."""

from __future__ import annotations

from composer.setup.editing.block_edit import BlockEdit
from composer.setup.editing.calling import unquoted
from composer.setup.clients.base import FileClient, Setting, Surroundings, at_the_end

VARIABLES = frozenset({"sendmail", "sendmail_wait", "use_envelope_from", "smtp_url", "query_command"})
"""What the lines set."""


def mutt_lines(program: str) -> tuple[str, ...]:
    """The lines of mutt and neomutt; ``%s`` is quoted by them, and with ``smtp_url`` they call no sendmail at all."""
    return (
        f'set sendmail="{program} sendmail"',
        "set sendmail_wait=0",
        "set use_envelope_from=yes",
        "unset smtp_url",
        f'set query_command="{program} contacts --format mutt -- %s"',
    )


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    lines = mutt_lines(unquoted(program, "mutt"))
    usual = around.home / ".muttrc"
    places = (usual, around.home / ".mutt" / "muttrc", around.config / "mutt" / "muttrc")
    return (Setting(around.first(places, usual), lines, BlockEdit(lines, VARIABLES), hint=at_the_end()),)


CLIENT = FileClient("mutt", _settings)
