"""Makes the first-run form's logic for this machine and environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from composer.disk.paths import Places
from composer.services.member_settings import Fixed
from composer.setup.first_run.mailboxes import mailboxes
from composer.setup.first_run.saving import FirstRun, ProbeTransport, Surroundings
from composer.setup.first_run.values import FormValues
from composer.setup.languages import language_tag
from composer.storage.machine import THIS_MACHINE, Machine
from composer.storage.policy.source import NoPolicyError, find_policy, load_policy
from composer.storage.settings.machine import MachineSettings, machine_settings


def first_run(
    places: Places,
    environ: Mapping[str, str],
    probe: ProbeTransport,
    languages: Sequence[str],
    language: str = "",
    *,
    policy_flag: Path | None = None,
    machine: Machine = THIS_MACHINE,
) -> FirstRun:
    """The form for a member without configuration; a policy that is found already is not asked for.

    ``languages`` are the tags on offer, ``language`` what the environment says. Raises ``PresendError`` where a policy
    was asked for that may not replace the system's.
    """
    try:
        in_force = str(find_policy(policy_flag, environ, places.config, machine))
    except NoPolicyError:
        in_force = ""
    machine_wide = machine_settings(machine)
    found = mailboxes(places.home, environ) if Fixed.MAILBOX not in machine_wide.fixed else ()
    around = Surroundings(
        folder=places.config,
        home=places.home,
        load_policy=load_policy,
        probe=probe,
        policy_in_force=in_force,
        languages=languages,
        fixed=machine_wide.fixed,
        mailboxes=found,
        addresses=tuple(machine_wide.member.addresses) if machine_wide.member else (),
    )
    suggested = _suggested(machine_wide, environ, language_tag(language))
    return FirstRun(around, replace(suggested, mailbox=found[0]) if found else suggested)


def _suggested(machine_wide: MachineSettings, environ: Mapping[str, str], language: str) -> FormValues:
    """The values the form opens with: what the administrator says of the member, else the environment."""
    if machine_wide.member is None:
        return FormValues(address=environ.get("EMAIL", ""), language=language)
    member = machine_wide.member
    said = language_tag(member.language) or language
    return FormValues(address=member.addresses[0], name=member.name.strip(), language=said)
