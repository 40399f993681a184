"""Checks single fields of the first-run form without a network, and gives the values that they stand for."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from composer.disk.mailbox_layout import hindrance, is_no_folder
from composer.safe_text import clean
from composer.sentences.system_reasons import system_said, system_words
from composer.services.member_settings import Security, TransportKind, TransportSettings
from composer.setup.first_run.values import Fault, FormValues, Place
from composer.storage.demonstration_mark import marked_above
from composer.storage.settings.authorities import authority_faults
from composer.storage.settings.faults import split_command, word_that_reads_recipients
from composer.storage.settings.host import host_name, is_host, is_loopback
from composer.words import _
from policy.address import Address, parse_address

_SHELL = frozenset("|&;<>()$`={}*?[]!#~")
"""Characters that mean something to a shell."""
_OF_A_SHELL = frozenset({
    ".", ":", "alias", "bg", "break", "case", "cd", "command", "continue", "echo", "eval", "exec", "exit", "export",
    "false", "fg", "for", "getopts", "hash", "if", "jobs", "kill", "local", "printf", "pwd", "read", "readonly",
    "return", "set", "shift", "test", "times", "trap", "true", "type", "ulimit", "umask", "unalias", "unset", "until",
    "wait", "while",
})  # fmt: skip
"""Words that a shell knows itself (POSIX.1, sections 2.4, 2.9.1 and 2.15), and ``local``; they need no program."""
_OF_TRANSPORT = {
    TransportKind.SMTP: (Place.HOST, Place.PORT, Place.CA_FILE, Place.USER, Place.PASSWORD_COMMAND),
    TransportKind.SENDMAIL: (Place.COMMAND,),
    TransportKind.LOCAL: (Place.FOLDER,),
}
FindProgram = Callable[[str], str | None]
HIGHEST_PORT = 65_535


def address_of(values: FormValues) -> Address:
    """The member's address as typed; raises ``MalformedAddressError``."""
    return parse_address(values.address.strip())


def transport_settings(values: FormValues, home: Path) -> TransportSettings:
    """The ``[transport]`` table that values without faults stand for."""
    match values.transport:
        case TransportKind.SMTP:
            return TransportSettings(
                kind=TransportKind.SMTP,
                host=host_name(values.host),
                port=int(values.port),
                security=values.security,
                ca_file=typed_path(values.ca_file, home),
                user=values.user.strip(),
                password_command=values.password_command.strip(),
            )
        case TransportKind.SENDMAIL:
            return TransportSettings(kind=TransportKind.SENDMAIL, command=tuple(shlex.split(values.command)))
        case TransportKind.LOCAL:
            return TransportSettings(kind=TransportKind.LOCAL, folder=typed_path(values.folder, home))


def nul_faults(values: FormValues) -> Iterator[Fault]:
    """The fields that count with a NUL in them, which no path, program or server takes."""
    for place in (Place.ADDRESS, Place.NAME, *_OF_TRANSPORT[values.transport], Place.MAILBOX_FOLDER, Place.POLICY_FILE):
        text = getattr(values, place.value)
        if "\0" in text:
            yield Fault(place, partial(_nul_words, text))


def _nul_words(text: str) -> str:
    return _("{found} holds a NUL character; take it out.", found=clean(text))


def transport_faults(values: FormValues, home: Path, find: FindProgram) -> Iterator[Fault]:
    """The faults of the chosen transport's fields, found without connecting to anything."""
    match values.transport:
        case TransportKind.SMTP:
            yield from _host_faults(values)
            yield from _port_faults(values)
            yield from _authority_faults(typed_path(values.ca_file, home))
            yield from _login_faults(values, find)
        case TransportKind.SENDMAIL:
            if not values.command.strip():
                yield Fault(Place.COMMAND, lambda: _("Type the command that sends, for example msmtp."))
            yield from _command_faults(Place.COMMAND, values.command, find)
            yield from _recipient_faults(values.command)
        case TransportKind.LOCAL:
            folder = typed_path(values.folder, home)
            yield from folder_faults(Place.FOLDER, folder) if folder else ()


