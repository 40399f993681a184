"""The member's config.toml: reading it with all of its faults, and the texts that the first-run form writes."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from composer.errors import SettingsFaultsError
from composer.sentences.policy_faults import cannot_be_read, located
from composer.services.member_settings import Identity, MemberSettings, Preferences, TransportKind, TransportSettings
from composer.disk.paths import Places
from composer.disk.regular_file import read_regular
from composer.storage.settings.faults import faults, split_command
from composer.storage.settings.schema import USUAL_PORTS, IdentityTable, SettingsTable, TransportTable
from composer.storage.settings.text import settings_toml, starter_policy
from policy.address import parse_address
from policy.errors import DocumentFaultsError, FaultCode, Finding, KeyPath
from policy.settings import Surface
from policy.toml.shape import besides, fit
from policy.toml.text import decode, locate, parse, shown

__all__ = ["FILE_NAME", "read_settings", "settings_from", "settings_toml", "starter_policy"]

FILE_NAME = "config.toml"


def read_settings(path: Path, places: Places) -> MemberSettings:
    """The settings a file says; raises SettingsFaultsError with every fault, FileNotFoundError where there is none."""
    try:
        data, _stamp = read_regular(path)
        return settings_from(decode(data), path.parent, places)
    except FileNotFoundError:
        raise
    except DocumentFaultsError as error:
        raise SettingsFaultsError(str(path), located(str(path), error.faults)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsFaultsError(str(path), (cannot_be_read(str(path), reason),)) from error


def settings_from(text: str, folder: Path, places: Places) -> MemberSettings:
    """The settings a TOML text says; names in it are relative to ``folder``. Raises DocumentFaultsError."""
    table, misfits = fit(parse(text), SettingsTable)
    signatures, unreadable = _signatures(table.identities, folder, places.home)
    found = besides(misfits, chain(faults(table), unreadable))
    if found:
        raise DocumentFaultsError(locate(text, found))
    return _settings(table, signatures, folder, places)


def _signatures(
    identities: list[IdentityTable], folder: Path, home: Path
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    signatures: list[str] = []
    unreadable = []
    for index, one in enumerate(identities):
        signatures.append(one.signature or "")
        if isinstance(one.signature_file, str):
            try:
                signatures[-1] = _signature_in(_path(one.signature_file, folder, home))
            except (OSError, ValueError) as error:
                path: KeyPath = ("identities", index, "signature_file")
                reason = (error.strerror or type(error).__name__) if isinstance(error, OSError) else ""
                unreadable.append(Finding(FaultCode.UNREADABLE_FILE, path, shown(one.signature_file), reason))
    return tuple(signatures), tuple(unreadable)


def _signature_in(path: Path) -> str:
    data, _stamp = read_regular(path)
    return data.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")


def _settings(table: SettingsTable, signatures: tuple[str, ...], folder: Path, places: Places) -> MemberSettings:
    def path(text: str) -> Path | None:
        return _path(text, folder, places.home) if text else None

    preferences = table.preferences
    return MemberSettings(
        identities=tuple(map(_identity, table.identities, signatures)),
        language=table.language or None,
        ui_language=table.ui_language or None,
        surface=None if table.surface == "auto" else Surface(table.surface),
        transport=_transport(table.transport, path(table.transport.folder), places),
        mailbox=path(table.mailbox.path),
        preferences=Preferences(
            preferences.individually,
            preferences.undo_seconds,
            preferences.block_external_content,
            preferences.attachment_reminder,
        ),
        vcard_folder=path(table.contacts.vcard_folder),
        keys=dict(table.keys),
    )


def _identity(table: IdentityTable, signature: str) -> Identity:
    return Identity(parse_address(table.address), table.name, signature)


def _transport(table: TransportTable, folder: Path | None, places: Places) -> TransportSettings:
    return TransportSettings(
        kind=table.kind,
        host=table.host.strip(),
        port=table.port or USUAL_PORTS[table.security],
        security=table.security,
        user=table.user,
        password_command=table.password_command,
        password_environment=table.password_environment,
        password_keyring=table.password_keyring,
        token_command=table.token_command,
        command=split_command(table.command) or (),
        folder=folder or (places.data / "local" if table.kind is TransportKind.LOCAL else None),
    )


def _path(text: str, folder: Path, home: Path) -> Path:
    if text == "~" or text.startswith("~/"):
        return home / text[2:]
    return folder / text
