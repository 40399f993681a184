"""neomutt: marked lines in the first of the files that it would read."""

from __future__ import annotations

from composer.setup.clients.base import FOR_EVERYBODY, FileClient, Setting, Surroundings
from composer.setup.clients.mutt import mutt_lines, mutt_setting, shared_place
from composer.setup.editing.calling import unquoted

SHARED = ("xdg/neomutt/neomuttrc", "xdg/neomutt/Muttrc", "neomuttrc", "Muttrc")
"""The files for everybody below /etc, of which neomutt reads the first that is there."""


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    home, config = around.home, around.config
    prefixes = (f"{config}/neomutt/", f"{config}/mutt/", f"{home}/.neomutt/", f"{home}/.mutt/", f"{home}/.")
    places = [home / f"{prefix}{name}" for prefix in prefixes for name in ("neomuttrc", "muttrc")]
    return (mutt_setting(around.first(places, places[0]), mutt_lines(unquoted(program, "neomutt"))),)


def _shared_settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    machine = around.for_everybody
    place = shared_place([machine / name for name in SHARED], machine / "neomuttrc", around)
    return (mutt_setting(place, mutt_lines(unquoted(program, "neomutt")), FOR_EVERYBODY),)


CLIENT = FileClient("neomutt", _settings, _shared_settings)
