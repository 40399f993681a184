"""The command itself: verbs, versions, exit statuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from composer import __version__

ROOT = Path(__file__).parents[2]


def presend(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command without a terminal in a home of its own."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **environ}
    return subprocess.run(
        [sys.executable, "-m", "composer", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=clean,
        start_new_session=True,
        check=False,
    )


def test_the_version_is_one_line(tmp_path: Path) -> None:
    done = presend(tmp_path, "--version")
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
