"""``presend policy check FILE``: every fault of a policy file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _

if TYPE_CHECKING:
    from policy.settings import Policy


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The action's arguments."""
    parser = actions.add_parser("check", help=_("list every fault of a policy file"))
    parser.add_argument("file", metavar="FILE", help=_("a file, or - for standard input"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0, or 78 where the policy has faults."""
    from composer.cli.wiring.faults import print_faults
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
    from composer.storage.policy.source import load_policy, policy_from

    if name == "-":
        return policy_from(sys.stdin.buffer.read(), name, Path())
    return load_policy(Path(name))
