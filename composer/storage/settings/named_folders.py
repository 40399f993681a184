"""The folders that settings name for real mail and addresses, whether they are used or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import UNSET, Struct

from composer.disk.paths import Places
from composer.disk.regular_file import read_regular
from composer.storage.machine import Machine
from composer.storage.settings.file import FILE_NAME, path_from, read_settings
from composer.storage.settings.machine import MachineSettings, machine_settings
from composer.storage.settings.schema import MailboxTable
from policy.toml.text import decode, parse

_KEYS = (("mailbox", "path"), ("transport", "folder"), ("contacts", "vcard_folder"))


class NamedFolder(Struct, frozen=True):
    """A folder, and the settings file that names it."""

    path: Path
    file: Path


def named_folders(around: Places, machine: Machine) -> tuple[NamedFolder, ...]:
    """The folders that both config.toml name; raises ``SettingsFaultsError`` where one of them has faults.

    A folder of the member's counts also where the machine's file puts another in its place.
    """
    machine_wide = machine_settings(machine)
    return (*_of_the_machine(machine_wide, around, machine), *_of_the_member(machine_wide, around))


def _of_the_machine(machine_wide: MachineSettings, around: Places, machine: Machine) -> Iterator[NamedFolder]:
    table = machine_wide.table
    mailbox = MailboxTable() if table.mailbox is UNSET else table.mailbox
    folder = "" if table.transport is UNSET else table.transport.folder
    for text in filter(None, (mailbox.path, folder)):
        yield NamedFolder(path_from(text, around.home, around.home), machine.settings)
    yield from _sent(mailbox.path, mailbox.sent, around.home, around, machine.settings)


def _of_the_member(machine_wide: MachineSettings, around: Places) -> Iterator[NamedFolder]:
    file = around.config / FILE_NAME
    try:
        read_settings(file, around, machine_wide)
        document = parse(decode(read_regular(file)[0]))
    except FileNotFoundError:
        return
    for table, key in _KEYS:
        match document.get(table):
            case {**keys} if isinstance(text := keys.get(key), str) and text:
                yield NamedFolder(path_from(text, file.parent, around.home), file)
    match document.get("mailbox"):
        case {"path": str(path), "sent": str(sent)}:
            yield from _sent(path, sent, file.parent, around, file)


def _sent(mailbox: str, sent: str, folder: Path, around: Places, file: Path) -> Iterator[NamedFolder]:
    """The folder for sent mail, which may lie outside of the mailbox that it is relative to."""
    if mailbox and sent:
        yield NamedFolder(path_from(sent, path_from(mailbox, folder, around.home), around.home), file)
