"""s-nail: marked lines in its mailrc."""

from __future__ import annotations

from composer.setup.editing.block_edit import BlockEdit
from composer.setup.editing.calling import unquoted
from composer.setup.clients.base import FileClient, Setting, Surroundings, at_the_end

VARIABLES = frozenset({"mta", "mta-arguments", "mta-no-default-arguments", "sendwait", "v15-compat"})


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    """Its own arguments would come before the verb, so presend's stand in their place.

    The old variable ``smtp`` wins over ``mta``, and to unset it where it is not set brings a complaint at every start.
    """
    lines = (
        "set v15-compat sendwait",
        "set mta-no-default-arguments mta-arguments='sendmail -i --'",
        f"set mta={unquoted(program, 's-nail')}",
    )
    place = around.named("MAILRC") or around.home / ".mailrc"
    return (Setting(place, lines, BlockEdit(lines, VARIABLES, clash="smtp"), hint=at_the_end()),)


CLIENT = FileClient("s-nail", _settings)
