"""``presend policy check FILE``: every fault of a policy file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.wiring.environment import machine_of
from composer.cli.wiring.named_file import file_or_stdin
from composer.words import _

if TYPE_CHECKING:
    from composer.reasons import Reason
    from composer.storage.machine import Machine
    from policy.settings import Policy


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend policy check`` and its arguments."""
    parser = actions.add_parser("check", help=_("list every fault of a policy file"))
    parser.add_argument("file", type=file_or_stdin, metavar="FILE", help=_("a file, or - for standard input"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every fault of the file; returns 0, or 78 where it has faults."""
    from composer.cli.wiring.faults import print_faults
    from composer.errors import FaultsError
    from composer.exit_status import Exit
    from policy.document import policy_id

    try:
        policy = _load(arguments.file, machine_of(arguments))
    except FaultsError as error:
        print_faults(error)
        return Exit.CONFIGURATION
    said = _("{file}: no faults.", file=arguments.file), _("Policy id: {id}", id=policy_id(policy))
    sys.stdout.write("\n".join(said) + "\n")
    return Exit.OK


def _load(name: str, machine: Machine) -> Policy:
    """The policy in a file or on standard input; raises ``FaultsError``.

    Members' files of a policy on standard input are relative to the working folder. Of the machine's policy the
    machine's settings belong to what decides, and nobody else may be able to change either.
    """
    from composer.errors import PolicyFaultsError, SettingsFaultsError
    from composer.sentences.file_faults import faults_error
    from composer.storage.policy.source import load_policy, policy_from
    from composer.storage.settings.machine import machine_settings

    if name == "-":
        return policy_from(sys.stdin.buffer.read(), name, Path())
    path = Path(name)
    if path.absolute() != machine.policy:
        return load_policy(path)
    faults: tuple[Reason, ...] = ()
    try:
        machine_settings(machine)
    except SettingsFaultsError as error:
        faults = error.reasons
    try:
        policy = load_policy(path, machine)
    except PolicyFaultsError as error:
        raise faults_error(PolicyFaultsError, name, (*error.reasons, *faults)) from error
    if faults:
        raise faults_error(SettingsFaultsError, str(machine.settings), faults)
    return policy
