"""Finds what leads past presend in alpine's roles, alot's hooks, aerc's keys and the configuration that git reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from composer.setup.clients.base import Surroundings
from composer.setup.doctor.bypass import Bypass, MachineSendmail, shortened
from composer.setup.editing.calling import quoted
from composer.setup.editing.git_edit import effective_values
from composer.setup.editing.marks import blocks, lines_of

_ROLE_SERVER = re.compile(r"/SMTP=[^/\s]", re.IGNORECASE)
_A_BYPASS = re.compile(r"(sendmail-path|smtp-server)=\s*[^\s\"]", re.IGNORECASE)
_FIXED_FILES = ("pine.conf.fixed", "pinerc.fixed")
"""What alpine reads last: by its manual, and as Debian builds it."""
_SENDS = re.compile(r"send_?mail|SendmailAccount|smtplib", re.IGNORECASE)
_AERC_FILES = ("binds.conf", "aerc.conf")
"""Where a key or an event of aerc can start a program."""
_MAILER = re.compile(r"\b(sendmail|[em]smtp\w*|mailx|s-nail|git +send-email|postdrop|swaks)\b", re.IGNORECASE)
_GIT_PAST = re.compile(r"(?=.*send-?email)(?=.*(sendmail-?cmd|smtp-?server))", re.IGNORECASE | re.DOTALL)
"""A git alias that names another way while it sends."""
_GIT_NAMES = {"sendmailcmd": "sendmailCmd", "smtpserver": "smtpServer"}
"""As people write them; git gives them in small letters."""
_COMMANDS = r"^sendemail\.(.*\.)?sendmailcmd$"
_COMMANDS_AND_SERVERS = r"^sendemail\.(.*\.)?(sendmailcmd|smtpserver)$"


def alpine_bypasses(file: Path, around: Surroundings, lines: Sequence[str]) -> Iterator[Bypass]:
    """Servers of alpine's roles, and ways that count before ``lines``; raises ``OSError``."""
    yield from _bypasses_of_alpine(file, around, _FIXED_FILES, lambda line: line in lines)


def alpine_bypasses_of_sendmail(file: Path, around: Surroundings, sendmail: MachineSendmail) -> Iterator[Bypass]:
    """Every way to send that is set and does not call the machine's sendmail; raises ``OSError``."""

    def is_well(line: str) -> bool:
        key, _equals, value = line.partition("=")
        return key.casefold() == "sendmail-path" and sendmail.is_called_by(value)

    yield from _bypasses_of_alpine(file, around, (*_FIXED_FILES, "pine.conf"), is_well)


def _bypasses_of_alpine(
    file: Path, around: Surroundings, shared: Sequence[str], is_well: Callable[[str], bool]
) -> Iterator[Bypass]:
    files = [file] if around.machine is None else [*(around.machine / name for name in shared), file]
    for place in files:
        yield from _other_bypasses(place, is_well)
    for number, line in enumerate(_text(file).splitlines(), 1):
        if _ROLE_SERVER.search(line):
            yield Bypass(f"{file}:{number}", shortened(line))


def _other_bypasses(file: Path, is_well: Callable[[str], bool]) -> Iterator[Bypass]:
    """The lines of a file that name another way; none where one is well: the command counts before a server."""
    ways = [(number, line) for number, line in enumerate(_text(file).splitlines(), 1) if _A_BYPASS.match(line)]
    if not any(is_well(line.strip()) for _number, line in ways):
        yield from (Bypass(f"{file}:{number}", shortened(line)) for number, line in ways)


def alot_bypasses(hooks: Path) -> Iterator[Bypass]:
    """Lines of alot's hooks that may send, beside presend's own; only running them could tell. Raises ``OSError``."""
    lines = lines_of(_text(hooks))
    ours = {at for block in blocks(lines, lambda _line: True) for at in range(block.begin, block.end + 1)}
    for at, line in enumerate(lines):
        if at not in ours and _SENDS.search(line.partition("#")[0]):
            yield Bypass(f"{hooks}:{at + 1}", shortened(line), is_certain=False)


def aerc_bypasses(folder: Path, program: str) -> Iterator[Bypass]:
    """Lines of aerc's keys and events that start another mailer; only pressing them could tell. Raises ``OSError``."""
    for file in (folder / name for name in _AERC_FILES):
        for number, line in enumerate(_text(file).splitlines(), 1):
            said = line.strip()
            if not said.startswith(("#", ";")) and program not in said and _MAILER.search(said.partition("=")[2]):
                yield Bypass(f"{file}:{number}", shortened(said), is_certain=False)


def git_bypasses(around: Surroundings, program: str, folder: Path) -> Iterator[Bypass]:
    """Values other than presend's that git would use in ``folder``, from any of its files and identities.

    A file that is included for other repositories or branches counts for the member, and not here.
    """
    wanted = f"{quoted(program)} sendmail"
    yield from _bypasses_of_git(around, folder, _COMMANDS, lambda value: value == wanted)


def git_bypasses_of_sendmail(around: Surroundings, folder: Path, sendmail: MachineSendmail) -> Iterator[Bypass]:
    """The values that do not call the machine's sendmail, servers included."""
    yield from _bypasses_of_git(around, folder, _COMMANDS_AND_SERVERS, sendmail.is_called_by)


def _bypasses_of_git(
    around: Surroundings, folder: Path, pattern: str, is_well: Callable[[str], bool]
) -> Iterator[Bypass]:
    found = effective_values(pattern, around, folder)
    last = {name: (origin, value) for origin, name, value in found}
    for name, (origin, value) in last.items():
        if not is_well(value):
            yield Bypass(_place(origin, folder), shortened(_git_words(name, value)))
    read = {_place(origin, folder) for origin, _name, _value in found}
    for origin, name, value in effective_values(r"^alias\.", around, folder):
        if _GIT_PAST.search(value):
            yield Bypass(_place(origin, folder), shortened(f"{name} = {value}"), is_certain=False)
    for file in _included_files(around, folder):
        for _origin, name, value in effective_values(pattern, around, folder, file):
            if not is_well(value) and str(file) not in read:
                yield Bypass(str(file), shortened(_git_words(name, value)), is_certain=False)


def _git_words(name: str, value: str) -> str:
    section, _dot, key = name.rpartition(".")
    identity = section.removeprefix("sendemail").lstrip(".")
    return f"--identity={identity}: {value}" if identity else f"sendemail.{_GIT_NAMES[key]} = {value}"


def _included_files(around: Surroundings, folder: Path) -> Iterator[Path]:
    for origin, _name, value in effective_values(r"^includeif\..*\.path$", around, folder):
        yield (Path(_place(origin, folder)).parent / (around.home / value[2:] if value.startswith("~/") else value))


def _place(origin: str, folder: Path) -> str:
    return str(_beneath(folder, origin.removeprefix("file:"))) if origin.startswith("file:") else origin


def _beneath(folder: Path, name: str) -> Path:
    """The path of a file that git names relative to the top of the repository in which ``folder`` lies."""
    return next((above / name for above in (folder, *folder.parents) if (above / name).exists()), folder / name)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except FileNotFoundError:
        return ""
