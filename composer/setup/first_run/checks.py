"""The tests of the first-run form's single fields, and the values that they stand for."""

from __future__ import annotations

import ipaddress
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from composer.setup.first_run.values import Fault, FormValues, Place
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.words import _
from policy.address import Address, parse_address

FindProgram = Callable[[str], str | None]
HIGHEST_PORT = 65_535


def address_of(values: FormValues) -> Address:
    """The member's address; raises ``MalformedAddressError``."""
    return parse_address(values.address.strip())


def transport_settings(values: FormValues, home: Path) -> TransportSettings:
    """The ``[transport]`` table that values without faults stand for."""
    match values.transport:
        case TransportKind.SMTP:
            return TransportSettings(
                kind=TransportKind.SMTP,
                host=values.host.strip(),
                port=int(values.port),
                security=values.security,
                user=values.user.strip(),
                password_command=values.password_command.strip(),
            )
        case TransportKind.SENDMAIL:
            return TransportSettings(kind=TransportKind.SENDMAIL, command=tuple(shlex.split(values.command)))
        case TransportKind.LOCAL:
            return TransportSettings(kind=TransportKind.LOCAL, folder=_folder(values, home))


def transport_faults(values: FormValues, home: Path, find: FindProgram) -> Iterator[Fault]:
    """What is wrong with the chosen transport, without connecting to anything."""
    match values.transport:
        case TransportKind.SMTP:
            yield from _host_faults(values)
            yield from _port_faults(values)
            yield from _login_faults(values, find)
        case TransportKind.SENDMAIL:
            if not values.command.strip():
                yield Fault(Place.COMMAND, _("Type the command that sends, for example msmtp."))
            yield from _command_faults(Place.COMMAND, values.command, find)
        case TransportKind.LOCAL:
            yield from _folder_faults(values, home)


def _host_faults(values: FormValues) -> Iterator[Fault]:
    host = values.host.strip()
    if not host:
        yield Fault(Place.HOST, _("Type the name of the server that takes your mail."))
    elif any(character.isspace() or character in "/@" for character in host):
        words = _("{host} is not the name of a server. Type only the name, for example smtp.hanbit.example.", host=host)
        yield Fault(Place.HOST, words)
    if values.security is Security.PLAINTEXT and host and not _is_loopback(host):
        words = _("A connection without encryption is only for a server on this machine. Choose STARTTLS or TLS.")
        yield Fault(Place.SECURITY, words)


def _port_faults(values: FormValues) -> Iterator[Fault]:
    port = values.port
    if not (port.isascii() and port.isdigit() and 0 < int(port[:9]) <= HIGHEST_PORT):
        words = _("The port is a whole number from 1 to {highest}, most often 587 or 465.", highest=str(HIGHEST_PORT))
        yield Fault(Place.PORT, words)


def _login_faults(values: FormValues, find: FindProgram) -> Iterator[Fault]:
    if values.user.strip() and not values.password_command.strip():
        words = _("Type a command that prints the password of {user}, or leave the user empty.", user=values.user)
        yield Fault(Place.PASSWORD_COMMAND, words)
    if values.password_command.strip() and not values.user.strip():
        yield Fault(Place.USER, _("Type the user whose password the command prints."))
    yield from _command_faults(Place.PASSWORD_COMMAND, values.password_command, find)


def _command_faults(place: Place, command: str, find: FindProgram) -> Iterator[Fault]:
    try:
        parts = shlex.split(command)
    except ValueError:
        yield Fault(place, _("A quotation mark in this command is not closed."))
        return
    if parts and find(parts[0]) is None:
        words = _("No program {program} is found. Install it, or type its whole path.", program=parts[0])
        yield Fault(place, words)


def _folder_faults(values: FormValues, home: Path) -> Iterator[Fault]:
    folder = _folder(values, home)
    if folder is None:
        return
    if not folder.is_absolute():
        yield Fault(Place.FOLDER, _("Type the whole path of the folder, beginning with / or ~/."))
    elif folder.exists() and not folder.is_dir():
        yield Fault(Place.FOLDER, _("{folder} is a file. Type the path of a folder.", folder=folder))


def _folder(values: FormValues, home: Path) -> Path | None:
    text = values.folder.strip()
    if not text:
        return None
    return home / text[2:] if text.startswith("~/") else Path(text)


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
