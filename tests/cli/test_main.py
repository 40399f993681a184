"""The command itself: verbs, versions, exit statuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from composer import __version__
from tests.forkserver.client import as_text, run
from tests.project import ROOT


def presend(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command without a terminal in a home of its own."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **environ}
    return as_text(run([sys.executable, "-m", "composer", *arguments], env=clean, cwd=home))


@pytest.mark.parametrize("more", [(), ("--help",), ("outbox",), ("--nonsense",)])
def test_the_version_is_one_line(more: tuple[str, ...], tmp_path: Path) -> None:
    done = presend(tmp_path, "--version", *more)
    assert (done.returncode, done.stdout) == (0, f"presend {__version__}\n")


@pytest.mark.parametrize("arguments", [("nonsense",), ("--nonsense",), ("outbox",), ("policy", "frobnicate")])
def test_wrong_usage_is_64_with_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = presend(tmp_path, *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (64, "", 1)


@pytest.mark.parametrize("arguments", [(), ("compose",), ("--to", "a@x.example"), ("demo",), ("mailto:a@x.example",)])
def test_without_a_terminal_nothing_is_composed(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = presend(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (77, "")
    assert "no terminal" in done.stderr


def test_help_names_every_verb_in_the_language_of_the_environment(tmp_path: Path) -> None:
    english, korean = presend(tmp_path, "--help").stdout, presend(tmp_path, "--help", LANG="ko_KR.UTF-8").stdout
    for verb in ("compose", "demo", "check", "policy", "outbox"):
        assert verb in english
    assert english != korean


def test_broken_settings_are_listed_with_their_lines_and_leave_with_78(tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "presend"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("language = 7\ncolour = 'red'\n")
    done = presend(tmp_path, "outbox", "list")
    assert done.returncode == 78
    assert "config.toml:1:1" in done.stderr
    assert "config.toml:2:1" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root stands in other people's homes")
@pytest.mark.parametrize(
    "words",
    [
        ("drafts", "list"),
        ("outbox", "list"),
        ("contacts", "kim"),
        ("install", "git", "--write"),
        ("--to", "lee@hanbit.example"),
    ],
)
def test_root_leaves_nothing_in_the_home_of_somebody_else(tmp_path: Path, words: tuple[str, ...]) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 1234, 1234)
    done = presend(home, *words, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert (done.returncode, list(home.iterdir())) == (78, [])
    assert "sudo -H" in done.stderr
