"""``presend policy diff A B``: exactly the cases in which two policies differ."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from composer.cli.wiring.named_file import file_or_stdin
from composer.words import _

if TYPE_CHECKING:
    from composer.cli.policy_actions.choice import ChosenPolicy
    from policy.truth_table.changes import Difference

DIFFERENT = 1


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend policy diff`` and its arguments."""
    parser = actions.add_parser("diff", help=_("say in what two policies differ"))
    parser.add_argument("before", type=file_or_stdin, metavar="A", help=_("a policy file, or - for standard input"))
    parser.add_argument(
        "after",
        type=file_or_stdin,
        metavar="B",
        nargs="?",
        help=_("the other one; without it, the policy in force"),
    )
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what differs; returns 0 where nothing does, 1 where something does."""
    from composer import words
    from composer.cli.wiring import environment
    from composer.exit_status import Exit
    from policy.truth_table.changes import difference
    from policy.truth_table.matrix import languages_of

    environment.use_environment_language(os.environ)
    before, after = _chosen(arguments.before), _chosen(arguments.after)
    languages = languages_of((before.policy, after.policy), words.available())
    found = difference(before.policy, after.policy, languages)
    sys.stdout.write(_json(found, before, after) if arguments.json else _words(found))
    return DIFFERENT if found else Exit.OK


def _chosen(name: str | None) -> ChosenPolicy:
    """The policy in a file; without a name, the policy in force."""
    from composer.cli.policy_actions.choice import chosen

    return chosen(argparse.Namespace(policy=name, demonstration=False))


def _words(difference: Difference) -> str:
    from composer.sentences.changes.policy import sentences

    lines = sentences(difference, exact=True) or [_("The policies are the same.")]
    return "\n".join(lines) + "\n"


def _json(difference: Difference, before: ChosenPolicy, after: ChosenPolicy) -> str:
    from composer.printing.policy_table.difference_json import difference_text

    return difference_text(difference, before.in_force(), after.in_force())
