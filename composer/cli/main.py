"""Dispatches to the verbs, and turns errors into one clean line on standard error."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper

from composer import __version__
from composer.cli.parser import Parser
from composer.cli.wiring.status import status_of
from composer.errors import FaultsError, PresendError
from composer.exit_status import Exit
from composer.safe_text import clean
from composer.storage.machine import THIS_MACHINE, Machine
from composer.words import _, pgettext

VERBS = (
    "compose", "demo", "check", "policy", "admin", "outbox", "drafts", "sendmail",
    "install", "contacts", "doctor", "locales", "completion",
)  # fmt: skip
HIDDEN = ("gate-dialog",)
"""Verbs that presend calls itself; help does not list them."""
_READS_NOTHING = ("demo", "completion")
"""Verbs that read neither mail nor settings of the member."""
_LEAVES_NOTHING = (*_READS_NOTHING, "admin", "check", "doctor", "install", "locales", "policy")
"""Verbs that do not always write among the member's files; they check themselves what they may read and write."""


def run(arguments: Sequence[str], machine: Machine = THIS_MACHINE) -> int:
    """Dispatch to one verb; without one, to ``compose``. Verbs find the machine among their arguments."""
    from composer.cli.wiring.environment import use_environment_language

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a locale without UTF-8 shows what it can, and nothing fails
    use_environment_language(os.environ)
    given = _with_verb(list(arguments))
    try:
        return _run_verb(given, machine)
    except FaultsError as error:
        for fault in error.faults:
            complain(fault)
        return status_of(error)
    except PresendError as error:
        complain(str(error))
        return status_of(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.OK
    except OSError as error:  # a disk that fails where nobody looked for it is no fault of presend
        complain(_disk_words(error))
        return Exit.TEMPORARY


def _run_verb(given: list[str], machine: Machine) -> int:
    from composer.cli.wiring.asked_languages import in_asked_languages
    from composer.cli.wiring.environment import use_environment_language

    with in_asked_languages(given, os.environ):
        use_environment_language(os.environ)
        _complain_of_catalog()
        parsed = _parser(given[0]).parse_args(given, argparse.Namespace(machine=machine))
        _require_own_folders(given[0])
        verb: Callable[[argparse.Namespace], int] = parsed.run
        return verb(parsed)


def _complain_of_catalog() -> None:
    """Say what is wrong with the translator's file of the environment; presend's own catalogs do instead."""
    from composer.cli.wiring.catalog_file import catalog_fault

    if fault := catalog_fault(os.environ):
        complain(fault)


def _disk_words(error: OSError) -> str:
    from pathlib import Path

    from composer.storage.atomic import read_error, storage_error

    if error.filename is None:
        return str(read_error(Path(), error))
    path = Path(os.fsdecode(error.filename))
    return str(storage_error(path, error) if error.errno == errno.EROFS else read_error(path, error))


def _require_own_folders(verb: str) -> None:
    from composer.disk.paths import places
    from composer.storage.demonstration_mark import require_unmarked

    if verb not in _READS_NOTHING:
        require_unmarked(places(os.environ))
    if verb not in _LEAVES_NOTHING:
        require_home()


def require_home() -> None:
    """Raise ``AnotherHomeError`` for root in somebody else's home."""
    from composer.disk.paths import places
    from composer.storage.home_owner import require_own_home

    around = places(os.environ)
    require_own_home(around.config / "config.toml", around, os.geteuid())


def _with_verb(given: list[str]) -> list[str]:
    """The arguments with a verb first: of options and ``mailto:`` alone, ``compose``. Exits with 64 for no verb."""
    first = given[0] if given else ""
    if first in (*VERBS, *HIDDEN) or first in ("-h", "--help", "--version"):
        return given
    if first and not first.startswith("-") and ":" not in first and "@" not in first:
        complain(_("{word}: there is no such verb. See presend --help.", word=first))
        raise SystemExit(Exit.USAGE)
    return ["compose", *given]


def complain(sentence: str) -> None:
    """Write one cleaned line on standard error."""
    sys.stderr.write(f"presend: {clean(sentence)}\n")


def whole_parser() -> argparse.ArgumentParser:
    """The parser with every verb in it, as help shows it."""
    return _parser("--help")


def _parser(verb: str) -> argparse.ArgumentParser:
    """The parser with the verb that was asked for, the only one imported; for help, with all of them."""
    from composer.cli.wiring.asked_languages import add_language_options

    parser = Parser(
        prog="presend", description=_("Compose mail in the terminal, under your organization's mail-security policy.")
    )
    parser.add_argument(
        "--version", action="version", version=f"presend {__version__}", help=_("show the version and exit")
    )
    verbs = parser.add_subparsers(metavar=pgettext("argument", "VERB"), parser_class=Parser)
    for name in VERBS if verb in ("-h", "--help") else () if verb == "--version" else (verb,):
        importlib.import_module(f"composer.cli.{name.replace('-', '_')}").add_parser(verbs)
        add_language_options(verbs.choices[name])
    return parser
