"""Which policy an action of ``presend policy`` looks at: a named file, the demonstration's, or the one in force."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from composer.words import _

if TYPE_CHECKING:
    from policy.settings import Policy
    from policy.verdict import PolicyInForce

STANDARD_INPUT = "-"


class ChosenPolicy(Struct, frozen=True):
    """A policy without faults and the text that says it."""

    policy: Policy
    text: str
    """The TOML text the policy was read from, without a byte order mark."""
    source: str
    """The file's path as it was named, ``-``, or ``demonstration``."""
    folder: Path
    """What relative names in the policy are relative to."""

    def in_force(self) -> PolicyInForce:
        """The policy as the rules take it, with its lists indexed and its id."""
        from policy.document import policy_id
        from policy.organization import Organization
        from policy.verdict import PolicyInForce

        return PolicyInForce(self.policy, Organization(self.policy), self.source, policy_id(self.policy))


def add_policy_arguments(parser: argparse.ArgumentParser, *, positional: bool = False) -> None:
    """Declare what ``chosen`` reads: at most one of ``--policy``, ``--demonstration`` and, if asked for, FILE."""
    which = parser.add_mutually_exclusive_group()
    if positional:
        help_text = _("a policy file, or - for standard input; without one, the policy in force")
        which.add_argument("file", nargs="?", metavar="FILE", help=help_text)
    which.add_argument("--policy", metavar="FILE", help=_("this policy file, instead of the one in force"))
    which.add_argument("--demonstration", action="store_true", help=_("the policy of the demonstration"))


def chosen(arguments: argparse.Namespace) -> ChosenPolicy:
    """The policy that was asked for; raises PolicyFaultsError for one with faults, ``NoPolicyError`` without any.

    A file may be named although the machine has a policy of its own: these actions only look, nothing is sent.
    """
    from composer.storage.policy.source import policy_bytes

    if arguments.demonstration:
        return _demonstration()
    name = getattr(arguments, "file", None) or arguments.policy
    if name == STANDARD_INPUT:
        return _understood(sys.stdin.buffer.read(), name, Path())
    path = Path(name) if name else path_in_force()
    return _understood(policy_bytes(path), str(path), path.parent)


def _demonstration() -> ChosenPolicy:
    from composer.demo.policy_source import SOURCE, shipped_policy, shipped_text

    return ChosenPolicy(shipped_policy(), shipped_text(), SOURCE, Path())


def path_in_force() -> Path:
    """The policy file in force; raises ``NoPolicyError`` where there is none."""
    from composer.disk.paths import places
    from composer.storage.policy.source import find_policy

    return find_policy(None, os.environ, places(os.environ).config)


def _understood(data: bytes, source: str, folder: Path) -> ChosenPolicy:
    from composer.storage.policy.source import policy_from
    from policy.toml.text import decode

    policy = policy_from(data, source, folder)
    return ChosenPolicy(policy, decode(data), source, folder)
