"""What was given by argument or pipe is the member's, also where no composer opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import presend

SETTINGS = """[[identities]]
address = "kim@hanbit.example"
[transport]
kind = "local"
"""
POLICY = """schema = 1
[company]
domains = ["hanbit.example"]
"""


@pytest.fixture(params=["set up", "not set up"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A member's, before the first start or after it."""
    folder = tmp_path / ".config" / "presend"
    if request.param == "set up":
        folder.mkdir(parents=True)
        (folder / "config.toml").write_text(SETTINGS, "utf-8")
        (folder / "policy.toml").write_text(POLICY, "utf-8")
    return tmp_path


def test_without_a_terminal_what_came_by_pipe_is_a_draft(home: Path) -> None:
    run = presend(home, "--to", "lee@hanbit.example", "--subject", "Minutes", "--body", "-", stdin="Dear Lee\n")
    assert run.returncode != 0
    assert "There is no terminal" in run.stderr
    said = run.stderr.partition("kept as a draft: ")[2].split()
    assert said[:3] == ["presend", "drafts", "finish"]
    shown = presend(home, "drafts", "show", said[3]).stdout
    assert "lee@hanbit.example" in shown
    assert "Minutes" in shown


def test_where_nothing_was_given_nothing_is_kept(home: Path) -> None:
    run = presend(home)
    assert "There is no terminal" in run.stderr
    assert "kept" not in run.stderr
    assert not list((home / ".local/share/presend").rglob("*.json"))
