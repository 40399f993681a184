"""neomutt: marked lines in the first file that it would read."""

from __future__ import annotations

from composer.setup.editing.block_edit import BlockEdit
from composer.setup.editing.calling import unquoted
from composer.setup.clients.base import FileClient, Setting, Surroundings, at_the_end
from composer.setup.clients.mutt import VARIABLES, mutt_lines


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    lines = mutt_lines(unquoted(program, "neomutt"))
    home, config = around.home, around.config
    prefixes = (f"{config}/neomutt/", f"{config}/mutt/", f"{home}/.neomutt/", f"{home}/.mutt/", f"{home}/.")
    places = [home / f"{prefix}{name}" for prefix in prefixes for name in ("neomuttrc", "muttrc")]
    return (Setting(around.first(places, places[0]), lines, BlockEdit(lines, VARIABLES), hint=at_the_end()),)


CLIENT = FileClient("neomutt", _settings)
