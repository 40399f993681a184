"""``presend admin``: the administrator's Mail Security page over a policy file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from composer.words import _


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's arguments."""
    parser = verbs.add_parser("admin", help=_("the administrator's page: change the policy"))
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help=_("a policy file; without one, the policy in force")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the page; a policy with faults, or none, is an error that names them."""
    from composer.administration.file_store import FilePolicyStore
    from composer.administration.session import AdminSession
    from composer.cli import environment
    from composer.cli.terminal import glyphs_of_the_terminal, on_a_terminal
    from composer.clock import SystemClock
    from composer.lint_surroundings import surroundings
    from composer.storage.paths import places

    environment.use_ui_language(os.environ, environment.optional_settings(os.environ))
    path = arguments.file or _in_force()
    store = FilePolicyStore(path, SystemClock(os.environ), places(os.environ).data / "audit.jsonl", who())
    session = AdminSession(store, surroundings())
    on_a_terminal()
    from composer.cli.admin_app import AdminApp

    return AdminApp(session, glyphs_of_the_terminal()).run() or 0
