"""Everything that can be typed after ``presend``, read from the parsers for completion and for the manual."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from msgspec import Struct

_FILES = frozenset({"after", "attach", "before", "cases", "command", "file", "folder", "message", "output", "policy"})
"""Arguments that name a file or folder, by the name under which the parsers keep them."""
_DRAFT = "draft"
"""The name under which the parsers keep one of the drafts."""


class Takes(Enum):
    """What kind of value an option or operand takes."""

    NOTHING = "nothing"
    TEXT = "text"
    FILE = "file"
    CHOICE = "choice"
    LISTED = "listed"
    """An id that the ``list`` of a verb prints."""


class Argument(Struct, frozen=True):
    """An option (with names) or an operand (without)."""

    names: tuple[str, ...]
    takes: Takes
    metavar: str
    """The word for the value in help and manual; empty where none is taken."""
    choices: tuple[str, ...]
    listed_by: str
    """The verb whose ``list`` begins its lines with what can stand here; empty = none."""
    help: str
    repeats: bool
    is_required: bool


class Command(Struct, frozen=True):
    """``presend`` itself, one of its verbs, or an action of a verb."""

    path: tuple[str, ...]
    """The words of the command as typed, ``presend`` first."""
    help: str
    """The line about it in its parent's help."""
    description: str
    arguments: tuple[Argument, ...]
    commands: tuple[Command, ...]

    @property
    def typed(self) -> str:
        """The path as it is typed."""
        return " ".join(self.path)

    @property
    def options(self) -> tuple[Argument, ...]:
        """The arguments with names."""
        return tuple(one for one in self.arguments if one.names)

    @property
    def operands(self) -> tuple[Argument, ...]:
        """The arguments without names."""
        return tuple(one for one in self.arguments if not one.names)

    def everything(self) -> Iterator[Command]:
        """This command and all below it, depth first."""
        yield self
        for command in self.commands:
            yield from command.everything()


def command_of(parser: argparse.ArgumentParser, path: tuple[str, ...] = ("presend",), help_text: str = "") -> Command:
    """The command that an argparse parser understands, with all commands below it."""
    arguments: list[Argument] = []
    commands: list[Command] = []
    for action in parser._actions:  # argparse offers no public way to what it was told
        if isinstance(action, argparse._SubParsersAction):
            commands += _commands(action, path)
        elif action.help != argparse.SUPPRESS:
            arguments.append(_argument(action, path))
    return Command(path, help_text, parser.description or "", tuple(arguments), tuple(commands))


def _commands(action: argparse._SubParsersAction[argparse.ArgumentParser], path: tuple[str, ...]) -> Iterator[Command]:
    helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
    for name, parser in action.choices.items():
        yield command_of(parser, (*path, name), helps.get(name, ""))


def _argument(action: argparse.Action, path: tuple[str, ...]) -> Argument:
    listed_by = path[1] if action.dest == "id" else "drafts" if action.dest == _DRAFT else ""
    takes = Takes.LISTED if listed_by else _takes(action)
    return Argument(
        names=tuple(action.option_strings),
        takes=takes,
        metavar="" if takes is Takes.NOTHING else _metavar(action),
        choices=tuple(map(str, action.choices or ())),
        listed_by=listed_by,
        help=(action.help or "").replace("%%", "%"),
        repeats=action.nargs in ("*", "+", argparse.REMAINDER) or isinstance(action, argparse._AppendAction),
        is_required=action.required and action.nargs not in ("*", argparse.REMAINDER),
    )


def _takes(action: argparse.Action) -> Takes:
    if action.nargs == 0:
        return Takes.NOTHING
    if action.choices:
        return Takes.CHOICE
    return Takes.FILE if action.type is Path or action.dest in _FILES else Takes.TEXT


def _metavar(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()
