"""The programs that are measured side by side, and how to tell that their screen is complete."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Program:
    """One peer."""

    name: str
    command: Sequence[str]
    complete: tuple[str, ...]
    """Texts that all stand on the complete screen."""
    keys_to_field: str = ""
    """What to type to get to the To field."""
    keys_to_body: str = ""
    """What to type to get from the first address field to the body; empty = it has no such field."""


def environ(home: Path) -> dict[str, str]:
    """A clean environment with its own home."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "VIRTUAL_ENV")}
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}


def programs(home: Path) -> list[Program]:
    """presend, the bare form, and what else is installed."""
    presend = str(Path(sys.executable).with_name("presend"))
    bare = (sys.executable, "-m", "benchmarks.bare_form")
    found = [
        Program("presend", (presend, "demo"), ("To", "Subject", "outside", "Send"), "", "\t\t"),
        Program("bare Textual form", bare, ("Subject", "ready", "Send"), "\t", "\t\t\t\t\t\t"),
    ]
    if shutil.which("neomutt"):
        quiet = f"set editor=true abort_unmodified=no folder={home}"
        command = ("neomutt", "-n", "-F", "/dev/null", "-e", quiet, "-s", "s", "a@b.example")
        found.append(Program("neomutt (its To prompt)", command, ("To:",)))
    if shutil.which("nano"):
        found.append(Program("nano", ("nano", "-I"), ("^X",)))
    return found
