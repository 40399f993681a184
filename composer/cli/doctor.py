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
from composer.errors import PolicyFaultsError, PresendError, SettingsFaultsError
from composer.safe_text import clean
from composer.words import _, ngettext

if TYPE_CHECKING:
    from composer.services.bundle import PolicySource
    from composer.setup.clients.base import Surroundings
    from composer.setup.doctor.finding import Finding
    from composer.services.member_settings import MemberSettings


def add_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb's arguments."""
    parser = verbs.add_parser(
        "doctor",
        help=_("look whether everything is set up, and say what to do"),
        description=_(
            "Look at settings, policy, server, terminal and clients. Exit status 1 where there is anything to do."
        ),
    )
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was found: 0 where all is well, else 1."""
    from composer.cli.main import Exit
    from composer.setup.doctor.finding import Mark

    found = list(findings(os.environ))
    count = sum(finding.mark is not Mark.WELL for finding in found)
    lines = [_as_json(found, count)] if arguments.json else list(_as_text(found, count, columns_of(sys.stdout)))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return Exit.FOUND if count else Exit.OK


def findings(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Every link of the chain, in its order; what cannot be looked at without another is left out."""
    from composer.cli.wiring import environment
    from composer.setup.doctor.clients import client_findings
    from composer.setup.doctor.member import language_findings, settings_findings
    from composer.setup.doctor.program import program_findings
    from composer.setup.doctor.rules import policy_findings
    from composer.setup.doctor.terminal import facts_of_the_terminal, terminal_findings
    from composer.disk.paths import places
    from composer.storage.settings.file import FILE_NAME

    around = places(environ)
    settings, faults = _settings(environ)
    environment.use_ui_language(environ, settings)
    _speak_within(locale.getpreferredencoding(False))
    yield from program_findings(environ)
    yield from settings_findings(around.config / FILE_NAME, settings, faults)
    yield from policy_findings(_policy_file(environ))
    if settings is not None:
        yield from _of_the_member(settings, environ)
    yield from terminal_findings(facts_of_the_terminal(environ), environ)
    yield from language_findings(settings, environ, locale.getpreferredencoding(False), are_broken=bool(faults))
    yield from client_findings(_surroundings(environ), _own_program(environ) or "presend")


def _of_the_member(settings: MemberSettings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Identities, transport and outbox; the last needs a policy."""
    from composer.delivery.transports.choose import probe
    from composer.setup.doctor.delivery import outbox_findings, transport_findings
    from composer.setup.doctor.member import identity_findings

    policy = _policy(environ)
    if policy is not None:
        yield from identity_findings(settings, policy.current())
    yield from transport_findings(settings.transport, lambda: probe(settings.transport, environ), _own_program(environ))
    if policy is not None:
        from composer.cli.wiring.services import services_for

        yield from outbox_findings(services_for(settings, policy, environ).outbox.jobs)


def _speak_within(encoding: str) -> None:
    """English where the locale's encoding cannot write the language; what is wrong with it is among the findings."""
    from composer import words
    from locales.registry import SOURCE

    try:
        words.own_name(words.active()).encode(encoding)
    except UnicodeEncodeError:
        words.use(SOURCE.tag)


def _settings(environ: Mapping[str, str]) -> tuple[MemberSettings | None, tuple[str, ...]]:
    from composer.cli.wiring import environment

    try:
        return environment.optional_settings(environ), ()
    except SettingsFaultsError as error:
        return None, error.faults


def _policy_file(environ: Mapping[str, str]) -> Path | PresendError:
    from composer.disk.paths import places
    from composer.storage.policy.source import find_policy

    try:
        return find_policy(None, environ, places(environ).config)
    except PresendError as error:
        return error


def _policy(environ: Mapping[str, str]) -> PolicySource | None:
    """None where there is none, or none that can be used."""
    from composer.cli.wiring import environment

    try:
        source = environment.policy_source(None, environ)
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


def _surroundings(environ: Mapping[str, str]) -> Surroundings:
    from composer.setup.clients.base import Surroundings
    from composer.disk.paths import places

    return Surroundings(places(environ).home, environ)


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
