"""The verbs and their dispatch; errors become one clean line on standard error."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from typing import NoReturn

from composer import __version__
from composer.errors import ConfigurationError, NoTerminalError, PolicyFaultsError, PresendError, SettingsFaultsError
from composer.exit_status import Exit
from composer.safe_text import clean
from composer.words import _

__all__ = ["VERBS", "Exit", "Parser", "complain", "run", "whole_parser"]

VERBS = (
    "compose", "demo", "check", "policy", "admin", "outbox", "drafts", "sendmail",
    "install", "contacts", "doctor", "completion",
)  # fmt: skip
HIDDEN = ("gate-dialog",)
"""Verbs that presend calls itself; help does not list them."""


class Parser(argparse.ArgumentParser):
    """Usage errors leave with 64 and one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments."""
        complaint = _("{program}: {message}. See {program} --help.", program=self.prog, message=message)
        sys.stderr.write(f"{complaint}\n")
        raise SystemExit(Exit.USAGE)


def run(arguments: Sequence[str]) -> int:
    """Dispatch to one verb; without one, to ``compose``."""
    from composer.cli.wiring.environment import use_environment_language

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a locale without UTF-8 shows what it can, and nothing fails
    use_environment_language(os.environ)
    given = _with_verb(list(arguments))
    try:
        parsed = _parser(given[0]).parse_args(given)
        verb: Callable[[argparse.Namespace], int] = parsed.run
        return verb(parsed)
    except (PolicyFaultsError, SettingsFaultsError) as error:
        for fault in error.faults:
            complain(fault)
        return Exit.CONFIGURATION
    except NoTerminalError as error:
        complain(str(error))
        return Exit.NO_PERMISSION
    except PresendError as error:
        complain(str(error))
        return Exit.CONFIGURATION if isinstance(error, ConfigurationError) else Exit.TEMPORARY
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.OK


def _with_verb(given: list[str]) -> list[str]:
    """Options and ``mailto:`` alone are for the composer; another first word must be a verb."""
    first = given[0] if given else ""
    if first in (*VERBS, *HIDDEN) or first in ("-h", "--help", "--version"):
        return given
    if first and not first.startswith("-") and ":" not in first and "@" not in first:
        complain(_("{word}: there is no such verb. See presend --help.", word=first))
        raise SystemExit(Exit.USAGE)
    return ["compose", *given]


def complain(sentence: str) -> None:
    """One safe line on standard error."""
    sys.stderr.write(f"presend: {clean(sentence)}\n")


def whole_parser() -> argparse.ArgumentParser:
    """The parser with every verb in it, as help shows it."""
    return _parser("--help")


def _parser(verb: str) -> argparse.ArgumentParser:
    """Only the verb that was asked for is imported; help lists them all."""
    parser = Parser(
        prog="presend", description=_("Compose mail in the terminal, under your organization's mail-security policy.")
    )
    parser.add_argument("--version", action="version", version=f"presend {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", parser_class=Parser)
    for name in VERBS if verb in ("-h", "--help") else (verb,):
        importlib.import_module(f"composer.cli.{name.replace('-', '_')}").add_parser(verbs)
    return parser
