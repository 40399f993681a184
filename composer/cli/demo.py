"""``presend demo``: the composer in an organization of its own; nothing leaves this machine."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path

from composer.words import _


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend demo`` and its arguments."""
    from composer.cli.wiring.opening import add_compose_arguments

    parser = verbs.add_parser("demo", help=_("the demonstration, with an organization of its own"))
    add_compose_arguments(parser)
    parser.add_argument("--folder", type=Path, help=_("where its mail is kept: a new or an empty folder"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the demonstration; returns its exit status."""
    gc.disable()  # the app enables it after its first paint; collecting during the start costs a tenth of it
    from composer.cli.wiring.environment import machine_of
    from composer.cli.wiring.opening import opening
    from composer.cli.wiring.terminal import glyphs_of_the_terminal, use_controlling_terminal
    from composer.clock import SystemClock
    from composer.demo.demonstration import Demonstration
    from composer.demo.folder import own_folder
    from composer.disk.paths import places
    from composer.setup.languages import MEMBER

    folder = own_folder(arguments.folder, places(os.environ), machine_of(arguments))
    is_usual = arguments.folder is None
    demonstration = Demonstration(
        folder, SystemClock(), Path.cwd(), was_made_for_it=is_usual, language=os.environ.get(MEMBER)
    )
    demonstration.prepare()
    services = demonstration.services
    opened = opening(arguments, services.files, services.drafts, sys.stdin)
    use_controlling_terminal()
    from composer.demo.app import DemoApp

    return DemoApp(demonstration, opened, glyphs_of_the_terminal()).run() or 0
