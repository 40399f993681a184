"""s-nail: marked lines in its mailrc."""

from __future__ import annotations

from pathlib import Path

from composer.setup.clients.base import FOR_EVERYBODY, FileClient, Setting, Surroundings, at_the_end
from composer.setup.editing.block_edit import BlockEdit
from composer.setup.editing.calling import unquoted

VARIABLES = frozenset({"mta", "mta-arguments", "mta-no-default-arguments", "sendwait", "v15-compat"})


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    return (_setting(around.named("MAILRC") or around.home / ".mailrc", "set v15-compat sendwait", program),)


def _shared_settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    """Without ``v15-compat``, by which the members' own files would be read in another way."""
    return (_setting(around.for_everybody / "s-nail.rc", "set sendwait", program, FOR_EVERYBODY),)


def _setting(place: Path, manner: str, program: str, mode: int = 0o600) -> Setting:
    """A mailrc and its lines; s-nail's own arguments would precede the verb, so presend's stand in their place.

    The old variable ``smtp`` wins over ``mta``, and to unset it where it is not set brings a complaint at every start.
    """
    lines = (
        manner,
        "set mta-no-default-arguments mta-arguments='sendmail -i --'",
        f"set mta={unquoted(program, 's-nail')}",
    )
    return Setting(place, lines, BlockEdit(lines, VARIABLES, clash="smtp"), hint=at_the_end(), mode=mode)


CLIENT = FileClient("s-nail", _settings, _shared_settings)
