"""Finds what leads past presend in the files of mutt, neomutt and s-nail: sources, hooks, accounts, conditions."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from composer.sentences.system_reasons import system_reason
from composer.setup.clients.base import Surroundings
from composer.setup.clients.mutt import DEBIAN_FOLDERS, OF_DEBIAN
from composer.setup.clients.neomutt import SHARED
from composer.setup.doctor.bypass import Bypass, MachineSendmail, shortened
from composer.setup.doctor.rc_commands import RcCommand, commands

DEEPEST = 20
"""How deep files that source each other are followed."""
_SETTERS = frozenset({"set", "unset", "reset", "toggle", "setenv"})
_KEYS = re.compile(
    r"<enter-command>|<enter>|<return>|\\[nr]|\^[jm]|:\s*(?=(?:set|unset|reset|toggle|source)\b)", re.IGNORECASE
)
_SPACE_KEY = re.compile("<space>|<tab>", re.IGNORECASE)
_COMMANDS = _SETTERS | {"source"}
_TYPED = frozenset({"macro", "push", "exec"})
"""Commands that type keys, which can do in many spellings what a command does."""
_OPENS = re.compile(r"[^{]*\{\Z")
_EVERYTHING = "all"
"""What ``reset`` of mutt takes for every variable."""
IsWell = Callable[[str, str | None], bool]
"""Whether presend is called with a variable at a value; None = it is at the client's default, or not set."""
_IN_A_FOLDER = ("=", "+", "@", "<", ">")
"""First characters of a file name that is relative to a folder which another variable names."""


class RcKind(Struct, frozen=True):
    """The commands and variables of one client that decide how its mail leaves."""

    sending: frozenset[str]
    """Variables that say how mail leaves."""
    off: frozenset[str] = frozenset()
    """Those of ``sending`` that must not be set at all."""
    only_arguments: frozenset[str] = frozenset()
    """Those of ``sending`` that name no program, only what it is called with."""
    hooks: Mapping[str, int] = {}
    """Commands that run others later -> how many words stand before those."""
    conditions: frozenset[str] = frozenset()
    """Commands whose last words are commands that run under a condition."""
    blocks: frozenset[str] = frozenset()
    """Commands with a block in braces that runs later."""
    programs: frozenset[str] = frozenset()
    """Commands that run a program's output or another language."""
    abbreviated: tuple[str, ...] = ()
    """Commands that may be written shorter, down to two letters."""
    modifiers: frozenset[str] = frozenset()
    """Words before a command that leave it the same."""
    for_everybody: tuple[str, ...] = ()
    """Files of the machine that are read before the member's, of which the first that is there counts."""
    extra: frozenset[str] = frozenset()
    """Variables, of the client or the environment, that name one more file, which is read last."""
    is_open: bool = False
    """Whether variables can be set by more commands than are known here, under names of the member's too."""


MUTT = RcKind(
    sending=frozenset({"sendmail", "smtp_url"}),
    off=frozenset({"smtp_url"}),
    hooks={
        **dict.fromkeys(("send-hook", "send2-hook", "reply-hook", "folder-hook", "account-hook", "message-hook"), 2),
        **dict.fromkeys(("startup-hook", "timeout-hook", "append-hook", "open-hook", "close-hook", "push", "exec"), 1),
        "macro": 3,
    },
    conditions=frozenset({"ifdef", "ifndef"}),
    programs=frozenset({"lua", "lua-source"}),
    for_everybody=("Muttrc", "mutt/Muttrc"),
)
NEOMUTT = replace(MUTT, for_everybody=SHARED)
S_NAIL = RcKind(
    sending=frozenset({"mta", "mta-arguments", "sendmail", "smtp"}),
    off=frozenset({"smtp", "sendmail"}),
    only_arguments=frozenset({"mta-arguments"}),
    blocks=frozenset({"account", "define"}),
    conditions=frozenset({"eval"}),
    programs=frozenset({"vexpr", "readsh"}),
    abbreviated=("set", "unset", "source", "source_if", "account", "define", "endif", "eval"),
    modifiers=frozenset({"environ", "global", "ignerr", "local", "our", "u", "wysh"}),
    for_everybody=("s-nail.rc",),
    extra=frozenset({"mailx-extra-rc", "NAIL_EXTRA_RC"}),
    is_open=True,
)


def rc_bypasses(kind: RcKind, file: Path, around: Surroundings, lines: tuple[str, ...]) -> Iterator[Bypass]:
    """What in a file leads past the ``lines`` of presend, which are the last that count at the end of the file."""
    wanted: dict[str, str] = {}
    for command in commands("\n".join(lines)):
        wanted |= {name: value for name, value in _assignments(command) if name in kind.sending and value is not None}
    return _bypasses(kind, file, around, lambda name, value: value == wanted.get(name))


