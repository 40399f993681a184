"""Changes settings of git by running git; earlier values are kept in the same file."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from composer.programs import program_named
from composer.setup.clients.base import Surroundings
from composer.setup.editing.edit import DamagedError, SetupError
from composer.words import _

PATIENCE = 20.0
"""Seconds that git is given for one command."""
_NOT_THERE = {1, 5}
"""Exit statuses of ``git config`` for a key that is not set, by reading and by unsetting."""


class GitKey(Struct, frozen=True):
    """One setting of git, with the value that presend gives it."""

    name: str
    """The setting's name as ``section.key``."""
    value: str

    @property
    def kept(self) -> str:
        """The name of the setting that keeps the replaced values."""
        return f"presend.kept-{self.name.replace('.', '-')}"

    @property
    def ours(self) -> str:
        """The name of the setting that notes that presend has set this one."""
        return f"presend.set-{self.name.replace('.', '-')}"


class GitEdit(Struct, frozen=True):
    """Sets and restores settings by running ``git config`` over a copy of the text."""

    keys: tuple[GitKey, ...]

    def added(self, text: str) -> str:
        """The text with the settings made and earlier values kept; raises ``DamagedError`` and ``SetupError``."""
        return self._edited(text, self._set)

    def removed(self, text: str) -> str:
        """The text with the earlier values set again; raises ``DamagedError`` and ``SetupError``."""
        return self._edited(text, self._reset)

    def stands_in(self, text: str) -> bool:
        """Whether the last value of each setting is presend's; raises ``DamagedError`` and ``SetupError``."""
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
    """A configuration file that git reads and writes, without what it includes."""

    path: Path

    def values(self, name: str) -> list[str]:
        """Every value of a setting, in order; the last one counts."""
        return self.run("--null", "--get-all", name).split("\0")[:-1]

    def run(self, *words: str) -> str:
        """Run ``git config`` on the file; returns what it prints, raises ``DamagedError`` where git cannot read it."""
        done = _git(("config", "--file", str(self.path), *words), self.path.parent)
        if done.returncode and done.returncode not in _NOT_THERE:
            raise DamagedError(_line_in(done.stderr), _("git cannot read this file."))
        return done.stdout


@contextmanager
def _copied(text: str) -> Iterator[_ConfigFile]:
    """A temporary configuration file with the text."""
    with tempfile.TemporaryDirectory() as folder:
        file = _ConfigFile(Path(folder) / "config")
        file.path.write_bytes(text.encode("utf-8", "surrogateescape"))
        yield file


def effective_values(
    pattern: str, around: Surroundings, folder: Path, file: Path | None = None
) -> list[tuple[str, str, str]]:
    """Origin, name in small letters and value of every setting that git finds in ``folder``; the later ones win.

    With ``file`` only what stands there, and in what it includes.

    ``pattern`` is an extended regular expression. Reading runs nothing that a repository names.
    """
    environ = {**os.environ, **around.environ, "HOME": str(around.home), "PATH": os.environ.get("PATH", os.defpath)}
    one = () if file is None else ("--file", str(file), "--includes")
    done = _git(("config", *one, "--null", "--show-origin", "--get-regexp", pattern), folder, environ)
    parts = done.stdout.split("\0")[:-1]
    pairs = zip(parts[::2], parts[1::2], strict=False)
    return [(origin, name, value) for origin, pair in pairs for name, _newline, value in (pair.partition("\n"),)]


def _git(
    words: Sequence[str], folder: Path, environ: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run git in ``folder``, whose repository counts; raises ``SetupError`` where git is not installed."""
    program = program_named("git", os.environ)
    if program is None:
        raise _no_git()
    try:
        return subprocess.run(  # noqa: S603  # fixed words and the member's own values, no shell
            (program, *words),
            cwd=folder,
            env=dict(os.environ if environ is None else environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=PATIENCE,
            check=False,
        )
    except OSError as error:
        raise _no_git() from error


def _no_git() -> SetupError:
    return SetupError(_("git is not installed. Install it, then try again."))


def _line_in(complaint: str) -> int:
    """The line that git names (``bad config line 3 in file``), in every language it speaks."""
    found = re.search(r"\d+", complaint)
    return int(found[0]) if found else 1


_Change = Callable[[_ConfigFile, GitKey], None]
