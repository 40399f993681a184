"""``presend admin``: the administrator's Mail Security page over a policy file."""

from __future__ import annotations

import argparse
import os
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _

if TYPE_CHECKING:
    from composer.administration.stores.store import PolicyStore
    from composer.services.bundle import Clock


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's arguments."""
    parser = verbs.add_parser("admin", help=_("the administrator's page: change the policy"))
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help=_("a policy file; without one, the policy in force")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the page; a policy with faults, or none, is an error that names them."""
    from composer.administration.session import AdminSession
    from composer.cli.wiring import environment
    from composer.cli.wiring.terminal import glyphs_of_the_terminal, on_a_terminal
    from composer.clock import SystemClock
    from composer.sentences.traps.surroundings import surroundings

    settings = environment.optional_settings(os.environ)
    environment.use_ui_language(os.environ, settings)
    identity = str(settings.identities[0].address) if settings and settings.identities else ""
    clock = SystemClock(os.environ)
    session = AdminSession(_store(_file(arguments.file), clock, identity), surroundings())
    on_a_terminal()
    from composer.apps.admin_app import AdminApp

    return AdminApp(session, clock.now().tzinfo or UTC, glyphs_of_the_terminal()).run() or 0


def _file(named: Path | None) -> Path:
    """The named file, or the policy in force; raises ``NoPolicyError`` and ``ConfigurationError``."""
    from composer.cli.policy_actions.choice import path_in_force
    from composer.errors import ConfigurationError

    if named is None:
        return path_in_force()
    if not os.path.lexists(named):
        words = _(
            "There is no policy file {file}. Begin it with three lines: schema = 1, then [company], "
            'then domains = ["your-company.example"].',
            file=named,
        )
        raise ConfigurationError(words)
    return named


def _store(path: Path, clock: Clock, identity: str) -> PolicyStore:
    """The file with its earlier versions, and the log that tells who changed it."""
    from composer.administration.administrator import administrator
    from composer.administration.stores.file_store import FilePolicyStore
    from composer.audit.log import AuditLog
    from composer.disk.paths import places

    log = AuditLog(places(os.environ).data / "audit.jsonl")
    return FilePolicyStore(path, clock, log, administrator(identity))
