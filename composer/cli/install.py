"""``presend install CLIENT``: the lines that put presend behind another mail client, printed, written or removed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from composer.cli.wiring.columns import columns_of
from composer.cli.wiring.environment import machine_of
from composer.words import _, pgettext

if TYPE_CHECKING:
    from composer.setup.clients.base import Setting
    from composer.setup.editing.configuration import Change

_TIMER_CLIENT = "timer"
"""The name of the systemd timer, which is installed as the clients are."""


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend install`` and its arguments."""
    from composer.setup.clients import NAMES

    names = (*NAMES, _TIMER_CLIENT)
    parser = verbs.add_parser(
        "install",
        help=_("put presend behind another mail client, or let systemd try the outbox"),
        description=_(
            "Print the lines that another mail client needs to send through presend, and where they belong; with "
            "timer, the units with which systemd tries the outbox every ten minutes."
        ),
    )
    parser.add_argument(
        "client", type=_client, choices=names, metavar=pgettext("argument", "CLIENT"), help=", ".join(names)
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help=_("add the lines, with a backup beside each file"))
    what.add_argument("--remove", action="store_true", help=_("take the lines out again"))
    parser.add_argument(
        "--system",
        action="store_true",
        help=_("in the file that everybody on this machine reads; settings of a member count before it"),
    )
    parser.add_argument(
        "--command",
        metavar=pgettext("argument", "PATH"),
        help=_("how the client calls presend; without it, the presend that is running"),
    )
    parser.set_defaults(run=run)


def _client(name: str) -> str:
    """The name as typed; raises ``SetupError`` for a client that has to be set up by hand, and says how."""
    from composer.setup.editing.by_hand import refuse_by_hand

    refuse_by_hand(name)
    return name


def run(arguments: argparse.Namespace) -> int:
    """Print, write or remove; raises ``PresendError`` where a file has to be left as it is."""
    from composer.cli.main import require_home
    from composer.exit_status import Exit

    if not arguments.system:
        require_home()
    settings = _settings(arguments)
    if arguments.client == _TIMER_CLIENT and (arguments.write or arguments.remove):
        return _timer(settings, arguments.command, is_removal=arguments.remove)
    if arguments.write or arguments.remove:
        lines = _carried_out(settings, is_removal=arguments.remove)
    else:
        lines = _printed(_again(arguments), settings)
    _say(lines)
    return Exit.OK


def _say(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _timer(settings: Sequence[Setting], command: str | None, *, is_removal: bool) -> int:
    """Write or remove the units, and tell systemd: before they go, or after they have come. Returns the exit status."""
    from composer.exit_status import Exit
    from composer.setup import user_units
    from composer.setup.clients.timer import TIMER

    steps = [lambda: user_units.disable(TIMER, os.environ)] if is_removal else []
    refused = _refused(steps)
    _say(_carried_out(settings, is_removal=is_removal))
    then = user_units.reload if is_removal else lambda environ: user_units.enable(TIMER, environ)
    refused = refused or _refused([lambda: then(os.environ)])
    if refused:
        _say(_without_manager(refused, command, is_removal=is_removal))
        return Exit.OK if is_removal else Exit.TEMPORARY
    _say([_("The timer is off.") if is_removal else _("The timer is on: systemd tries the outbox every ten minutes.")])
    return Exit.OK


def _refused(steps: Sequence[Callable[[], None]]) -> str:
    """The reason why systemd did not take one of the steps; empty where it took them all."""
    from composer.setup.user_units import NoManagerError

    try:
        for step in steps:
            step()
    except NoManagerError as error:
        return str(error)
    return ""


def _without_manager(reason: str, named: str | None, *, is_removal: bool) -> Iterator[str]:
    """What systemd did not do, and what the member can do instead."""
    from composer.setup.clients.timer import TIMER
    from composer.setup.editing.calling import found_program, quoted

    verb = "disable" if is_removal else "enable"
    command = f"systemctl --user {verb} --now {TIMER}"
    yield _("systemd was not told: {reason}. Where it runs, call {command}.", reason=reason, command=command)
    if not is_removal:
        program = quoted(found_program(named, sys.argv[0], os.environ)).replace("%", "\\%")  # cron ends a line there
        line = f"*/10 * * * * {program} outbox flush"
        yield _("Without systemd, a line in your crontab (crontab -e) does the same: {line}", line=line)


def _settings(arguments: argparse.Namespace) -> Sequence[Setting]:
    from composer.disk.paths import places
    from composer.setup.clients import client
    from composer.setup.clients.base import Surroundings
    from composer.setup.editing.by_hand import refuse_without_shared_file
    from composer.setup.editing.calling import demand_shared, found_program

    machine = machine_of(arguments)
    around = Surroundings(places(os.environ).home, os.environ, machine.clients)
    named = client(arguments.client)
    if arguments.system:
        refuse_without_shared_file(arguments.client, named.shared_settings(around, "presend"))
    program = "presend" if arguments.remove else found_program(arguments.command, sys.argv[0], os.environ)
    if not arguments.system:
        return named.settings(around, program)
    if arguments.write:
        demand_shared(program, machine)
    return named.shared_settings(around, program)


def _again(arguments: argparse.Namespace) -> str:
    """The command that writes what is printed."""
    words = ("presend", "install", arguments.client, *(("--system",) if arguments.system else ()), "--write")
    return " ".join(words)


def _printed(command: str, settings: Sequence[Setting]) -> Iterator[str]:
    """The lines of each file below its name, as they are to be copied."""
    from composer.language.wrapping import hung

    for setting in settings:
        yield _("These lines belong in {file}:", file=setting.place)
        if setting.hint:
            yield from hung("", setting.hint, columns_of(sys.stdout))
        yield ""
        yield from setting.lines
        yield ""
    yield _("{command} writes them for you.", command=command)


def _carried_out(settings: Sequence[Setting], *, is_removal: bool) -> Iterator[str]:
    """Change the files, all of which are checked before the first is written; a sentence on each."""
    from composer.setup.editing.configuration import carry_out, planned_addition, planned_removal

    changes = [(planned_removal if is_removal else planned_addition)(setting) for setting in settings]
    carry_out(changes)
    return (_change_words(change, is_removal=is_removal) for change in changes)


def _change_words(change: Change, *, is_removal: bool) -> str:
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