def rc_bypasses_of_sendmail(
    kind: RcKind, file: Path, around: Surroundings, sendmail: MachineSendmail
) -> Iterator[Bypass]:
    """What in a file leads past the machine's sendmail, which is called where nothing is set."""

    def is_well(name: str, value: str | None) -> bool:
        return not value or name in kind.only_arguments or sendmail.is_called_by(value)

    return _bypasses(kind, file, around, is_well)


def _bypasses(kind: RcKind, file: Path, around: Surroundings, is_well: IsWell) -> Iterator[Bypass]:
    walk = _Walk(kind, around, is_well)
    if around.machine is not None:
        places = [around.machine / name for name in kind.for_everybody]
        yield from walk.file(around.first(places, places[0]), 0, _Context())
    yield from walk.file(file, 0, _Context())
    yield from walk.read_last()
    yield from walk.last.values()


class _Context(Struct, frozen=True):
    """The circumstances under which a command runs."""

    is_later: bool = False
    """By a hook or in an account, whatever is set at the start."""
    is_conditional: bool = False


class _Walk:
    """One look through a file and everything that it reads."""

    def __init__(self, kind: RcKind, around: Surroundings, is_well: IsWell) -> None:
        self._kind, self._around, self._is_well_set = kind, around, is_well
        self.last: dict[str, Bypass] = {}
        """Variables that stand at another value than presend's so far -> where."""
        self._named_files: list[tuple[RcCommand, Path]] = []

    def file(self, path: Path, depth: int, context: _Context) -> Iterator[Bypass]:
        """What leads past presend in a file and in what it sources; a file that is not there sets nothing."""
        try:
            text = path.read_text("utf-8", "replace")
        except FileNotFoundError:
            return
        except OSError as error:
            yield Bypass(str(path), system_reason(error), is_certain=False)
            return
        yield from self._text(text, path, depth, context)

    def read_last(self) -> Iterator[Bypass]:
        """What leads past presend in the files that variables name and that are read last."""
        for name in sorted(self._kind.extra):
            place = self._around.named(name)
            if place is not None:
                yield from self.file(place, 0, _Context())
        for command, path in self._named_files:
            yield from self._sourced(command, path, 0, _Context())

    def _text(self, text: str, path: Path, depth: int, context: _Context) -> Iterator[Bypass]:
        stack: list[_Context] = []
        for written in commands(text):
            command = self._spelled_out(written)
            name = command.words[0]
            if (name == "}" and stack) or (name in ("endif",) and stack):
                stack.pop()
            elif name in self._kind.blocks and _OPENS.match(command.text):
                stack.append(_Context(is_later=True, is_conditional=context.is_conditional))
            elif name == "if":
                stack.append(_Context(is_later=context.is_later, is_conditional=True))
            elif name == "finish":
                return
            else:
                yield from self._command(command, path, depth, stack[-1] if stack else context)

    def _command(self, command: RcCommand, path: Path, depth: int, context: _Context) -> Iterator[Bypass]:
        name, place = command.words[0], f"{path}:{command.line}"
        kind = self._kind
        if name in ("source", "source_if"):
            yield from self._sourced(command, path, depth, context)
        elif name in kind.hooks:
            yield from self._run_later(command, path, depth, replace(context, is_later=True))
        elif name in kind.conditions:
            maybe = _Context(is_later=context.is_later, is_conditional=True)
            yield from self._inside(" ".join(command.words[1:]), path, command.line, depth, maybe)
            yield from self._inside(" ".join(command.words[2:]), path, command.line, depth, maybe)
        elif name in kind.programs or name.startswith("`"):
            yield Bypass(place, shortened(command.text), is_certain=False)
        elif name in _SETTERS:
            yield from self._settings(command, place, context)
            yield from self._unclear(command, path)
        elif kind.is_open and self._names_sending(command):
            yield Bypass(place, shortened(command.text), is_certain=False)

    def _run_later(self, command: RcCommand, path: Path, depth: int, context: _Context) -> Iterator[Bypass]:
        """What leads past presend in the commands of a hook or macro; one that only names a variable is uncertain."""
        before = self._kind.hooks[command.words[0]]
        found = dict.fromkeys(self._inside(_written_later(command, before), path, command.line, depth, context))
        for at, word in enumerate(command.words[1:], 1):
            if word in _COMMANDS:
                bare = RcCommand(command.line, command.words[at:])
                found |= dict.fromkeys(self._command(bare, path, depth, context))
        if not found and command.words[0] in _TYPED and any(name in command.text for name in self._kind.sending):
            found[Bypass(f"{path}:{command.line}", shortened(command.text), is_certain=False)] = None
        yield from found

    def _spelled_out(self, command: RcCommand) -> RcCommand:
        """The command under its whole name, without the words that may stand before it."""
        words = list(command.words)
        while len(words) > 1 and words[0] in self._kind.modifiers:
            words.pop(0)
        whole = (name for name in self._kind.abbreviated if len(words[0]) > 1 and name.startswith(words[0]))
        words[0] = next(whole, words[0])
        return RcCommand(command.line, tuple(words))

    def _names_sending(self, command: RcCommand) -> bool:
        """Whether a command that is not known here has one of the variables among its words."""
        words = re.split(r"[^\w-]+", " ".join(command.words[1:]))
        return not self._kind.sending.isdisjoint(words)

    def _inside(self, text: str, path: Path, line: int, depth: int, context: _Context) -> Iterator[Bypass]:
        """What leads past presend in commands that are the words of another command."""
        for command in commands(text):
            yield from self._command(self._spelled_out(RcCommand(line, command.words)), path, depth, context)

    def _sourced(self, command: RcCommand, path: Path, depth: int, context: _Context) -> Iterator[Bypass]:
        for name in command.words[1:]:
            if self._around.machine is not None and (found := OF_DEBIAN.search(name)):
                for place in sorted((self._around.machine / DEBIAN_FOLDERS[found["client"]]).glob("*.rc")):
                    yield from self.file(place, depth + 1, context)
            elif (
                "`" in name or "$" in name or name.rstrip().endswith("|") or name.startswith(("!", "|", *_IN_A_FOLDER))
            ):
                yield Bypass(f"{path}:{command.line}", shortened(command.text), is_certain=False)
            elif depth < DEEPEST:
                for place in self._places(name, path):
                    yield from self.file(place, depth + 1, context)

    def _places(self, name: str, path: Path) -> tuple[Path, ...]:
        """Where a file can lie; a relative one beside the file that names it or where the client is started."""
        if name.startswith("~/"):
            return (self._around.home / name[2:],)
        if name.startswith("~"):
            return (Path(os.path.expanduser(name)),)  # noqa: PTH111  # a login without a home is no error
        return tuple(dict.fromkeys((path.parent / name, self._around.home / name)))

    def _settings(self, command: RcCommand, place: str, context: _Context) -> Iterator[Bypass]:
        for name, value in self._assigned(command):
            if name not in self._kind.sending:
                continue
            if self._is_well(name, value):
                if not context.is_later and not context.is_conditional:
                    self.last.pop(name, None)
                continue
            is_known = not context.is_conditional and not (value and ("`" in value or "$" in value))
            way = Bypass(place, shortened(command.text), is_certain=is_known)
            if context.is_later or context.is_conditional:
                yield way
            else:
                self.last[name] = way

    def _unclear(self, command: RcCommand, path: Path) -> Iterator[Bypass]:
        """Settings of variables whose names cannot be known; those that name a file are kept for the end."""
        for name, value in _assignments(command):
            if name in self._kind.extra and value:
                self._named_files.append((RcCommand(command.line, ("source", value)), path))
            elif self._kind.is_open and ("$" in name or "`" in name):
                yield Bypass(f"{path}:{command.line}", shortened(command.text), is_certain=False)

    def _assigned(self, command: RcCommand) -> Iterator[tuple[str, str | None]]:
        """The variables that a command sets, with their values; ``reset all`` sets every one."""
        if command.words[0] == "reset" and _EVERYTHING in command.words[1:]:
            yield from ((name, None) for name in sorted(self._kind.sending))
        else:
            yield from _assignments(command)

    def _is_well(self, name: str, value: str | None) -> bool:
        """Whether presend is called, or a variable that leads past it is not set; None = taken back."""
        if name in self._kind.off:
            return not value
        return self._is_well_set(name, value)


def _written_later(command: RcCommand, before: int) -> str:
    """The commands of a hook or the keys of a macro, as lines; options and a negated pattern may stand before them."""
    words = command.words[1:] if command.words[0] in _TYPED else command.words[2:]
    quoted = [word for word in words if " " in word]
    text = "\n".join(quoted) or " ".join(command.words[before:])
    return _KEYS.sub("\n", _SPACE_KEY.sub(" ", text))


def _assignments(command: RcCommand) -> Iterator[tuple[str, str | None]]:
    """Name and value of what a command sets; None = unset, or set to the client's default."""
    words = [*command.words[1:]]
    text = re.sub(r"[\s\0]*([+-]?=)[\s\0]*", r"\1", "\0".join(words))
    for word in text.split("\0"):
        name, equals, value = word.partition("=")
        takes_back = command.words[0] in ("unset", "reset", "toggle") or (name.startswith(("no", "&")) and not equals)
        bare = name.removeprefix("no").lstrip("&") if takes_back and not equals else name
        yield (bare, None) if takes_back else (name.rstrip("+-"), value if equals else None)
