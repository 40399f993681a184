"""``presend policy ACTION``: the policy file, for those who write, show or trust it; one module an action."""

from __future__ import annotations

import argparse
import importlib

from composer.words import _, pgettext

ACTIONS = ("check", "schema", "lint", "matrix", "diff", "test", "explain")


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend policy`` and its actions, each of which imports what it needs when it runs."""
    parser = verbs.add_parser("policy", help=_("check, show and explain a policy"))
    actions = parser.add_subparsers(metavar=pgettext("argument", "ACTION"), required=True)
    for name in ACTIONS:
        importlib.import_module(f"composer.cli.policy_actions.{name}").add_action(actions)
