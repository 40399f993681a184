"""``presend admin``: the administrator's Mail Security page over a policy file."""

from __future__ import annotations

import argparse
import os
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.wiring.environment import machine_of
from composer.words import _

if TYPE_CHECKING:
    from composer.administration.stores.store import PolicyStore
    from composer.audit.log import AuditLog
    from composer.services.clock import Clock
    from composer.services.member_settings import MemberSettings
    from composer.storage.machine import Machine


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend admin`` and its arguments."""
    parser = verbs.add_parser("admin", help=_("the administrator's page: change the policy"))
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help=_("a policy file; without one, the policy in force")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the page and return its exit status; raises ``PresendError`` where there is no policy that can be edited."""
    from composer.administration.session import AdminSession
    from composer.cli.wiring import environment
    from composer.cli.wiring.terminal import glyphs_of_the_terminal, use_controlling_terminal
    from composer.clock import SystemClock
    from composer.sentences.traps.lint_context import lint_context

    settings = _own_settings(machine_of(arguments))
    environment.use_ui_language(os.environ, settings)
    identity = str(settings.identities[0].address) if settings and settings.identities else ""
    clock = SystemClock(os.environ)
    path = _file(arguments.file, machine_of(arguments))
    store = _store(path, clock, identity, _audit(path, settings, machine_of(arguments)))
    session = AdminSession(store, lint_context())
    use_controlling_terminal()
    from composer.apps.admin_app import AdminApp

    return AdminApp(session, clock.now().tzinfo or UTC, glyphs_of_the_terminal()).run() or 0


def _own_settings(machine: Machine) -> MemberSettings | None:
    """The member's settings, whose identity the audit log names; None for root in another member's home."""
    from composer.cli.wiring import environment
    from composer.storage.home_owner import AnotherHomeError

    try:
        return environment.optional_settings(os.environ, machine)
    except AnotherHomeError:
        return None


def _file(named: Path | None, machine: Machine) -> Path:
    """The named file, or the policy in force; raises ``NoPolicyError`` and ``NoInputError``.

    The machine's is opened only where nobody else can have written it, else ``PolicyFaultsError``.
    """
    from composer.cli.policy_actions.choice import path_in_force
    from composer.errors import NoInputError
    from composer.storage.policy.source import load_policy

    if named is None or (named.absolute() == machine.policy and machine.has_policy()):
        path = path_in_force(machine)
        if path == machine.policy:
            load_policy(path, machine)
        return path
    if not os.path.lexists(named):
        words = _(
            "There is no policy file {file}. Begin it with three lines: schema = 1, then [company], "
            'then domains = ["your-company.example"].',
            file=named,
        )
        raise NoInputError(words)
    return named


def _audit(path: Path, settings: MemberSettings | None, machine: Machine) -> AuditLog:
    """The audit log as the machine settles it; a member decides only for a policy of their own."""
    from composer.audit.log import AuditLog
    from composer.cli.wiring.environment import AUDIT_FILE
    from composer.services.member_settings import AuditSettings
    from composer.storage.home_owner import own_places
    from composer.storage.settings.machine import machine_settings

    own = settings.audit if settings and path != machine.policy else AuditSettings()
    rules = machine_settings(machine).audit or own
    return AuditLog(own_places(os.environ, os.geteuid()).data / AUDIT_FILE, lambda: rules, machine.log)


def _store(path: Path, clock: Clock, identity: str, log: AuditLog) -> PolicyStore:
    """The store of the policy file, whose saves are audited."""
    from composer.administration.administrator import administrator
    from composer.administration.stores.file_store import FilePolicyStore

    return FilePolicyStore(path, clock, log, administrator(identity))
