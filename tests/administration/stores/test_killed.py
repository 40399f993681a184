"""The process is killed (-9) at every step of a save: the policy is the old one or the new one, and known once."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from composer.administration.administrator import Administrator
from tests.administration.killing import AFTER
from tests.administration.support import TEXT, Desk
from tests.project import ROOT

THIRD = TEXT + "# another\n"


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What the attempts left, in order; the last one came through."""
    folder = tmp_path_factory.mktemp("killed")
    arguments = [sys.executable, "-m", "tests.administration.killing", str(folder)]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return sorted((path for path in folder.iterdir() if path.name.isdigit()), key=lambda path: int(path.name))


def copied(folder: Path, place: Path) -> Desk:
    """The next start of presend on what an attempt left."""
    subprocess.run(["cp", "-a", str(folder), str(place)], check=True)
    return Desk(place)


def test_the_attempts_were_killed_before_and_after_the_exchange(killed: list[Path]) -> None:
    steps = [folder.with_suffix(".killed").read_text() for folder in killed[:-1]]
    assert sum(step.startswith("os.rename") for step in steps) == 3
    assert any("audit.jsonl" in step for step in steps)
    texts = [(folder / "etc" / "policy.toml").read_text() for folder in killed]
    exchange = texts.index(AFTER)
    assert 10 < exchange < len(texts) - 3
    assert texts == [TEXT] * exchange + [AFTER] * (len(texts) - exchange)


def test_the_next_start_knows_a_save_that_happened_once_and_no_other(killed: list[Path], tmp_path: Path) -> None:
    for folder in killed:
        desk = copied(folder, tmp_path / folder.name)
        happened = desk.store.read().text == AFTER
        assert len(desk.audit()) == happened, folder
        assert desk.store.read().text == (AFTER if happened else TEXT)
        assert len(desk.audit()) == happened, folder
        assert desk.kept() == [TEXT] * happened, folder


def test_the_next_save_works_and_leaves_nothing_of_the_interrupted_one(killed: list[Path], tmp_path: Path) -> None:
    for folder in killed:
        desk = copied(folder, tmp_path / folder.name)
        before = desk.store.read()
        desk.store.save(THIRD, before)
        assert desk.policy.read_text() == THIRD
        assert desk.kept() == [before.text, TEXT][: 1 + (before.text == AFTER)], folder
        assert len(desk.audit()) == 1 + (before.text == AFTER), folder
        assert desk.names() == ["policy.toml", "policy.toml.versions", "staff.txt"]
        assert all(path.suffix == ".toml" for path in desk.versions.iterdir()), folder
        assert stat.S_IMODE(desk.versions.stat().st_mode) == 0o755, folder


def test_a_save_of_somebody_else_in_between_hides_nothing(killed: list[Path], tmp_path: Path) -> None:
    for folder in killed:
        desk = copied(folder, tmp_path / folder.name)
        happened = desk.policy.read_text() == AFTER
        other = Desk(desk.folder, who=Administrator("lee", 1001))
        other.store.save(THIRD, other.store.read())
        desk.store.read()
        logins = sorted(line["administrator"]["login"] for line in desk.audit())
        assert logins == ["lee"] + ["root"] * happened, folder
