"""What can be wrong in config.toml beyond its structure."""

from __future__ import annotations

import ipaddress
import shlex
from collections.abc import Iterator

from msgspec import UNSET

from composer.services.member_settings import Security, TransportKind
from composer.storage.settings.schema import IdentityTable, SettingsTable, TransportTable
from policy.address import MalformedAddressError, parse_address
from policy.errors import FaultCode, Finding, KeyPath
from policy.toml.text import dotted, shown


def faults(table: SettingsTable) -> Iterator[Finding]:
    """Every fault, in no particular order; reads no file."""
    yield from _identity_faults(table.identities)
    yield from _signature_faults(table.identities)
    transport = table.transport
    match transport.kind:
        case TransportKind.SMTP:
            yield from _server_faults(transport)
            yield from _login_faults(transport)
        case TransportKind.SENDMAIL:
            yield from _command_faults(transport.command)


def is_loopback(host: str) -> bool:
    """Whether a server of this name can only be this machine, judged without asking DNS."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _identity_faults(identities: list[IdentityTable]) -> Iterator[Finding]:
    first: dict[str, KeyPath] = {}
    for index, one in enumerate(identities):
        path: KeyPath = ("identities", index, "address")
        try:
            key = parse_address(one.address).key
        except MalformedAddressError as error:
            yield Finding(FaultCode.ADDRESS, path, shown(one.address), error.malformed.fault.value)
            continue
        if first.setdefault(key, path) != path:
            yield Finding(FaultCode.DUPLICATE_ADDRESS, path, shown(one.address), dotted(first[key]))


def _signature_faults(identities: list[IdentityTable]) -> Iterator[Finding]:
    for index, one in enumerate(identities):
        if one.signature is not UNSET and one.signature_file is not UNSET:
            path: KeyPath = ("identities", index, "signature_file")
            yield Finding(FaultCode.CONFLICT, path, "signature_file", "signature")


def _server_faults(transport: TransportTable) -> Iterator[Finding]:
    if not transport.host.strip():
        yield Finding(FaultCode.NEEDED_HERE, ("transport", "host"), expected='kind = "smtp"')
    elif transport.security is Security.PLAINTEXT and not is_loopback(transport.host.strip()):
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
    elif split_command(command) is None:
        yield Finding(FaultCode.COMMAND, path, shown(command))


def split_command(text: str) -> tuple[str, ...] | None:
    """Program and arguments as a shell splits them; None where quotes do not close or no program is named."""
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        return None
    return words if words and words[0] else None
