"""``presend [compose]``: the composer; the first start opens the form that sets it up."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _

if TYPE_CHECKING:
    from composer.services.member_settings import MemberSettings


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's arguments."""
    from composer.cli.wiring.opening import add_compose_arguments

    parser = verbs.add_parser("compose", help=_("write a message (this is what presend does without a verb)"))
    add_compose_arguments(parser)
    parser.add_argument("--policy", type=Path, metavar="FILE", help=_("work under this policy"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the composer."""
    gc.disable()  # the app enables it after its first paint; collecting during the start costs a tenth of it
    from composer.cli.wiring import environment
    from composer.cli.main import Exit
    from composer.cli.wiring.opening import opening
    from composer.cli.wiring.terminal import glyphs_of_the_terminal, on_a_terminal

    settings = environment.optional_settings(os.environ)
    if settings is None:
        on_a_terminal()
        settings = _first_run(arguments.policy)
        if settings is None:
            return Exit.CONFIGURATION
    environment.use_ui_language(os.environ, settings)
    from composer.cli.wiring.services import services_for

    policy = environment.policy_source(arguments.policy, os.environ)
    policy.current()
    services = services_for(settings, policy, os.environ)
    opened = opening(arguments, services.files, services.drafts, sys.stdin)
    on_a_terminal()
    language = environment.member_language(None, settings.language, os.environ)
    from composer.app import PresendApp
    from composer.message.composition import Composition

    for_one_message = isinstance(opened, Composition) and not opened.is_blank
    glyphs = glyphs_of_the_terminal()
    status = PresendApp(services, opened, language, glyphs, ends_after_sending=for_one_message).run()
    if services.outbox.jobs():
        hand_over_what_waits(arguments.policy)
    return status or 0


def hand_over_what_waits(policy: Path | None) -> None:
    """Let a process of its own send what is still held or due, so that leaving never waits."""
    from composer.delivery.hand_over import hand_over

    named = ["--policy", str(policy.absolute())] if policy else []
    hand_over([sys.executable, "-m", "composer", "outbox", *named, "flush", "--wait"], dict(os.environ))


def _first_run(flag: Path | None) -> MemberSettings | None:
    """The settings after the form was filled in; None when the member left it."""
    from composer.cli.wiring.environment import optional_settings
    from composer.apps.first_run_app import FirstRunApp

    FirstRunApp(flag, os.environ).run()
    return optional_settings(os.environ)
