"""``presend policy schema``: the JSON Schema of the policy file."""

from __future__ import annotations

import argparse
import sys

from composer.words import _


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend policy schema``, which has no arguments."""
    parser = actions.add_parser("schema", help=_("print the JSON Schema (2020-12) of the policy file"))
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Print the JSON Schema."""
    import json

    from composer.exit_status import Exit
    from policy.toml.schema import json_schema

    json.dump(json_schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")
    return Exit.OK
