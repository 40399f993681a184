"""``presend check MESSAGE``: what ``presend sendmail -t`` would say of a finished message, without sending it."""

from __future__ import annotations

import argparse
import json
import os
import sys

from composer.cli.wiring.environment import machine_of
from composer.cli.wiring.named_file import existing_file
from composer.words import _


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend check`` and its arguments."""
    from composer.cli.wiring.judged_message import add_message_arguments

    parser = verbs.add_parser(
        "check",
        help=_("what the policy would say of a message"),
        description=_("Evaluate a message exactly as presend sendmail -t would, without sending it."),
    )
    add_message_arguments(parser)
    parser.add_argument("--policy", type=existing_file, metavar="FILE", help=_("judge by this policy"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict; 0 whenever one was reached, 65 for what is not a message, 78 for a bad policy."""
    from composer.cli.wiring import environment
    from composer.cli.wiring.judged_message import member_settings, read_message
    from composer.exit_status import Exit

    settings = member_settings(arguments)
    in_force = environment.policy_source(arguments.policy, os.environ, machine_of(arguments)).current()
    judged, notes = read_message(arguments, settings, in_force, as_member=True)
    verdict = judged.verdict()
    if arguments.json:
        from composer.printing.verdict_json import verdict_data

        json.dump(verdict_data(verdict, in_force), sys.stdout, ensure_ascii=True, indent=2)
        sys.stdout.write("\n")
    else:
        from composer.sentences.verdict import explanation

        sys.stdout.write("\n".join([*explanation(verdict, judged.member.timezone), *notes, ""]))
    return Exit.OK
