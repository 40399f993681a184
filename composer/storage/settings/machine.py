"""The machine's config.toml as it fixes settings for one member, and the member's own settings below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from msgspec import UNSET, Struct
from msgspec.structs import asdict, replace

from composer.disk.regular_file import read_regular
from composer.errors import SettingsFaultsError
from composer.sentences.file_faults import fault_reasons, faults_error, not_read_reason
from composer.services.member_settings import AuditSettings, Fixed
from composer.storage.machine import Machine, is_there, own_login
from composer.storage.settings.authorities import authority_faults
from composer.storage.settings.faults import machine_faults, nul_faults
from composer.storage.settings.schema import (
    AuditTable,
    IdentityTable,
    MachineMemberTable,
    MachineTable,
    MailboxTable,
    PreferencesTable,
    SettingsTable,
    TransportTable,
)
from policy.address import Address, parse_address
from policy.errors import DocumentFaultsError, Finding
from policy.toml.shape import fit, with_later_findings
from policy.toml.sizes import size_in_bytes
from policy.toml.text import decode, locate, parse
from policy.vouching import Vouching

_PREFERENCES = {
    "individually": Fixed.INDIVIDUALLY,
    "undo_seconds": Fixed.UNDO_SECONDS,
    "block_external_content": Fixed.BLOCK_EXTERNAL_CONTENT,
    "attachment_reminder": Fixed.ATTACHMENT_REMINDER,
    "keep_unsent_days": Fixed.KEEP_UNSENT_DAYS,
}


class MachineSettings(Struct, frozen=True):
    """What the machine's settings say to the person with one login."""

    table: MachineTable = MachineTable()
    login: str = ""

    @property
    def member(self) -> MachineMemberTable | None:
        """The entry of this login; None where there is none."""
        members = () if self.table.members is UNSET else self.table.members
        return next((one for one in members if self.login and one.login == self.login), None)

    @property
    def vouching(self) -> Vouching:
        """What the administrator says of this login's addresses."""
        if self.table.members is UNSET:
            return Vouching.SILENT
        return Vouching.ABSENT if self.member is None else Vouching.NAMED

    def vouching_of(self, address: Address) -> Vouching:
        """What the administrator says of a sender's address, whoever is logged in."""
        if self.table.members is UNSET:
            return Vouching.SILENT
        named = {parse_address(text).key for one in self.table.members for text in one.addresses}
        return Vouching.NAMED if address.key in named else Vouching.ABSENT

    @property
    def fixed(self) -> frozenset[Fixed]:
        """The settings that the member cannot change."""
        return frozenset(self._fixed())

    @property
    def audit(self) -> AuditSettings | None:
        """The settings of the audit log; None where the machine does not fix them."""
        return None if self.table.audit is UNSET else audit_settings(self.table.audit)

    @property
    def fixes_everything(self) -> bool:
        """Whether a member can send without any settings of their own."""
        return {Fixed.IDENTITIES, Fixed.TRANSPORT} <= self.fixed

    def _fixed(self) -> Iterator[Fixed]:
        if self.member is not None:
            yield Fixed.IDENTITIES
        if self.table.transport is not UNSET:
            yield Fixed.TRANSPORT
        if self.table.mailbox is not UNSET:
            yield Fixed.MAILBOX
        if self.table.audit is not UNSET:
            yield Fixed.AUDIT
        said = asdict(self.table.preferences)
        yield from (fixed for name, fixed in _PREFERENCES.items() if said[name] is not UNSET)


NO_MACHINE_SETTINGS = MachineSettings()


def machine_settings(machine: Machine, login: str | None = None) -> MachineSettings:
    """What stands in the machine's config.toml for a login, by default that of this process's real user.

    Raises SettingsFaultsError with everything that is wrong with it, and with who else could change it.
    """
    name = own_login() if login is None else login
    return MachineSettings(_table(machine), name) if is_there(machine.settings) else MachineSettings(login=name)


def completed(document: dict[str, object], machine_wide: MachineSettings) -> dict[str, object]:
    """A member's settings as plain data, with the identities that the machine names where they wrote none."""
    if machine_wide.member is None or "identities" in document:
        return document
    return {**document, "identities": [{"address": address} for address in machine_wide.member.addresses]}


