"""mutt: marked lines in its muttrc."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from composer.setup.clients.base import FOR_EVERYBODY, FileClient, Setting, Surroundings, at_the_end
from composer.setup.editing.block_edit import BlockEdit
from composer.setup.editing.calling import unquoted

VARIABLES = frozenset({"sendmail", "sendmail_wait", "use_envelope_from", "smtp_url", "query_command"})
"""The variables that the lines set."""


OF_DEBIAN = re.compile(r"/source-(?P<client>mutt|neomutt)rc\.d\|\s*$", re.MULTILINE)
"""Debian's own program, which a main file sources and which names every file in a folder of /etc."""
DEBIAN_FOLDERS = {"mutt": "Muttrc.d", "neomutt": "neomuttrc.d"}


def mutt_lines(program: str) -> tuple[str, ...]:
    """The lines for mutt and neomutt: both quote ``%s`` themselves, and call no sendmail while ``smtp_url`` is set."""
    return (
        f'set sendmail="{program} sendmail"',
        "set sendmail_wait=0",
        "set use_envelope_from=yes",
        "unset smtp_url",
        f'set query_command="{program} contacts --format mutt -- %s"',
    )


def mutt_setting(place: Path, lines: tuple[str, ...], mode: int = 0o600) -> Setting:
    """The lines in one file of mutt or neomutt."""
    return Setting(place, lines, BlockEdit(lines, VARIABLES), hint=at_the_end(), mode=mode)


def shared_place(mains: Sequence[Path], usual: Path, around: Surroundings) -> Path:
    """The file for everybody: one of presend's own where the first that is read names a folder for such, as on Debian.

    ``mains`` are the places of that first file, in the order in which they are looked for, and ``usual`` is where it is
    made.
    """
    main = around.first(mains, usual)
    with suppress(OSError):
        if (named := OF_DEBIAN.search(main.read_text("utf-8", "replace"))) is not None:
            folder = around.for_everybody / DEBIAN_FOLDERS[named["client"]]
            return folder / "presend.rc" if folder.is_dir() else main
    return main


def _settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    usual = around.home / ".muttrc"
    places = (usual, around.home / ".mutt" / "muttrc", around.config / "mutt" / "muttrc")
    return (mutt_setting(around.first(places, usual), mutt_lines(unquoted(program, "mutt"))),)


def _shared_settings(around: Surroundings, program: str) -> tuple[Setting, ...]:
    usual = around.for_everybody / "Muttrc"
    place = shared_place((usual, around.for_everybody / "mutt" / "Muttrc"), usual, around)
    return (mutt_setting(place, mutt_lines(unquoted(program, "mutt")), FOR_EVERYBODY),)


CLIENT = FileClient("mutt", _settings, _shared_settings)
