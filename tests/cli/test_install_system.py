"""``presend install CLIENT --system`` as a command: the machine's files, who may write them, and what they may name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import presend
from tests.project import ROOT
from tests.setup.support import program_in

HAVE = {"mutt": "Muttrc", "neomutt": "neomuttrc", "s-nail": "s-nail.rc", "alpine": "pine.conf", "git": "gitconfig"}


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The folder that stands for /etc."""
    folder = tmp_path / "no-machine" / "clients"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("name", HAVE)
def test_it_prints_writes_and_removes(tmp_path: Path, machine: Path, name: str) -> None:
    program, place = program_in(tmp_path / "bin"), machine / HAVE[name]
    words = ("install", name, "--system")
    printed = presend(tmp_path, *words, "--command", program).stdout
    assert printed.startswith(f"These lines belong in {place}:\n")
    assert printed.endswith(f"\npresend install {name} --system --write writes them for you.\n")
    assert presend(tmp_path, *words, "--command", program, "--write").stdout == f"{place}: written.\n"
    again = presend(tmp_path, *words, "--command", program, "--write").stdout
    assert again == f"{place}: the lines are there already.\n"
    assert presend(tmp_path, *words, "--remove").stdout == f"{place}: presend's lines were taken out.\n"
    assert list(machine.iterdir()) == []
    assert not {".muttrc", ".mailrc", ".pinerc", ".gitconfig"} & {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("name", ["aerc", "alot", "timer"])
@pytest.mark.parametrize("what", [(), ("--write",), ("--remove",)])
def test_a_client_without_such_a_file_is_told_so(tmp_path: Path, name: str, what: tuple[str, ...]) -> None:
    done = presend(tmp_path, "install", name, "--system", *what)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (os.EX_CONFIG, "", 1)
    assert f"{name} reads no file that is for everybody" in done.stderr
    assert f"presend install {name} --write" in done.stderr


def without_overriding() -> list[str]:
    """What takes from root the right to write where modes forbid it."""
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


@pytest.mark.parametrize("what", ["--write", "--remove"])
def test_where_only_others_may_write_nothing_is_changed(tmp_path: Path, machine: Path, what: str) -> None:
    program = program_in(tmp_path / "bin")
    if what == "--remove":
        presend(tmp_path, "install", "mutt", "--system", "--write", "--command", program)
    before = {path: path.read_bytes() for path in machine.iterdir()}
    machine.chmod(0o555)
    words = ("install", "mutt", "--system", what, "--command", program)
    done = subprocess.run(
        [*without_overriding(), sys.executable, "-m", "tests.machines", str(machine.parent), *words],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    machine.chmod(0o755)
    assert (done.returncode, done.stdout) == (os.EX_NOPERM, "")
    assert done.stderr == f"presend: You may not change {machine}/Muttrc. Ask whoever may, or try again with sudo.\n"
    assert {path: path.read_bytes() for path in machine.iterdir()} == before


@pytest.mark.parametrize("at", ["program", "folder"])
def test_a_program_that_others_can_change_is_not_for_everybody(tmp_path: Path, machine: Path, at: str) -> None:
    program = Path(program_in(tmp_path / "bin"))
    (program if at == "program" else program.parent).chmod(0o777)
    words = ("install", "mutt", "--system", "--command", str(program))
    done = presend(tmp_path, *words, "--write")
    assert (done.returncode, done.stdout, list(machine.iterdir())) == (os.EX_CONFIG, "", [])
    assert f"chmod go-w {program if at == 'program' else program.parent}" in done.stderr
    assert presend(tmp_path, *words).returncode == 0


@pytest.mark.parametrize("at", ["program", "folder"])
def test_a_program_that_others_cannot_start_is_not_for_everybody(tmp_path: Path, machine: Path, at: str) -> None:
    program = Path(program_in(tmp_path / "bin"))
    closed = program if at == "program" else program.parent
    closed.chmod(0o700)
    link = Path(program_in(tmp_path / "open")).with_name("link")
    link.symlink_to(program)
    done = presend(tmp_path, "install", "mutt", "--system", "--command", str(link), "--write")
    assert (done.returncode, done.stdout, list(machine.iterdir())) == (os.EX_CONFIG, "", [])
    assert f"because {closed} is closed to others" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root stands in other people's homes")
def test_root_may_write_the_machines_files_from_the_home_of_somebody_else(tmp_path: Path, machine: Path) -> None:
    program = program_in(tmp_path / "bin")
    os.chown(tmp_path, 1234, 1234)
    done = presend(tmp_path, "install", "mutt", "--system", "--command", program, "--write")
    assert (done.returncode, [path.name for path in machine.iterdir()]) == (0, ["Muttrc"])
    assert presend(tmp_path, "install", "mutt", "--command", program, "--write").returncode == os.EX_CONFIG
    assert not (tmp_path / ".muttrc").exists()
