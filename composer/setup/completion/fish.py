"""Completion for fish: one line for each thing that can be typed, and where."""

from __future__ import annotations

from collections.abc import Iterator

from composer.setup.completion import options_of
from composer.setup.grammar import Argument, Command, Takes

_HEAD = """\
# Completion of presend for fish. To load it: presend completion fish | source
function __presend_is_at
    set -l place presend
    for word in (commandline -opc)[2..-1]
        switch "$place $word\""""
_AFTER_PLACES = """\
                set place "$place $word"
        end
    end
    test "$place" = "$argv"
end
function __presend_ids
    command -q presend; or return
    presend $argv[1] list 2>/dev/null </dev/null | string replace -rf '^([[:alnum:]-]+)  (.*)' '$1\\t$2'
end
complete -c presend -f"""


def script(root: Command) -> str:
    """The text of the completion script."""
    commands = list(root.everything())
    places = " ".join(_quoted(command.typed) for command in commands[1:])
    lines = [_HEAD, f"            case {places}", _AFTER_PLACES]
    for command in commands:
        lines += _lines(root, command)
    return "\n".join((*lines, ""))


def _lines(root: Command, command: Command) -> Iterator[str]:
    start = f"complete -c presend -n {_quoted(f'__presend_is_at {command.typed}')}"
    for one in command.commands:
        yield f"{start} -a {_quoted(one.path[-1])} -d {_quoted(one.help)}"
    for operand in command.operands:
        if operand.takes is Takes.FILE:
            yield f"{start} -F"
        elif operand.takes is Takes.CHOICE:
            yield f"{start} -a {_quoted(' '.join(operand.choices))} -d {_quoted(operand.metavar)}"
        elif operand.takes is Takes.LISTED:
            yield f"{start} -a {_quoted(f'(__presend_ids {operand.listed_by})')}"
    for option in options_of(root, command):
        yield f"{start} {_option(option)} -d {_quoted(option.help)}"


def _option(option: Argument) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else _short(name) for name in option.names)
    match option.takes:
        case Takes.NOTHING:
            return names
        case Takes.FILE:
            return f"{names} -r -F"
        case Takes.CHOICE:
            return f"{names} -x -a {_quoted(' '.join(option.choices))}"
        case Takes.LISTED:
            return f"{names} -x -a {_quoted(f'(__presend_ids {option.listed_by})')}"
    return f"{names} -x"


def _short(name: str) -> str:
    """The flags for an option with one dash: of one letter, or an old-style one of several."""
    return f"-s {name[1:]}" if len(name) == 2 else f"-o {name[1:]}"


def _quoted(text: str) -> str:
    """A text in single quotes, with the two escapes that fish knows there."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
