"""``presend install CLIENT``: the lines that put presend behind another mail client, printed, written or removed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from composer.cli.wiring.columns import columns_of
from composer.words import _, pgettext

if TYPE_CHECKING:
    from composer.setup.clients.base import Setting
    from composer.setup.editing.configuration import Change


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's arguments."""
    from composer.setup.clients import NAMES

    parser = verbs.add_parser(
        "install",
        help=_("put presend behind another mail client"),
        description=_("Print the lines that another mail client needs to send through presend, and where they belong."),
    )
    parser.add_argument(
        "client", type=_client, choices=NAMES, metavar=pgettext("argument", "CLIENT"), help=", ".join(NAMES)
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help=_("add the lines, with a backup beside each file"))
    what.add_argument("--remove", action="store_true", help=_("take the lines out again"))
    parser.add_argument(
        "--command",
        metavar=pgettext("argument", "PATH"),
        help=_("how the client calls presend; without it, the presend that is running"),
    )
    parser.set_defaults(run=run)


def _client(name: str) -> str:
    """A name as it was typed; for a client that has to be set up by hand a sentence says how."""
    from composer.setup.editing.by_hand import refuse_by_hand

    refuse_by_hand(name)
    return name


def run(arguments: argparse.Namespace) -> int:
    """Print, write or remove; raises ``PresendError`` where a file has to be left as it is."""
    from composer.cli.main import Exit

    settings = _settings(arguments)
    if arguments.write or arguments.remove:
        lines = _carried_out(settings, is_removal=arguments.remove)
    else:
        lines = _printed(arguments.client, settings)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return Exit.OK


def _settings(arguments: argparse.Namespace) -> Sequence[Setting]:
    from composer.setup.editing.calling import found_program
    from composer.setup.clients import client
    from composer.setup.clients.base import Surroundings
    from composer.disk.paths import places

    program = "presend" if arguments.remove else found_program(arguments.command, sys.argv[0], os.environ)
    return client(arguments.client).settings(Surroundings(places(os.environ).home, os.environ), program)


def _printed(client: str, settings: Sequence[Setting]) -> Iterator[str]:
    """The lines of each file under its name, bare, so that they can be copied."""
    from composer.language.wrapping import hung

    for setting in settings:
        yield _("These lines belong in {file}:", file=setting.place)
        if setting.hint:
            yield from hung("", setting.hint, columns_of(sys.stdout))
        yield ""
        yield from setting.lines
        yield ""
    yield _("{command} writes them for you.", command=f"presend install {client} --write")


def _carried_out(settings: Sequence[Setting], *, is_removal: bool) -> Iterator[str]:
    """All files are looked at before the first is written."""
    from composer.setup.editing.configuration import carry_out, planned_addition, planned_removal

    changes = [(planned_removal if is_removal else planned_addition)(setting) for setting in settings]
    carry_out(changes)
    return (_told(change, is_removal=is_removal) for change in changes)


def _told(change: Change, *, is_removal: bool) -> str:
    from composer.setup.editing.configuration import Outcome, backup_of

    if is_removal and change.outcome is Outcome.UNCHANGED:
        return _("{file}: nothing of presend's is in it.", file=change.place)
    if is_removal:
        return _("{file}: presend's lines were taken out.", file=change.place)
    if change.outcome is Outcome.UNCHANGED:
        return _("{file}: the lines are there already.", file=change.place)
    if change.backup is None:
        return _("{file}: written.", file=change.place)
    return _("{file}: changed. What it was before is in {backup}.", file=change.place, backup=backup_of(change.place))
