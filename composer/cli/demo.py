"""``presend demo``: the composer in an organization of its own; nothing leaves this machine."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path

from composer.words import _


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's arguments."""
    from composer.cli.wiring.opening import add_compose_arguments

    parser = verbs.add_parser("demo", help=_("the demonstration, with an organization of its own"))
    add_compose_arguments(parser)
    parser.add_argument("--folder", type=Path, help=_("where its mail is kept"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the demonstration."""
    gc.disable()  # the app enables it after its first paint; collecting during the start costs a tenth of it
    from composer.cli.wiring.opening import opening
    from composer.cli.wiring.terminal import glyphs_of_the_terminal, on_a_terminal
    from composer.clock import SystemClock
    from composer.demo.world import Demonstration, demonstration_folder

    demonstration = Demonstration(demonstration_folder(arguments.folder, os.environ), SystemClock(), Path.cwd())
    demonstration.prepare()
    services = demonstration.services
    opened = opening(arguments, services.files, services.drafts, sys.stdin)
    on_a_terminal()
    from composer.demo.app import DemoApp

    return DemoApp(demonstration, opened, glyphs_of_the_terminal()).run() or 0
