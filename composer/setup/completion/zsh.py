"""Completion for zsh: a function for each command, the arguments said the way ``_arguments`` takes them."""

from __future__ import annotations

from collections.abc import Iterator

from composer.setup.completion import options_of
from composer.setup.grammar import Argument, Command, Takes

_HEAD = """\
#compdef presend
# Completion of presend for zsh. To load it: eval "$(presend completion zsh)", after compinit."""
_IDS = """\
_presend_ids() {
    local -a found
    local line
    for line in ${(f)"$(presend $1 list 2>/dev/null </dev/null)"}; do
        [[ $line == [[:alnum:]-]##'  '* ]] && found+=("${line%%  *}:${line#*  }")
    done
    _describe -t ids 'ID' found
}"""
_TAIL = """\
if [[ ${funcstack[1]} == _presend ]]; then
    _presend "$@"
else
    compdef _presend presend
fi
"""


def script(root: Command) -> str:
    """The text of the completion script."""
    lines = [_HEAD, _IDS]
    for command in reversed(list(root.everything())):
        lines += _function(root, command)
    return "\n".join((*lines, _TAIL))


def _function(root: Command, command: Command) -> Iterator[str]:
    specs = [*map(_option, options_of(root, command)), *_operands(command)]
    yield f"{_name(command)}() {{"
    if not command.commands:
        yield _arguments("-s", specs)
    else:
        yield '    local state context line curcontext="$curcontext"'
        yield "    typeset -A opt_args"
        yield "    local -a commands=("
        yield from (f"        {_quoted(f'{one.path[-1]}:{_escaped(one.help)}')}" for one in command.commands)
        yield "    )"
        yield _arguments("-C -A '-*'", [*specs, "'1: :->command'", "'*:: :->rest'"])
        yield from _choice(command)
    yield "}"


def _arguments(flag: str, specs: list[str]) -> str:
    return " \\\n        ".join((f"    _arguments {flag}", *specs))


def _choice(command: Command) -> Iterator[str]:
    """The lines that go on with the command under the cursor once ``_arguments`` has found it."""
    yield "    case $state in"
    yield "        command) _describe -t commands 'presend' commands ;;"
    yield "        rest)"
    yield "            case $words[1] in"
    yield from (f"                {one.path[-1]}) {_name(one)} ;;" for one in command.commands)
    yield "            esac ;;"
    yield "    esac"


def _name(command: Command) -> str:
    return "_" + "_".join(command.path).replace("-", "_")


def _option(option: Argument) -> str:
    """One spec for all names: ``'(-a --all)'{-a,--all}'[help]:metavar:action'``; a value may follow a ``=`` too."""
    exclusive = "*" if option.repeats else f"({' '.join(option.names)})"
    text = f"[{_escaped(option.help)}]{_value(option)}"
    if len(option.names) == 1:
        either = "=" if option.takes is not Takes.NOTHING else ""
        return _quoted(f"{exclusive}{option.names[0]}{either}{text}")
    return f"{_quoted(exclusive)}{{{','.join(option.names)}}}{_quoted(text)}"


def _operands(command: Command) -> Iterator[str]:
    for operand in command.operands:
        place = "*" if operand.repeats else ("" if operand.is_required else ":")
        yield _quoted(f"{place}{_value(operand)}")


def _value(argument: Argument) -> str:
    match argument.takes:
        case Takes.NOTHING:
            return ""
        case Takes.FILE:
            action = "_files"
        case Takes.CHOICE:
            action = f"({' '.join(argument.choices)})"
        case Takes.LISTED:
            action = f"{{_presend_ids {argument.listed_by}}}"
        case _:
            action = " "
    return f":{_escaped(argument.metavar)}:{action}"


def _escaped(text: str) -> str:
    """A text with what brackets and colons of a spec would end escaped."""
    for special in ("\\", "[", "]", ":"):
        text = text.replace(special, f"\\{special}")
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
