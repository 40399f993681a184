"""What every client says of itself: which files hold its settings, and how each is edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from composer.setup.editing.edit import Edit
from composer.words import _


class Surroundings(Struct, frozen=True):
    """Where the member's dot files lie."""

    home: Path
    environ: Mapping[str, str]

    @property
    def config(self) -> Path:
        """The folder of the XDG Base Directory Specification."""
        named = Path(self.environ.get("XDG_CONFIG_HOME", ""))
        return named if named.is_absolute() else self.home / ".config"

    def named(self, variable: str) -> Path | None:
        """The file that a variable of the environment names; ``~`` is the home folder."""
        value = self.environ.get(variable, "")
        if not value:
            return None
        return self.home / value[2:] if value.startswith("~/") else Path(value)

    def first(self, places: Sequence[Path], usual: Path) -> Path:
        """The first of the places that is there, also as a broken link; without any the usual one."""
        return next((place for place in places if place.is_symlink() or place.exists()), usual)


class Setting(Struct, frozen=True):
    """One file of a client and what belongs in it."""

    place: Path
    lines: tuple[str, ...]
    """For a person to copy, each as the file would have it."""
    edit: Edit
    may_be_new: bool = True
    """False where a file of nothing but these lines is no use to the client."""
    hint: str = ""
    """A sentence: where in the file the lines belong."""
    sign_of_use: str = ""
    """In small letters: what stands in the file of somebody who sends with the client."""


def at_the_end() -> str:
    """The hint of a client whose later lines win."""
    return _("Put them at the end: where two lines set the same, the later one counts.")


def in_every_account() -> str:
    """The hint of a client with a section for each account."""
    return _("Put it below the name of every account, in place of a line there that begins alike.")


class Client(Protocol):
    """A mail client that hands its mail to a sendmail."""

    @property
    def name(self) -> str:
        """One of ``NAMES``."""
        ...

    def settings(self, around: Surroundings, program: str) -> tuple[Setting, ...]:
        """The files and their edits for presend at a path; raises ``SetupError`` for a path it cannot call."""
        ...


class FileClient(Struct, frozen=True):
    """A client described by one function."""

    name: str
    settings_of: Callable[[Surroundings, str], tuple[Setting, ...]]

    def settings(self, around: Surroundings, program: str) -> tuple[Setting, ...]:
        """As ``Client`` has it."""
        return self.settings_of(around, program)
