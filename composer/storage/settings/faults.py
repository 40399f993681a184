"""Finds faults of config.toml that its shape cannot rule out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator

from msgspec import UNSET, to_builtins

from composer.services.member_settings import Security, TransportKind
from composer.storage.settings.host import host_name, is_host, is_loopback
from composer.storage.settings.schema import (
    AuditTable,
    IdentityTable,
    MachineMemberTable,
    MachineTable,
    MailboxTable,
    SettingsTable,
    TransportTable,
)
from policy.address import MalformedAddressError, parse_address
from policy.errors import FaultCode, Finding, KeyPath
from policy.toml.sizes import LARGEST, size_in_bytes
from policy.toml.text import dotted, shown

_READS_RECIPIENTS = re.compile(r"-[iUmvn]*t[iUmvnt]*(?:[afFrRoBCNVX].*)?|--read-r.*", re.DOTALL)
"""``-t`` of sendmail, postfix and msmtp, also among other flags of one letter; msmtp's long name, also cut short."""


def faults(table: SettingsTable) -> Iterator[Finding]:
    """The faults of a member's settings, in no particular order; no file is read."""
    yield from _identity_faults(table.identities)
    yield from _signature_faults(table.identities)
    yield from _transport_faults(table.transport)
    yield from _mailbox_faults(table.mailbox)
    yield from _audit_faults(table.audit)


def machine_faults(table: MachineTable) -> Iterator[Finding]:
    """The faults of a machine's settings, in no particular order; no file is read."""
    if table.members is not UNSET:
        yield from _login_name_faults(table.members)
        for index, one in enumerate(table.members):
            places = enumerate(one.addresses)
            yield from _address_faults((("members", index, "addresses", at), text) for at, text in places)
    if table.transport is not UNSET:
        yield from _transport_faults(table.transport)
    if table.mailbox is not UNSET:
        yield from _mailbox_faults(table.mailbox)
    if table.audit is not UNSET:
        yield from _audit_faults(table.audit)


def nul_faults(table: SettingsTable | MachineTable) -> Iterator[Finding]:
    """The texts in settings with a NUL, which would end a path or a command in the middle, or break off a login."""
    yield from _nul_faults(to_builtins(table), ())


def _nul_faults(value: object, path: KeyPath) -> Iterator[Finding]:
    match value:
        case str() if "\0" in value:
            yield Finding(FaultCode.NUL, path, shown(value))
        case dict():
            for key, one in value.items():
                yield from _nul_faults(one, (*path, key))
        case list():
            for at, one in enumerate(value):
                yield from _nul_faults(one, (*path, at))


def _transport_faults(transport: TransportTable) -> Iterator[Finding]:
    match transport.kind:
        case TransportKind.SMTP:
            yield from _server_faults(transport)
            yield from _login_faults(transport)
        case TransportKind.SENDMAIL:
            yield from _command_faults(transport.command)


def _mailbox_faults(mailbox: MailboxTable) -> Iterator[Finding]:
    if mailbox.sent and not mailbox.path:
        yield Finding(FaultCode.NEEDED_HERE, ("mailbox", "path"), expected="sent")


def _audit_faults(audit: AuditTable) -> Iterator[Finding]:
    size = size_in_bytes(audit.size)
    if size is None:
        yield Finding(FaultCode.SIZE, ("audit", "size"), shown(audit.size))
    elif not 0 < size <= LARGEST:
        yield Finding(FaultCode.SIZE_RANGE, ("audit", "size"), shown(audit.size))


def _identity_faults(identities: list[IdentityTable]) -> Iterator[Finding]:
    yield from _address_faults((("identities", index, "address"), one.address) for index, one in enumerate(identities))


def _login_name_faults(members: list[MachineMemberTable]) -> Iterator[Finding]:
    first: dict[str, KeyPath] = {}
    for index, one in enumerate(members):
        path: KeyPath = ("members", index, "login")
        if first.setdefault(one.login, path) != path:
            yield Finding(FaultCode.DUPLICATE_ADDRESS, path, shown(one.login), dotted(first[one.login]))


def _address_faults(written: Iterable[tuple[KeyPath, str]]) -> Iterator[Finding]:
    first: dict[str, KeyPath] = {}
    for path, text in written:
        try:
            key = parse_address(text).key
        except MalformedAddressError as error:
            yield Finding(FaultCode.ADDRESS, path, shown(text), error.malformed.fault.value)
            continue
        if first.setdefault(key, path) != path:
            yield Finding(FaultCode.DUPLICATE_ADDRESS, path, shown(text), dotted(first[key]))


def _signature_faults(identities: list[IdentityTable]) -> Iterator[Finding]:
    for index, one in enumerate(identities):
        if one.signature is not UNSET and one.signature_file is not UNSET:
            path: KeyPath = ("identities", index, "signature_file")
            yield Finding(FaultCode.CONFLICT, path, "signature_file", "signature")


def _server_faults(transport: TransportTable) -> Iterator[Finding]:
    host = host_name(transport.host)
    if not host:
        yield Finding(FaultCode.NEEDED_HERE, ("transport", "host"), expected='kind = "smtp"')
    elif not is_host(host):
        yield Finding(FaultCode.HOST, ("transport", "host"), shown(transport.host))
    elif transport.security is Security.PLAINTEXT and not is_loopback(host):
        yield Finding(FaultCode.NOT_LOOPBACK, ("transport", "security"), shown(transport.security.value))


def _login_faults(transport: TransportTable) -> Iterator[Finding]:
    ways = ("password_command", "password_environment", "password_keyring", "token_command")
    given = [way for way in ways if getattr(transport, way)]
    for way in given[1:]:
        yield Finding(FaultCode.CONFLICT, ("transport", way), way, given[0])
    if given and not transport.user:
        yield Finding(FaultCode.NEEDED_HERE, ("transport", "user"), expected=given[0])
    for way in ("password_command", "token_command"):
        text = getattr(transport, way)
        if text and split_command(text) is None:
            yield Finding(FaultCode.COMMAND, ("transport", way), shown(text))


def _command_faults(command: str) -> Iterator[Finding]:
    path: KeyPath = ("transport", "command")
    if not command.strip():
        yield Finding(FaultCode.NEEDED_HERE, path, expected='kind = "sendmail"')
    elif (words := split_command(command)) is None:
        yield Finding(FaultCode.COMMAND, path, shown(command))
    elif reading := word_that_reads_recipients(words):
        yield Finding(FaultCode.READS_RECIPIENTS, path, shown(command), reading)


def word_that_reads_recipients(words: Iterable[str]) -> str:
    """The word of a sendmail's command line that lets it read recipients in the message; empty where none does.

    It would send to everybody in To and Cc, beside those who were approved and are named behind the command.
    """
    return next((word for word in words if _READS_RECIPIENTS.fullmatch(word)), "")


def split_command(text: str) -> tuple[str, ...] | None:
    """Program and arguments as a shell splits them; None where quotes do not close or no program is named."""
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        return None
    return words if words and words[0] else None
