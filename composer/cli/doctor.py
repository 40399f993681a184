"""``presend doctor``: the whole chain in plain words, with what to do."""

from __future__ import annotations

import argparse
import json
import locale
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.wiring.columns import columns_of
from composer.cli.wiring.environment import machine_of
from composer.errors import PolicyFaultsError, PresendError, SettingsFaultsError
from composer.safe_text import clean
from composer.storage.machine import THIS_MACHINE, Machine
from composer.words import _, ngettext

if TYPE_CHECKING:
    from composer.services.member_settings import MemberSettings
    from composer.services.policy_source import PolicySource
    from composer.setup.clients.base import Surroundings
    from composer.setup.doctor.finding import Finding


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend doctor`` and its arguments."""
    parser = verbs.add_parser(
        "doctor",
        help=_("look whether everything is set up, and say what to do"),
        description=_(
            "Look at settings, policy, server, terminal and clients. Exit status 1 where there is anything to do. "
            "Marks: ok; ! something to do; ? nobody can tell by reading; x mail does not leave as it should."
        ),
    )
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was found: 0 where all is well, else 1."""
    from composer.exit_status import Exit
    from composer.setup.doctor.finding import Mark

    found = list(findings(os.environ, machine_of(arguments)))
    count = sum(finding.mark is not Mark.WELL for finding in found)
    lines = [_as_json(found, count)] if arguments.json else list(_as_text(found, count, columns_of(sys.stdout)))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return Exit.FOUND if count else Exit.OK


def findings(environ: Mapping[str, str], machine: Machine = THIS_MACHINE) -> Iterator[Finding]:
    """The findings on every link of the chain, in order; a check that needs what is missing is left out."""
    from composer.cli.wiring import environment
    from composer.disk.paths import places
    from composer.setup.doctor.clients import client_findings
    from composer.setup.doctor.member import language_findings, settings_findings
    from composer.setup.doctor.policy import policy_findings
    from composer.setup.doctor.program import machine_sendmail, program_findings
    from composer.setup.doctor.terminal import facts_of_the_terminal, terminal_findings
    from composer.storage.settings.file import FILE_NAME

    around = places(environ)
    settings, faults = _settings(environ, machine)
    environment.use_ui_language(environ, settings)
    _use_writable_language(locale.getpreferredencoding(False))
    yield from program_findings(environ)
    yield from settings_findings(around.config / FILE_NAME, settings, faults)
    yield from policy_findings(_policy_file(environ, machine), machine)
    if settings is not None:
        yield from _of_the_member(settings, environ, machine)
    yield from terminal_findings(facts_of_the_terminal(environ), environ)
    yield from language_findings(settings, environ, locale.getpreferredencoding(False), are_broken=bool(faults))
    own = _own_program(environ) or "presend"
    yield from client_findings(_surroundings(environ, machine), own, _current_folder(), machine_sendmail(environ))


def _current_folder() -> Path | None:
    """The current folder; None where it was deleted."""
    try:
        return Path.cwd()
    except OSError:
        return None


def _of_the_member(settings: MemberSettings, environ: Mapping[str, str], machine: Machine) -> Iterator[Finding]:
    """The findings on identities, transport, mailbox, outbox and audit log; most of them need a policy."""
    from composer.delivery.transports.choose import probe
    from composer.setup.doctor.delivery import outbox_findings, transport_findings
    from composer.setup.doctor.mailbox import mailbox_findings
    from composer.setup.doctor.member import identity_findings

    policy = _policy(environ, machine)
    if policy is not None:
        yield from identity_findings(settings, policy.current())
    own = _own_program(environ)
    yield from transport_findings(settings.transport, lambda *told: probe(settings.transport, environ, *told), own)
    yield from mailbox_findings(settings)
    if policy is not None:
        from composer.cli.wiring.services import services_for

        yield from outbox_findings(services_for(settings, policy, environ, machine).outbox.jobs)
        yield from _of_the_audit_log(settings, policy, environ, machine)


def _of_the_audit_log(
    settings: MemberSettings, policy: PolicySource, environ: Mapping[str, str], machine: Machine
) -> Iterator[Finding]:
    from composer.cli.wiring import environment
    from composer.disk.paths import places
    from composer.setup.doctor.audit import audit_findings

    around = places(environ)
    log = environment.audit_log(settings, policy, around, machine)
    rules = settings.audit_under(policy.current())
    yield from audit_findings(log, rules, around.data / environment.AUDIT_FILE)


def _use_writable_language(encoding: str) -> None:
    """Use English where the locale's encoding cannot write the language; a finding says what is wrong with it."""
    from composer import words
    from locales.registry import SOURCE

    try:
        words.own_name(words.active()).encode(encoding)
    except UnicodeEncodeError:
        words.use(SOURCE.tag)


def _settings(environ: Mapping[str, str], machine: Machine) -> tuple[MemberSettings | None, tuple[str, ...]]:
    from composer.cli.wiring import environment

    try:
        return environment.optional_settings(environ, machine), ()
    except SettingsFaultsError as error:
        return None, error.faults


def _policy_file(environ: Mapping[str, str], machine: Machine) -> Path | PresendError:
    from composer.disk.paths import places
    from composer.storage.policy.source import find_policy

    try:
        return find_policy(None, environ, places(environ).config, machine)
    except PresendError as error:
        return error


def _policy(environ: Mapping[str, str], machine: Machine) -> PolicySource | None:
    """The source of the policy in force; None where there is none that can be used."""
    from composer.cli.wiring import environment

    try:
        source = environment.policy_source(None, environ, machine)
        source.current()
    except (PolicyFaultsError, PresendError):
        return None
    return source


def _own_program(environ: Mapping[str, str]) -> str | None:
    from composer.setup.editing.calling import found_program
    from composer.setup.editing.edit import SetupError

    try:
        return found_program(None, sys.argv[0], environ)
    except SetupError:
        return None


def _surroundings(environ: Mapping[str, str], machine: Machine) -> Surroundings:
    from composer.disk.paths import places
    from composer.setup.clients.base import Surroundings

    return Surroundings(places(environ).home, environ, machine.clients)


def _as_text(found: Sequence[Finding], count: int, columns: int) -> Iterator[str]:
    from composer.language.wrapping import hung

    for finding in found:
        first, *more = hung("    ", clean(finding.words), columns)
        yield f"{finding.mark.value:<4}{first.strip()}"
        yield from more
    yield ""
    if count:
        yield ngettext("{n} thing to do.", "{n} things to do.", count)
    else:
        yield _("All is well.")


def _as_json(found: Sequence[Finding], count: int) -> str:
    rows = [{"link": one.link.value, "mark": one.mark.value, "words": clean(one.words)} for one in found]
    return json.dumps({"to_do": count, "findings": rows}, ensure_ascii=True, indent=2)
