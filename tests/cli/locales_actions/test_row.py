"""``presend locales row N``: what it writes reaches that row when it is used."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from policy.wording import WordingRow
from tests.cli.command import presend
from tests.project import ROOT


@pytest.mark.parametrize("row", WordingRow, ids=lambda row: f"row {row.value}")
def test_the_written_command_reaches_the_row(tmp_path: Path, row: WordingRow) -> None:
    folder = tmp_path / "a row"
    done = presend(tmp_path, "locales", "row", str(row.value), "--output", str(folder), language="ko")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"sh '{folder / 'show'}'" in done.stdout
    around = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "ja_JP.UTF-8", "LANGUAGE": "ja"}
    shown = subprocess.run(
        ["sh", str(folder / "show"), "--json"], env=around, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    verdict = json.loads(shown.stdout)["verdict"]
    assert verdict["warning"]["text"]["row"] == row.value


@pytest.mark.parametrize("row", WordingRow, ids=lambda row: f"row {row.value}")
def test_policy_settings_and_message_reach_it_by_themselves(tmp_path: Path, row: WordingRow) -> None:
    """As a tester copies them to the usual places."""
    presend(tmp_path, "locales", "row", str(row.value), "--output", "made")
    places = {"XDG_CONFIG_HOME": str(tmp_path / "made" / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}
    done = presend(tmp_path, "check", "--json", "made/message.eml", language="", **places)
    assert done.returncode == 0
    assert json.loads(done.stdout)["warning"]["text"]["row"] == row.value


def test_the_policy_has_no_faults_and_the_composer_is_the_second_command(tmp_path: Path) -> None:
    done = presend(tmp_path, "locales", "row", "6")
    folder = tmp_path / "presend-row-6"
    assert str(folder / "write") in done.stdout
    checked = presend(tmp_path, "policy", "check", str(folder / "config" / "presend" / "policy.toml"))
    assert checked.returncode == 0
    script = (folder / "write").read_text("utf-8")
    assert "-m composer compose --to partner@other.example" in script
    assert (folder / "write").stat().st_mode & 0o777 == 0o700
    assert subprocess.run(["sh", "-n", str(folder / "write")], check=False, cwd=ROOT).returncode == 0


@pytest.mark.parametrize("words", [("0",), ("11",), ("x",), ()])
def test_there_are_ten_rows(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert presend(tmp_path, "locales", "row", *words).returncode == 64


def test_the_folder_and_those_above_it_are_made_as_the_help_says(tmp_path: Path) -> None:
    done = presend(tmp_path, "locales", "row", "1", "--output", "new/and/deep")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "new" / "and" / "deep" / "show").is_file()
    assert "made with those above it" in " ".join(presend(tmp_path, "locales", "row", "--help").stdout.split())


def test_a_folder_with_something_in_it_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a").write_text("a")
    done = presend(tmp_path, "locales", "row", "1", "--output", "mine")
    assert (done.returncode, done.stdout) == (73, "")
    assert "mine holds something already" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["a"]
    (tmp_path / "file").write_text("a")
    assert presend(tmp_path, "locales", "row", "1", "--output", "file/in").returncode == 73
