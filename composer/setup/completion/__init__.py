"""Completion scripts for shells, generated from what the command line's parsers understand."""

from __future__ import annotations

import importlib

from composer.setup.grammar import Argument, Command

SHELLS = ("bash", "zsh", "fish")
LOADING = {
    "bash": ("~/.bashrc", 'eval "$(presend completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(presend completion zsh)"'),
    "fish": ("~/.config/fish/config.fish", "presend completion fish | source"),
}
"""For each shell the file that it reads at its start, and the line that belongs in it."""
WITHOUT_VERB = ("presend", "compose")
"""The path of the command that ``presend`` without a verb stands for."""


def script(shell: str, root: Command) -> str:
    """The completion script for one of ``SHELLS``."""
    written: str = importlib.import_module(f"composer.setup.completion.{shell}").script(root)
    return written


def options_of(root: Command, command: Command) -> tuple[Argument, ...]:
    """The options of a command; before any verb, also those of the composer."""
    if command.path != root.path:
        return command.options
    composer = next((one.options for one in root.commands if one.path == WITHOUT_VERB), ())
    known = {name for option in command.options for name in option.names}
    return (*command.options, *(option for option in composer if not known.issuperset(option.names)))
