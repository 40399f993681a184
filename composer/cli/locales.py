"""``presend locales ACTION``: for those who check the words of presend and of a policy; one module an action."""

from __future__ import annotations

import argparse
import importlib

from composer.words import _

ACTIONS = ("check", "export_catalog", "import_catalog", "resolve", "row")
"""The modules of the actions."""


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its actions; each imports what it needs only when it runs."""
    parser = verbs.add_parser(
        "locales", help=_("check and exchange translations, and see which wording members of a language get")
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    for name in ACTIONS:
        importlib.import_module(f"composer.cli.locales_actions.{name}").add_action(actions)
