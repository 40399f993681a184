"""What a client says of itself: which files hold its settings, and how each is edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from composer.setup.editing.edit import Edit
from composer.words import _


class Surroundings(Struct, frozen=True):
    """Where clients look for their settings: the home folder, the environment, and the machine's files."""

    home: Path
    environ: Mapping[str, str]
    machine: Path | None = None
    """The folder of the clients' files for everybody on the machine; None = they are not looked at."""

    @property
    def for_everybody(self) -> Path:
        """The folder of those files."""
        return self.machine or Path("/etc")

    @property
    def config(self) -> Path:
        """The folder for configuration by the XDG Base Directory Specification."""
        named = Path(self.environ.get("XDG_CONFIG_HOME", ""))
        return named if named.is_absolute() else self.home / ".config"

    def named(self, variable: str) -> Path | None:
        """The path that an environment variable names, ``~/`` resolved; None where it is empty or not set."""
        value = self.environ.get(variable, "")
        if not value:
            return None
        return self.home / value[2:] if value.startswith("~/") else Path(value)

    def first(self, places: Sequence[Path], usual: Path) -> Path:
        """The first of the places that exists, also as a broken link; without any, the usual one."""
        return next((place for place in places if place.is_symlink() or place.exists()), usual)


class Setting(Struct, frozen=True):
    """One file of a client, and the lines and the edit that make the client send through presend."""

    place: Path
    lines: tuple[str, ...]
    """The lines as they stand in the file, for a person to copy."""
    edit: Edit
    may_be_new: bool = True
    """False where a file of nothing but these lines is no use to the client."""
    hint: str = ""
    """A sentence that says where in the file the lines belong; may be empty."""
    mode: int = 0o600
    """The mode of the file where it has to be made."""
    sign_of_use: str = ""
    """A text, in small letters, that the file holds if the member sends with this client; empty = any."""


FOR_EVERYBODY = 0o644
"""The mode of a file that everybody on a machine reads."""


def at_the_end() -> str:
    """The hint for a client whose later lines win over earlier ones."""
    return _("Put them at the end: where two lines set the same, the later one counts.")


def in_every_account() -> str:
    """The hint for a client with a section for each account."""
    return _("Put it below the name of every account, in place of a line there that begins alike.")


class Client(Protocol):
    """A mail client that hands its messages to a sendmail command."""

    @property
    def name(self) -> str:
        """The client's name, one of ``NAMES``."""
        ...

    def settings(self, around: Surroundings, program: str) -> tuple[Setting, ...]:
        """The files and their edits for presend at a path; raises ``SetupError`` for a path it cannot call."""
        ...

    def shared_settings(self, around: Surroundings, program: str) -> tuple[Setting, ...]:
        """The same for everybody on the machine, below each member's own settings; empty = it has no such file."""
        ...


class FileClient(Struct, frozen=True):
    """A client whose settings one function describes."""

    name: str
    settings_of: Callable[[Surroundings, str], tuple[Setting, ...]]
    shared_settings_of: Callable[[Surroundings, str], tuple[Setting, ...]] = lambda _around, _program: ()

    def settings(self, around: Surroundings, program: str) -> tuple[Setting, ...]:
        """The files and their edits; raises ``SetupError`` for a path that the client cannot call."""
        return self.settings_of(around, program)

    def shared_settings(self, around: Surroundings, program: str) -> tuple[Setting, ...]:
        """See ``Client``."""
        return self.shared_settings_of(around, program)
