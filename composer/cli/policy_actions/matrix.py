"""``presend policy matrix``: the whole truth table of a policy as text, CSV, JSON or one page."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from composer.sentences.system_reasons import system_reason
from composer.words import _

if TYPE_CHECKING:
    from composer.cli.policy_actions.choice import ChosenPolicy
    from composer.printing.policy_table.table import Table

FORMATS = ("text", "csv", "json", "html")


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend policy matrix`` and its arguments."""
    from composer.cli.policy_actions.choice import add_policy_arguments

    parser = actions.add_parser("matrix", help=_("show everything a policy would decide, as one table"))
    add_policy_arguments(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help=_("what is written; text by default"))
    parser.add_argument(
        "--languages", metavar="TAGS", default="", help=_("also members of these languages, with commas between them")
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("write to this file"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the table; 73 where the file cannot be written or is the policy's own, 78 for a bad policy."""
    from composer.cli.policy_actions.choice import chosen
    from composer.cli.wiring import environment
    from composer.exit_status import Exit
    from composer.printing.policy_table.table import table_of

    environment.use_environment_language(os.environ)
    policy = chosen(arguments)
    asked = tuple(filter(None, (tag.strip() for tag in arguments.languages.split(","))))
    written = _form(arguments.format)(table_of(policy.in_force(), asked)).encode("utf-8")
    if arguments.output is None:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return Exit.OK
    if not arguments.demonstration and _was_read_from(arguments.output, policy):
        return _not_written(arguments.output, _("it is the policy itself"))
    return _write(arguments.output, written)


def _was_read_from(path: Path, policy: ChosenPolicy) -> bool:
    """Whether a policy was read from this file, under whatever name."""
    from composer.cli.policy_actions.choice import STANDARD_INPUT

    try:
        read = os.fstat(sys.stdin.fileno()) if policy.source == STANDARD_INPUT else Path(policy.source).stat()
        return os.path.samestat(read, path.stat())
    except OSError:  # nothing is there yet, or standard input is no file
        return False


def _write(path: Path, written: bytes) -> int:
    from composer.exit_status import Exit

    try:
        path.write_bytes(written)
    except OSError as error:
        return _not_written(path, system_reason(error))
    return Exit.OK


def _not_written(path: Path, reason: str) -> int:
    from composer.cli.main import complain
    from composer.exit_status import Exit

    complain(_("{file}: cannot be written: {reason}.", file=path, reason=reason))
    return Exit.CANNOT_CREATE


def _form(name: str) -> Callable[[Table], str]:
    match name:
        case "csv":
            from composer.printing.policy_table.as_csv import csv_text

            return csv_text
        case "json":
            from composer.printing.policy_table.as_json import json_text

            return json_text
        case "html":
            from composer.printing.policy_table.as_html import page

            return page
    from composer.printing.policy_table.as_text import plain_text

    return plain_text
