"""Which policy an action of ``presend policy`` looks at: a named file, the demonstration's, or the one in force."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from composer.cli.wiring.environment import machine_of
from composer.cli.wiring.named_file import file_or_stdin
from composer.words import _

if TYPE_CHECKING:
    from composer.storage.machine import Machine
    from policy.settings import Policy
    from policy.verdict import PolicyInForce

STANDARD_INPUT = "-"


class ChosenPolicy(Struct, frozen=True):
    """A policy without faults, and the text it was read from."""

    policy: Policy
    text: str
    """The TOML text the policy was read from, without a byte order mark."""
    source: str
    """The file's path as it was named, ``-``, or ``demonstration``."""
    folder: Path
    """The folder to which names of files in the policy are relative."""
    is_of_the_machine: bool = False
    """Whether it is in force for everybody on this machine."""

    def in_force(self) -> PolicyInForce:
        """The policy as messages are judged by it: its lists indexed, with its id."""
        from policy.document import policy_id
        from policy.organization import Organization
        from policy.verdict import PolicyInForce

        index, name = Organization(self.policy), policy_id(self.policy)
        return PolicyInForce(self.policy, index, self.source, name, self.is_of_the_machine)


def add_policy_arguments(parser: argparse.ArgumentParser, *, positional: bool = False) -> None:
    """Declare what ``chosen`` reads: at most one of ``--policy``, ``--demonstration`` and, if asked for, FILE."""
    which = parser.add_mutually_exclusive_group()
    if positional:
        help_text = _("a policy file, or - for standard input; without one, the policy in force")
        which.add_argument("file", nargs="?", type=file_or_stdin, metavar="FILE", help=help_text)
    which.add_argument(
        "--policy", type=file_or_stdin, metavar="FILE", help=_("this policy file, instead of the one in force")
    )
    which.add_argument("--demonstration", action="store_true", help=_("the policy of the demonstration"))


def chosen(arguments: argparse.Namespace) -> ChosenPolicy:
    """The policy that was asked for; raises PolicyFaultsError for one with faults, ``NoPolicyError`` without any.

    A file may be named although the machine has a policy of its own: these actions only look, nothing is sent.
    """
    from composer.storage.policy.source import policy_bytes

    machine = machine_of(arguments)
    if arguments.demonstration:
        return _demonstration()
    name = getattr(arguments, "file", None) or arguments.policy
    if name == STANDARD_INPUT:
        return _parsed(sys.stdin.buffer.read(), name, Path())
    path = Path(name) if name else path_in_force(machine)
    if not name and path == machine.policy:
        return _of_the_machine(machine)
    return _parsed(policy_bytes(path), str(path), path.parent)


def _of_the_machine(machine: Machine) -> ChosenPolicy:
    """The machine's policy; raises ``PolicyFaultsError`` where others could have changed it."""
    from composer.storage.policy.source import load_policy, policy_bytes
    from policy.toml.text import decode

    path = machine.policy
    return ChosenPolicy(load_policy(path, machine), decode(policy_bytes(path)), str(path), path.parent, True)


def _demonstration() -> ChosenPolicy:
    from composer.demo.policy_source import SOURCE, shipped_policy, shipped_text

    return ChosenPolicy(shipped_policy(), shipped_text(), SOURCE, Path())


def path_in_force(machine: Machine) -> Path:
    """The policy file in force; raises ``NoPolicyError`` where there is none."""
    from composer.disk.paths import places
    from composer.storage.policy.source import find_policy

    return find_policy(None, os.environ, places(os.environ).config, machine)


def _parsed(data: bytes, source: str, folder: Path) -> ChosenPolicy:
    from composer.storage.policy.source import policy_from
    from policy.toml.text import decode

    policy = policy_from(data, source, folder)
    return ChosenPolicy(policy, decode(data), source, folder)