def _host_faults(values: FormValues) -> Iterator[Fault]:
    host = host_name(values.host)
    if not host:
        yield Fault(Place.HOST, lambda: _("Type the name of the server that takes your mail."))
    elif not is_host(host):
        yield Fault(
            Place.HOST,
            lambda: _(
                "{host} is not the name of a server. Type only the name, for example smtp.hanbit.example.", host=host
            ),
        )
    if values.security is Security.PLAINTEXT and host and not is_loopback(host):
        yield Fault(
            Place.SECURITY,
            lambda: _("A connection without encryption is only for a server on this machine. Choose STARTTLS or TLS."),
        )


def _port_faults(values: FormValues) -> Iterator[Fault]:
    port = values.port
    if not (port.isascii() and port.isdigit() and 0 < int(port[:9]) <= HIGHEST_PORT):
        yield Fault(
            Place.PORT,
            lambda: _(
                "The port is a whole number from 1 to {highest}, most often 587 or 465.", highest=str(HIGHEST_PORT)
            ),
        )


def _authority_faults(file: Path | None) -> Iterator[Fault]:
    if file is None:
        return
    if not file.is_absolute():
        yield Fault(Place.CA_FILE, lambda: _("Type the whole path of the file, beginning with / or ~/."))
    elif authority_faults(str(file), file):
        yield Fault(
            Place.CA_FILE,
            lambda: _(
                "No certificate can be read in {file}. Type the path of a PEM file, or leave it empty.", file=file
            ),
        )


def _login_faults(values: FormValues, find: FindProgram) -> Iterator[Fault]:
    if values.user.strip() and not values.password_command.strip():
        yield Fault(
            Place.PASSWORD_COMMAND,
            lambda: _("Type a command that prints the password of {user}, or leave the user empty.", user=values.user),
        )
    if values.password_command.strip() and not values.user.strip():
        yield Fault(Place.USER, lambda: _("Type the user whose password the command prints."))
    if not _is_for_a_shell(values.password_command):
        yield from _command_faults(Place.PASSWORD_COMMAND, values.password_command, find)


def _is_for_a_shell(command: str) -> bool:
    """Whether a command is not just a program and its arguments, so that only the server's test can check it."""
    return not (_SHELL.isdisjoint(command) and _OF_A_SHELL.isdisjoint(command.split(maxsplit=1)[:1]))


def _command_faults(place: Place, command: str, find: FindProgram) -> Iterator[Fault]:
    try:
        parts = shlex.split(command)
    except ValueError:
        yield Fault(place, lambda: _("A quotation mark in this command is not closed."))
        return
    if parts and find(parts[0]) is None:
        yield Fault(
            place, lambda: _("No program {program} is found. Install it, or type its whole path.", program=parts[0])
        )


def _recipient_faults(command: str) -> Iterator[Fault]:
    word = word_that_reads_recipients(split_command(command) or ())
    if word:
        yield Fault(
            Place.COMMAND, lambda: _("With {word} the command sends to everybody in To and Cc. Take it out.", word=word)
        )


def folder_faults(place: Place, folder: Path) -> Iterator[Fault]:
    """What is wrong with a folder for mail, which need not exist yet."""
    if not folder.is_absolute():
        yield Fault(place, lambda: _("Type the whole path of the folder, beginning with / or ~/."))
    elif is_no_folder(folder):
        yield Fault(place, lambda: _("{folder} is a file. Type the path of a folder.", folder=folder))
    elif (hindered := hindrance(folder)) is not None:
        yield Fault(place, partial(_hindrance_words, folder, system_said(hindered)))
    elif (marked := marked_above(folder)) is not None:
        yield Fault(
            place,
            lambda: _(
                "{folder} belongs to a demonstration of presend. Type the path of another folder.", folder=marked
            ),
        )


def _hindrance_words(folder: Path, said: str) -> str:
    reason = system_words(said)
    return _("No mail can be filed in {folder}: {reason}. Take another folder.", folder=folder, reason=reason)


def typed_path(typed: str, home: Path) -> Path | None:
    """The path that a text in a field means, with ``~/`` for the home folder; None for nothing."""
    text = typed.strip()
    if not text:
        return None
    return home / text[2:] if text.startswith("~/") else Path(text)
