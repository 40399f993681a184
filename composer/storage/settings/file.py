"""Reads the member's config.toml, and the texts that the first-run form writes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from composer.disk.paths import Places
from composer.disk.regular_file import read_regular
from composer.errors import SettingsFaultsError
from composer.sentences.file_faults import fault_reasons, faults_error, not_read_reason
from composer.sentences.system_reasons import system_reason
from composer.services.member_settings import Identity, MemberSettings, Preferences, TransportKind, TransportSettings
from composer.storage.settings.authorities import authority_faults
from composer.storage.settings.faults import faults, nul_faults, split_command
from composer.storage.settings.host import host_name
from composer.storage.settings.machine import (
    NO_MACHINE_SETTINGS,
    MachineSettings,
    audit_settings,
    completed,
    with_machine_settings,
)
from composer.storage.settings.schema import USUAL_PORTS, IdentityTable, SettingsTable, TransportTable
from policy.address import parse_address
from policy.errors import DocumentFaultsError, FaultCode, Finding, KeyPath
from policy.settings import Surface
from policy.toml.shape import fit, with_later_findings
from policy.toml.text import decode, locate, parse, shown

FILE_NAME = "config.toml"


def read_settings(path: Path, places: Places, machine_wide: MachineSettings = NO_MACHINE_SETTINGS) -> MemberSettings:
    """The member's settings from a file, with what the machine lays down; raises SettingsFaultsError with all faults.

    FileNotFoundError where there is none, unless the member needs none.
    """
    try:
        data, _stamp = read_regular(path)
        return settings_from(decode(data), path.parent, places, machine_wide)
    except FileNotFoundError:
        if machine_wide.fixes_everything:
            return settings_from("", path.parent, places, machine_wide)
        raise
    except DocumentFaultsError as error:
        raise faults_error(SettingsFaultsError, str(path), fault_reasons(str(path), error.faults)) from error
    except OSError as error:
        raise faults_error(SettingsFaultsError, str(path), [not_read_reason(str(path), error)]) from error


def settings_from(
    text: str, folder: Path, places: Places, machine_wide: MachineSettings = NO_MACHINE_SETTINGS
) -> MemberSettings:
    """The settings a TOML text says below what is laid down; names in it are relative to ``folder``.

    Raises DocumentFaultsError.
    """
    own, misfits = fit(completed(parse(text), machine_wide), SettingsTable)
    unreadable = chain(_signatures(own.identities, folder, places.home)[1], _authorities(own, folder, places.home))
    found = with_later_findings(with_later_findings(misfits, nul_faults(own)), chain(faults(own), unreadable))
    if found:
        raise DocumentFaultsError(locate(text, found))
    table = with_machine_settings(own, machine_wide, places.home)
    signatures, _unreadable = _signatures(table.identities, folder, places.home)
    return replace(
        _settings(table, signatures, folder, places),
        machine_audit=machine_wide.audit,
        fixed=machine_wide.fixed,
        vouching=machine_wide.vouching,
    )


def _authorities(own: SettingsTable, folder: Path, home: Path) -> tuple[Finding, ...]:
    written = own.transport.ca_file
    return authority_faults(written, path_from(written, folder, home)) if written else ()


def _signatures(
    identities: list[IdentityTable], folder: Path, home: Path
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    signatures: list[str] = []
    unreadable = []
    for index, one in enumerate(identities):
        signatures.append(one.signature or "")
        if isinstance(one.signature_file, str):
            try:
                signatures[-1] = _signature_in(path_from(one.signature_file, folder, home))
            except (OSError, ValueError) as error:
                path: KeyPath = ("identities", index, "signature_file")
                reason = system_reason(error) if isinstance(error, OSError) else ""
                unreadable.append(Finding(FaultCode.UNREADABLE_FILE, path, shown(one.signature_file), reason))
    return tuple(signatures), tuple(unreadable)


def _signature_in(path: Path) -> str:
    data, _stamp = read_regular(path)
    return data.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")


def _settings(table: SettingsTable, signatures: tuple[str, ...], folder: Path, places: Places) -> MemberSettings:
    def path(text: str) -> Path | None:
        return path_from(text, folder, places.home) if text else None

    preferences, mailbox = table.preferences, path(table.mailbox.path)
    return MemberSettings(
        identities=tuple(map(_identity, table.identities, signatures)),
        language=table.language or None,
        ui_language=table.ui_language or None,
        surface=None if table.surface == "auto" else Surface(table.surface),
        transport=_transport(table.transport, path, places),
        mailbox=mailbox,
        sent=path_from(table.mailbox.sent, mailbox, places.home) if mailbox and table.mailbox.sent else None,
        preferences=Preferences(
            preferences.individually,
            preferences.undo_seconds,
            preferences.block_external_content,
            preferences.attachment_reminder,
            preferences.keep_unsent_days,
        ),
        vcard_folder=path(table.contacts.vcard_folder),
        keys=dict(table.keys),
        audit=audit_settings(table.audit),
    )


def _identity(table: IdentityTable, signature: str) -> Identity:
    return Identity(parse_address(table.address), table.name, signature)


def _transport(table: TransportTable, path: Callable[[str], Path | None], places: Places) -> TransportSettings:
    return TransportSettings(
        kind=table.kind,
        host=host_name(table.host),
        port=table.port or USUAL_PORTS[table.security],
        security=table.security,
        ca_file=path(table.ca_file),
        user=table.user,
        password_command=table.password_command,
        password_environment=table.password_environment,
        password_keyring=table.password_keyring,
        token_command=table.token_command,
        command=split_command(table.command) or (),
        folder=path(table.folder) or (places.data / "local" if table.kind is TransportKind.LOCAL else None),
    )


def path_from(text: str, folder: Path, home: Path) -> Path:
    """The path that a text in the settings means: relative to ``folder``, with ``~`` for the member's home."""
    if text == "~" or text.startswith("~/"):
        return home / text[2:]
    return folder / text
