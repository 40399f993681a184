"""Reads what every verb needs from the environment: settings, policy, languages, the audit log."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from composer import words
from composer.cli.wiring.catalog_file import catalog_language
from composer.disk.paths import Places, places
from composer.errors import SettingsFaultsError
from composer.reasons import ReasonCode
from composer.setup.languages import member_language, ui_language
from composer.storage.machine import THIS_MACHINE, Machine

if TYPE_CHECKING:
    import argparse

    from composer.audit.log import AuditLog
    from composer.services.member_settings import AuditSettings, MemberSettings
    from composer.services.policy_source import PolicySource
    from composer.storage.policy.source import FilePolicySource

AUDIT_FILE = "audit.jsonl"
"""The name of the audit log's file in ``Places.data``."""


def machine_of(arguments: argparse.Namespace) -> Machine:
    """The machine that a verb works on: the one it was started for, else the one it runs on."""
    machine: Machine = getattr(arguments, "machine", THIS_MACHINE)
    return machine


def use_ui_language(
    environ: Mapping[str, str], settings: MemberSettings | None = None, option: str | None = None
) -> None:
    """Use the member's UI language from now on, as option, settings and environment name it."""
    setting = catalog_language(environ) or (settings.ui_language if settings else None)
    member = member_language(option, settings.language if settings else None, environ)
    words.use(ui_language(setting, member, environ))


def use_environment_language(environ: Mapping[str, str]) -> None:
    """Use the environment's language, for help and usage errors before any settings are read."""
    words.use(ui_language(catalog_language(environ), member_language(None, None, environ), environ))


def optional_settings(environ: Mapping[str, str], machine: Machine) -> MemberSettings | None:
    """The member's settings below the machine's; None where there is no file and one is needed.

    Raises ``SettingsFaultsError``, also for a folder of a demonstration, and of its kind ``AnotherHomeError`` for root
    in somebody else's home.
    """
    from composer.storage.demonstration_mark import require_real
    from composer.storage.home_owner import require_own_home
    from composer.storage.settings.file import FILE_NAME, read_settings
    from composer.storage.settings.machine import machine_settings

    around = places(environ)
    file = around.config / FILE_NAME
    require_own_home(file, around, os.geteuid())
    try:
        settings = read_settings(file, around, machine_settings(machine))
    except FileNotFoundError:
        return None
    require_real(settings, file, machine.settings)
    return settings


def settings_of(environ: Mapping[str, str], machine: Machine) -> MemberSettings:
    """The member's settings; raises ``SettingsFaultsError`` also where there is no file."""
    settings = optional_settings(environ, machine)
    if settings is None:
        from composer.sentences.file_faults import faults_error
        from composer.sentences.reasons import reason

        path = places(environ).config / "config.toml"
        raise faults_error(SettingsFaultsError, str(path), [reason(ReasonCode.NO_SETTINGS, file=path)])
    return settings


def audit_log(settings: MemberSettings, policy: PolicySource, around: Places, machine: Machine) -> AuditLog:
    """The audit log, kept as the machine settles it, or else as the member's settings say."""
    from composer.audit.log import AuditLog
    from composer.errors import PolicyFaultsError

    def rules() -> AuditSettings:
        try:
            return settings.audit_under(policy.current())
        except PolicyFaultsError:
            return settings.audit_under(None)

    return AuditLog(around.data / AUDIT_FILE, rules, machine.log)


def policy_source(flag: Path | None, environ: Mapping[str, str], machine: Machine) -> FilePolicySource:
    """The source of the policy in force; raises ``NoPolicyError`` and ``ConfigurationError``."""
    from composer.storage.home_owner import own_places
    from composer.storage.policy.list_index import ListIndexes
    from composer.storage.policy.source import FilePolicySource, policy_places

    around = own_places(environ, os.geteuid())
    look_in = policy_places(flag, environ, around.config, machine)
    look_in.find()
    return FilePolicySource(look_in, ListIndexes(around.state / "lists"))