def with_machine_settings(own: SettingsTable, machine_wide: MachineSettings, home: Path) -> SettingsTable:
    """The member's settings with those that the machine fixes in their place."""
    table, member = machine_wide.table, machine_wide.member
    chosen = {name: value for name, value in asdict(table.preferences).items() if value is not UNSET}
    preferences: PreferencesTable = replace(own.preferences, **chosen)
    return replace(
        own,
        identities=own.identities if member is None else _identities(own.identities, member),
        language=own.language or (member.language if member else ""),
        transport=own.transport if table.transport is UNSET else _transport_at(table.transport, home),
        mailbox=own.mailbox if table.mailbox is UNSET else _mailbox_at(table.mailbox, home),
        preferences=preferences,
    )


def audit_settings(table: AuditTable) -> AuditSettings:
    """The settings of the audit log that a table without faults stands for; size in bytes."""
    return AuditSettings(table.to, table.on_failure, size_in_bytes(table.size) or 0, table.keep)


def _identities(own: list[IdentityTable], member: MachineMemberTable) -> list[IdentityTable]:
    """Each address of the administrator's with the member's name and signature, where they wrote any."""
    written = {parse_address(one.address).key: one for one in own}
    return [_named(written.get(parse_address(text).key), text, member.name) for text in member.addresses]


def _named(own: IdentityTable | None, address: str, name: str) -> IdentityTable:
    if own is None:
        return IdentityTable(address=address, name=name)
    return replace(own, address=address, name=own.name or name)


def _transport_at(transport: TransportTable, home: Path) -> TransportTable:
    return replace(transport, folder=_at(transport.folder, home), ca_file=_at(transport.ca_file, home))


def _mailbox_at(mailbox: MailboxTable, home: Path) -> MailboxTable:
    return replace(mailbox, path=_at(mailbox.path, home))


def _at(text: str, home: Path) -> str:
    """A path in the machine's file for one member: relative to their home, with ``~`` for it."""
    within = text[2:] if _is_of_a_home(text) else text
    return str(home / within) if text else ""


def _is_of_a_home(text: str) -> bool:
    return text == "~" or text.startswith("~/")


def _table(machine: Machine) -> MachineTable:
    source = str(machine.settings)
    distrust = machine.distrusts((machine.settings,))
    try:
        text = decode(read_regular(machine.settings)[0])
        written, misfits = fit(parse(text), MachineTable)
        table = _with_whole_paths(written, machine.settings.parent)
        distrust = machine.distrusts((machine.settings, *_authorities(table)))
        misfits = with_later_findings(misfits, nul_faults(written))
        found = with_later_findings(misfits, chain(machine_faults(table), _authority_faults(written, table)))
        faults = fault_reasons(source, locate(text, found)) if found else ()
    except DocumentFaultsError as error:
        raise faults_error(SettingsFaultsError, source, (*distrust, *fault_reasons(source, error.faults))) from error
    except (OSError, ValueError) as error:
        raise faults_error(SettingsFaultsError, source, (*distrust, not_read_reason(source, error))) from error
    if distrust or faults:
        raise faults_error(SettingsFaultsError, source, (*distrust, *faults))
    return table


def _with_whole_paths(table: MachineTable, folder: Path) -> MachineTable:
    """The file of authorities is the machine's, so that its name is relative to the file; ``~`` is each member's."""
    transport = table.transport
    if transport is UNSET or not transport.ca_file or _is_of_a_home(transport.ca_file):
        return table
    return replace(table, transport=replace(transport, ca_file=str(folder / transport.ca_file)))


def _authorities(table: MachineTable) -> tuple[Path, ...]:
    """The file of authorities, unless it lies in the home of each member."""
    named = "" if table.transport is UNSET else table.transport.ca_file
    return () if not named or _is_of_a_home(named) else (Path(named),)


def _authority_faults(written: MachineTable, table: MachineTable) -> Iterator[Finding]:
    for file in _authorities(table):
        yield from authority_faults("" if written.transport is UNSET else written.transport.ca_file, file)
