"""The clients' files for everybody on a machine: which one it is, and that it is taken back to the byte."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.setup.clients import NAMES, client
from composer.setup.clients.base import Setting, Surroundings
from composer.setup.editing.configuration import (
    State,
    backup_of,
    carry_out,
    planned_addition,
    planned_removal,
    state_of,
)

MUTT_NAMES_A_FOLDER = "set x\nsource /usr/lib/mutt/source-muttrc.d|\n"
NEOMUTT_NAMES_A_FOLDER = "source /usr/libexec/neomutt/source-neomuttrc.d|"
FOLDER = None
"""In place of a file's text."""
PLACES: list[tuple[str, dict[str, str | None], str]] = [
    ("mutt", {}, "Muttrc"),
    ("mutt", {"Muttrc": ""}, "Muttrc"),
    ("mutt", {"mutt/Muttrc": ""}, "mutt/Muttrc"),
    ("mutt", {"mutt/Muttrc": "", "Muttrc": ""}, "Muttrc"),
    ("mutt", {"Muttrc": MUTT_NAMES_A_FOLDER, "Muttrc.d": FOLDER}, "Muttrc.d/presend.rc"),
    ("mutt", {"Muttrc": MUTT_NAMES_A_FOLDER}, "Muttrc"),
    ("mutt", {"Muttrc": "", "Muttrc.d": FOLDER}, "Muttrc"),
    ("neomutt", {}, "neomuttrc"),
    ("neomutt", {"neomuttrc": "", "Muttrc": ""}, "neomuttrc"),
    ("neomutt", {"Muttrc": ""}, "Muttrc"),
    ("neomutt", {"xdg/neomutt/neomuttrc": "", "neomuttrc": ""}, "xdg/neomutt/neomuttrc"),
    ("neomutt", {"xdg/neomutt/Muttrc": "", "neomuttrc": ""}, "xdg/neomutt/Muttrc"),
    ("neomutt", {"neomuttrc": NEOMUTT_NAMES_A_FOLDER, "neomuttrc.d": FOLDER}, "neomuttrc.d/presend.rc"),
    ("neomutt", {"Muttrc": MUTT_NAMES_A_FOLDER, "Muttrc.d": FOLDER}, "Muttrc.d/presend.rc"),
    ("neomutt", {"neomuttrc": "", "neomuttrc.d": FOLDER}, "neomuttrc"),
    ("s-nail", {}, "s-nail.rc"),
    ("alpine", {}, "pine.conf"),
    ("git", {}, "gitconfig"),
]
TEXTS = {
    "mutt": "set sendmail=msmtp\n# Grüße",
    "neomutt": "set from=x@y.example",
    "s-nail": "set hold\n\n",
    "alpine": "personal-name=\nsendmail-path=/usr/bin/msmtp -t\nsmtp-server=\n",
    "git": '[credential "https://h"]\n\thelper = x ; y\n[sendemail]\n\tsendmailCmd = msmtp',
}


@pytest.fixture
def tight_umask() -> Iterator[None]:
    """As root may have it."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def laid(machine: Path, files: dict[str, str | None]) -> None:
    """The files and folders of a machine."""
    machine.mkdir(exist_ok=True)
    for name, text in files.items():
        place = machine / name
        if text is FOLDER:
            place.mkdir()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")


def shared(machine: Path, name: str, **environ: str) -> tuple[Setting, ...]:
    """The settings for everybody."""
    return client(name).shared_settings(Surroundings(machine / "nobody", environ, machine), "/usr/bin/presend")


@pytest.mark.parametrize(("name", "files", "place"), PLACES)
def test_the_file_is_one_that_the_client_reads(
    tmp_path: Path, name: str, files: dict[str, str | None], place: str
) -> None:
    laid(tmp_path / "etc", files)
    assert [one.place for one in shared(tmp_path / "etc", name)] == [tmp_path / "etc" / place]


def test_git_may_be_told_of_another_file(tmp_path: Path) -> None:
    (found,) = shared(tmp_path, "git", GIT_CONFIG_SYSTEM="/opt/etc/gitconfig")
    assert found.place == Path("/opt/etc/gitconfig")


def test_every_client_has_one_or_none() -> None:
    assert [name for name in NAMES if not shared(Path("/nowhere"), name)] == ["aerc", "alot"]


@pytest.mark.parametrize("name", TEXTS)
def test_lines_are_added_and_taken_back_to_the_byte(tmp_path: Path, name: str) -> None:
    (setting,) = shared(tmp_path, name)
    setting.place.write_text(TEXTS[name], "utf-8")
    setting.place.chmod(0o664)
    carry_out([planned_addition(setting)])
    assert (state_of(setting), stat.S_IMODE(setting.place.stat().st_mode)) == (State.PRESENT, 0o664)
    assert stat.S_IMODE(backup_of(setting.place).stat().st_mode) == 0o664
    carry_out([planned_removal(setting)])
    assert (setting.place.read_text("utf-8"), list(tmp_path.iterdir())) == (TEXTS[name], [setting.place])
    assert stat.S_IMODE(setting.place.stat().st_mode) == 0o664


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.usefixtures("tight_umask")
def test_a_file_that_is_made_is_for_everybody_to_read_and_goes_again(tmp_path: Path, name: str) -> None:
    (setting,) = shared(tmp_path, name)
    carry_out([planned_addition(setting)])
    assert stat.S_IMODE(setting.place.stat().st_mode) == 0o644
    carry_out([planned_addition(setting)])
    carry_out([planned_removal(setting)])
    assert list(tmp_path.iterdir()) == []
