"""Settings of git, edited by git itself; the values that were there are kept in the same file."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from composer.setup.editing.edit import DamagedError, SetupError
from composer.words import _

PATIENCE = 20.0
"""Seconds."""
_NOT_THERE = {1, 5}
"""Exit statuses of ``git config`` for a key that is not set, by reading and by unsetting."""


class GitKey(Struct, frozen=True):
    """One setting."""

    name: str
    """``section.key``."""
    value: str

    @property
    def kept(self) -> str:
        """Where the values that it replaced are kept."""
        return f"presend.kept-{self.name.replace('.', '-')}"

    @property
    def ours(self) -> str:
        """Where it is noted that presend has set it."""
        return f"presend.set-{self.name.replace('.', '-')}"


class GitEdit(Struct, frozen=True):
    """Runs ``git config`` over a copy of the text."""

    keys: tuple[GitKey, ...]

    def added(self, text: str) -> str:
        """The keys set; earlier values kept."""
        return self._edited(text, self._set)

    def removed(self, text: str) -> str:
        """The earlier values set again."""
        return self._edited(text, self._reset)

    def stands_in(self, text: str) -> bool:
        """Each key's last value."""
        with _copied(text) as file:
            return all(file.values(key.name)[-1:] == [key.value] for key in self.keys)

    def _edited(self, text: str, change: _Change) -> str:
        with _copied(text) as file:
            for key in self.keys:
                change(file, key)
            return file.path.read_bytes().decode("utf-8", "surrogateescape")

    def _set(self, file: _ConfigFile, key: GitKey) -> None:
        if not file.values(key.ours):
            for value in file.values(key.name):
                file.run("--add", key.kept, value)
            file.run(key.ours, "true")
        if file.values(key.name) != [key.value]:
            file.run("--replace-all", key.name, key.value)

    def _reset(self, file: _ConfigFile, key: GitKey) -> None:
        if not file.values(key.ours):
            return
        kept = file.values(key.kept)
        if kept:
            file.run("--replace-all", key.name, kept[0])
        else:
            file.run("--unset-all", key.name)
        for value in kept[1:]:
            file.run("--add", key.name, value)
        file.run("--unset-all", key.kept)
        file.run("--unset-all", key.ours)


class _ConfigFile(Struct, frozen=True):
    """A file that git reads and writes, includes left alone."""

    path: Path

    def values(self, name: str) -> list[str]:
        """Every value of a key, in order."""
        return self.run("--null", "--get-all", name).split("\0")[:-1]

    def run(self, *words: str) -> str:
        """What ``git config`` prints; raises ``DamagedError`` for a file that git cannot read."""
        done = _git(("config", "--file", str(self.path), *words))
        if done.returncode and done.returncode not in _NOT_THERE:
            raise DamagedError(_line_in(done.stderr), _("git cannot read this file."))
        return done.stdout


@contextmanager
def _copied(text: str) -> Iterator[_ConfigFile]:
    """A file of its own with the text."""
    with tempfile.TemporaryDirectory() as folder:
        file = _ConfigFile(Path(folder) / "config")
        file.path.write_bytes(text.encode("utf-8", "surrogateescape"))
        yield file


def _git(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603  # fixed words and the member's own values, no shell
            ("git", *words),  # noqa: S607  # the git that the member uses
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=PATIENCE,
            check=False,
        )
    except OSError as error:
        raise SetupError(_("git is not installed. Install it, then try again.")) from error


def _line_in(complaint: str) -> int:
    """The line that git names (``bad config line 3 in file``), in every language it speaks."""
    found = re.search(r"\d+", complaint)
    return int(found[0]) if found else 1


_Change = Callable[[_ConfigFile, GitKey], None]
