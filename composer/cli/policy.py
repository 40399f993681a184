"""``presend policy check FILE`` and ``presend policy schema``: the policy file, for those who write it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _

if TYPE_CHECKING:
    from policy.settings import Policy


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its two actions."""
    parser = verbs.add_parser("policy", help=_("check a policy file, or print its schema"))
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help=_("list every fault of a policy file"))
    check.add_argument("file", metavar="FILE", help=_("a file, or - for standard input"))
    check.set_defaults(run=run, action=_check)
    schema = actions.add_parser("schema", help=_("print the JSON Schema (2020-12) of the policy file"))
    schema.set_defaults(run=run, action=_print_schema)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked: 0, or 78 where the policy has faults."""
    status: int = arguments.action(arguments)
    return status


def _check(arguments: argparse.Namespace) -> int:
    from composer.cli.faults import print_faults
    from composer.cli.main import Exit
    from composer.errors import PolicyFaultsError
    from policy.document import policy_id

    try:
        policy = _load(arguments.file)
    except PolicyFaultsError as error:
        print_faults(error)
        return Exit.CONFIGURATION
    said = _("{file}: no faults.", file=arguments.file), _("Policy id: {id}", id=policy_id(policy))
    sys.stdout.write("\n".join(said) + "\n")
    return Exit.OK


def _load(name: str) -> Policy:
    """Members' files of a policy on standard input are relative to the working folder."""
    from composer.storage.policy_source import load_policy, policy_from

    if name == "-":
        return policy_from(sys.stdin.buffer.read(), name, Path())
    return load_policy(Path(name))


def _print_schema(_arguments: argparse.Namespace) -> int:
    import json

    from composer.cli.main import Exit
    from policy.document_schema import json_schema

    json.dump(json_schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")
    return Exit.OK
