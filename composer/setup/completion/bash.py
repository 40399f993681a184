"""Completion for bash: one function that follows the words typed so far."""

from __future__ import annotations

from collections.abc import Iterator

from composer.setup.completion import options_of
from composer.setup.grammar import Argument, Command, Takes

_HEAD = """\
# Completion of presend for bash. To load it: eval "$(presend completion bash)"
_presend_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
_presend_ids() {
    _presend_words "$(presend "$1" list 2>/dev/null </dev/null | sed -n 's/^\\([[:alnum:]-]*\\)  .*/\\1/p')"
}
_presend_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
}
_presend() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} place=presend at
    COMPREPLY=()
    if [[ $current == = ]]; then
        current=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((at = 1; at < COMP_CWORD; at++)); do
        case "$place ${COMP_WORDS[at]}" in"""
_AFTER_PLACE = """\
        esac
    done
    case "$place $before" in"""
_AFTER_VALUES = """\
    esac
    if [[ $current == -* ]]; then
        case $place in"""
_AFTER_OPTIONS = """\
        esac
        return
    fi
    case $place in"""
_TAIL = """\
    esac
}
complete -F _presend presend
"""


def script(root: Command) -> str:
    """The text of the completion script."""
    commands = list(root.everything())
    lines = [_HEAD]
    lines += [f"            '{one.typed}') place='{one.typed}' ;;" for one in commands[1:]]
    lines.append(_AFTER_PLACE)
    for command in commands:
        lines += _values(root, command)
    lines.append(_AFTER_VALUES)
    for command in commands:
        names = " ".join(name for option in options_of(root, command) for name in option.names)
        lines.append(f"            '{command.typed}') _presend_words '{names}' ;;")
    lines.append(_AFTER_OPTIONS)
    lines += [f"        '{one.typed}') {_operand(one)} ;;" for one in commands]
    return "\n".join((*lines, _TAIL))


def _values(root: Command, command: Command) -> Iterator[str]:
    """The lines that complete the value of each option; of one that takes free text, nothing."""
    for option in options_of(root, command):
        if option.takes is not Takes.NOTHING:
            pattern = " | ".join(f"'{command.typed} {name}'" for name in option.names)
            yield f"        {pattern}) {_offer(option)}; return ;;"


def _operand(command: Command) -> str:
    if command.commands:
        return f"_presend_words '{' '.join(one.path[-1] for one in command.commands)}'"
    return _offer(command.operands[0]) if command.operands else ":"


def _offer(argument: Argument) -> str:
    match argument.takes:
        case Takes.FILE:
            return "_presend_files"
        case Takes.CHOICE:
            return f"_presend_words '{' '.join(argument.choices)}'"
        case Takes.LISTED:
            return f"_presend_ids {argument.listed_by}"
    return ":"
