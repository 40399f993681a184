"""``presend install timer``: the units of the package, for the program where it lies, and what systemd is told."""

from __future__ import annotations

import os
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from composer.setup.clients.timer import SERVICE, TIMER, shipped, unit_word
from tests.cli.command import presend
from tests.setup.support import program_in

UNITS = Path(".config", "systemd", "user")


def systemctl(folder: Path, status: int = 0, said: str = "") -> Path:
    """A systemctl that writes down how it is called; its folder."""
    folder.mkdir(exist_ok=True)
    program = folder / "systemctl"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> "{folder}/calls"\necho "$@" | grep -q daemon-reload && exit 0\n'
        f'echo "{said}" >&2\nexit {status}\n'
    )
    program.chmod(0o755)
    return folder


def calls(folder: Path) -> list[str]:
    """How it was called, in order."""
    return (folder / "calls").read_text().splitlines()


def path(*folders: Path) -> str:
    """A PATH that begins with these folders, and has no systemctl but theirs."""
    without = [place for place in os.environ["PATH"].split(os.pathsep) if not (Path(place) / "systemctl").exists()]
    return os.pathsep.join([*map(str, folders), *without])


def unit(file: Path) -> ConfigParser:
    """A unit, as far as it is written like an INI file."""
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds the case
    parser.read(file, "utf-8")
    return parser


def test_it_prints_both_units_and_writes_nothing(tmp_path: Path) -> None:
    program = program_in(tmp_path / "bin")
    done = presend(tmp_path, "install", "timer", "--command", program)
    assert done.returncode == os.EX_OK
    assert f"ExecStart={program} outbox flush" in done.stdout
    assert f"{tmp_path / UNITS / SERVICE}" in done.stdout
    assert "OnUnitActiveSec=10min" in done.stdout
    assert not (tmp_path / ".config").exists()


def test_writing_enables_the_timer_and_removing_disables_it(tmp_path: Path) -> None:
    program, manager = program_in(tmp_path / "bin"), systemctl(tmp_path / "manager")
    done = presend(tmp_path, "install", "timer", "--command", program, "--write", PATH=path(manager))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        os.EX_OK, "The timer is on: systemd tries the outbox every ten minutes.",
    )  # fmt: skip
    service = unit(tmp_path / UNITS / SERVICE)
    assert service["Service"]["ExecStart"] == f"{program} outbox flush"
    assert service["Service"]["Type"] == "oneshot"
    assert unit(tmp_path / UNITS / TIMER)["Install"]["WantedBy"] == "timers.target"
    assert calls(manager) == ["--user daemon-reload", f"--user enable --now {TIMER}"]
    gone = presend(tmp_path, "install", "timer", "--remove", PATH=path(manager))
    assert (gone.returncode, gone.stdout.splitlines()[-1]) == (os.EX_OK, "The timer is off.")
    assert calls(manager)[2:] == [f"--user disable --now {TIMER}", "--user daemon-reload"]
    assert list((tmp_path / UNITS).iterdir()) == []


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    program, manager = program_in(tmp_path / "bin"), systemctl(tmp_path / "manager")
    for _time in range(2):
        done = presend(tmp_path, "install", "timer", "--command", program, "--write", PATH=path(manager))
    assert done.stdout.count("the lines are there already") == 2
    assert sorted(file.name for file in (tmp_path / UNITS).iterdir()) == [SERVICE, TIMER]


def test_where_systemd_does_not_answer_it_says_why_and_what_to_do(tmp_path: Path) -> None:
    program = program_in(tmp_path / "bin")
    manager = systemctl(tmp_path / "manager", 1, "Failed to connect to bus: \x1b[31mNo medium found")
    done = presend(tmp_path, "install", "timer", "--command", program, "--write", PATH=path(manager))
    assert done.returncode == os.EX_TEMPFAIL
    assert "Failed to connect to bus" in done.stdout
    assert f"systemctl --user enable --now {TIMER}" in done.stdout
    assert "outbox flush" in done.stdout.splitlines()[-1]
    assert "\x1b" not in done.stdout
    assert (tmp_path / UNITS / SERVICE).exists()


def test_without_systemd_it_says_what_to_do_and_removing_still_removes(tmp_path: Path) -> None:
    program = program_in(tmp_path / "bin")
    done = presend(tmp_path, "install", "timer", "--command", program, "--write", PATH=path())
    assert done.returncode == os.EX_TEMPFAIL
    assert "systemctl is not on this machine" in done.stdout
    assert "crontab" in done.stdout.splitlines()[-1]
    gone = presend(tmp_path, "install", "timer", "--remove", PATH=path())
    assert gone.returncode == os.EX_OK
    assert not (tmp_path / UNITS / SERVICE).exists()


def test_it_names_the_program_behind_the_link_that_pipx_makes(tmp_path: Path) -> None:
    real = program_in(tmp_path / "venvs" / "presend" / "bin")
    link = tmp_path / ".local" / "bin" / "presend"
    link.parent.mkdir(parents=True)
    link.symlink_to(real)
    done = presend(tmp_path, "install", "timer", PATH=path(link.parent))
    assert f"ExecStart={link} outbox flush" in done.stdout


def test_what_the_shell_says_of_places_is_passed_on(tmp_path: Path) -> None:
    program = program_in(tmp_path / "bin")
    data = tmp_path / "my data"
    done = presend(tmp_path, "install", "timer", "--command", program, XDG_DATA_HOME=str(data))
    assert f'Environment="XDG_DATA_HOME={data}"' in done.stdout


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("/home/kim/.local/bin/presend", "/home/kim/.local/bin/presend"),
        ("/home/kim/my bin/presend", '"/home/kim/my bin/presend"'),
        ("/opt/50%/presend", '"/opt/50%%/presend"'),
        ("/opt/$HOME/presend", '"/opt/$HOME/presend"'),
        ('A=/opt/"a\\b', '"A=/opt/\\"a\\\\b"'),
    ],
)
def test_a_path_is_written_as_systemd_reads_it(given: str, written: str) -> None:
    assert unit_word(given) == written


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here to read them")
@pytest.mark.parametrize("folder", ["bin", "my bin", "50%", "$HOME"])
def test_systemd_itself_reads_the_units(tmp_path: Path, folder: str) -> None:
    program = program_in(tmp_path / folder)
    presend(tmp_path, "install", "timer", "--command", program, "--write", PATH=path())
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(tmp_path / UNITS / TIMER), str(tmp_path / UNITS / SERVICE)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_path_that_systemd_takes_for_no_program_is_refused(tmp_path: Path) -> None:
    done = presend(tmp_path, "install", "timer", "--command", program_in(tmp_path / "kim's"), "--write")
    assert (done.returncode, done.stdout) == (os.EX_CONFIG, "")
    assert "systemd cannot call" in done.stderr
    assert not (tmp_path / UNITS).exists()


def test_the_units_are_in_the_package() -> None:
    assert "ExecStart=presend outbox flush" in shipped(SERVICE)
    assert "[Timer]" in shipped(TIMER)
