"""``presend install`` as a command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from composer.setup.clients import NAMES
from tests.cli.command import presend
from tests.setup.support import program_in


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("aerc", "alot")])
def test_it_prints_writes_and_removes(tmp_path: Path, name: str) -> None:
    program = program_in(tmp_path / "bin")
    printed = presend(tmp_path, "install", name, "--command", program)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert f"{program}" in printed.stdout
    place = Path(printed.stdout.splitlines()[0].removeprefix("These lines belong in ").removesuffix(":"))
    assert not place.exists()
    assert presend(tmp_path, "install", name, "--command", program, "--write").stdout == f"{place}: written.\n"
    again = presend(tmp_path, "install", name, "--command", program, "--write")
    assert again.stdout == f"{place}: the lines are there already.\n"
    removed = presend(tmp_path, "install", name, "--remove")
    assert removed.stdout == f"{place}: presend's lines were taken out.\n"
    assert not place.exists()
    assert presend(tmp_path, "install", name, "--remove").stdout == f"{place}: nothing of presend's is in it.\n"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("neomutt", "Put them at the end"),
        ("mutt", "Put them at the end"),
        ("s-nail", "Put them at the end"),
        ("git", "Put them at the end"),
        ("aerc", "below the name of every account"),
        ("aerc", "Put the second line below the first"),
        ("alot", "below the name of every account"),
        ("alpine", "in place of the line that begins alike"),
    ],
)
def test_it_says_where_in_the_file_the_lines_belong(tmp_path: Path, name: str, hint: str) -> None:
    printed = presend(tmp_path, "install", name, "--command", program_in(tmp_path / "bin")).stdout
    assert hint in printed


@pytest.mark.parametrize("name", list(NAMES))
@pytest.mark.parametrize("folder", ["red\x1b[31m", "turned\u202e", "two\nlines"])
def test_a_path_that_would_not_be_text_on_a_terminal_is_never_printed(tmp_path: Path, name: str, folder: str) -> None:
    done = presend(tmp_path, "install", name, "--command", program_in(tmp_path / folder))
    assert (done.returncode, done.stdout) == (os.EX_CONFIG, "")
    assert not {"\x1b", "\u202e"} & set(done.stderr)
    assert done.stderr.count("\n") == 1


def test_it_says_where_the_backup_is(tmp_path: Path) -> None:
    (tmp_path / ".muttrc").write_text("set from=kim@hanbit.example\n", encoding="utf-8")
    done = presend(tmp_path, "install", "mutt", "--command", program_in(tmp_path / "bin"), "--write")
    assert f"{tmp_path}/.muttrc.before-presend" in done.stdout
    assert (tmp_path / ".muttrc.before-presend").read_text(encoding="utf-8") == "set from=kim@hanbit.example\n"


def test_nothing_is_written_where_one_of_the_files_must_be_left(tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "alot"
    folder.mkdir(parents=True)
    (folder / "config").write_text("[accounts]\n[[work]]\naddress = k\n", encoding="utf-8")
    (folder / "hooks.py").write_text("# presend begin\n", encoding="utf-8")
    done = presend(tmp_path, "install", "alot", "--command", program_in(tmp_path / "bin"), "--write")
    assert done.returncode == 78
    assert f"{folder}/hooks.py:1:" in done.stderr
    assert "presend" not in (folder / "config").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["neomutt", "mutt", "aerc", "alpine", "s-nail"])
def test_a_client_without_quoting_is_not_given_a_path_with_spaces(tmp_path: Path, name: str) -> None:
    done = presend(tmp_path, "install", name, "--command", program_in(tmp_path / "my programs"), "--write")
    assert (done.returncode, done.stdout) == (78, "")
    assert "Make a link" in done.stderr


@pytest.mark.parametrize("name", ["git", "alot"])
def test_a_client_with_quoting_is(tmp_path: Path, name: str) -> None:
    program = program_in(tmp_path / "my programs")
    done = presend(tmp_path, "install", name, "--command", program)
    assert done.returncode == 0
    assert "my programs" in done.stdout


def test_presend_is_found_on_the_path(tmp_path: Path) -> None:
    program = program_in(tmp_path / "bin")
    assert program in presend(tmp_path, "install", "mutt", PATH=str(tmp_path / "bin")).stdout


@pytest.mark.parametrize(("words", "status"), [((), 78), (("--command", "/not/there"), 66), (("--command", "."), 66)])
def test_a_program_that_is_not_there_is_refused(tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    done = presend(tmp_path, "install", "mutt", *words, PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (status, "")
    assert "--command" in done.stderr


@pytest.mark.parametrize("words", [("pine",), (), ("mutt", "--write", "--remove")])
def test_wrong_usage_is_64(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert presend(tmp_path, "install", *words).returncode == 64


@pytest.mark.parametrize(
    ("name", "advice"),
    [("meli", 'send_mail = "presend sendmail -t" under [composing]'), ("himalaya", "write and send with presend.")],
)
def test_a_client_that_it_cannot_set_up_is_told_what_to_do_instead(tmp_path: Path, name: str, advice: str) -> None:
    done = presend(tmp_path, "install", name, "--write")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (78, "", 1)
    assert advice in done.stderr


def test_a_client_that_nobody_knows_is_wrong_usage(tmp_path: Path) -> None:
    done = presend(tmp_path, "install", "outlook")
    assert (done.returncode, done.stdout) == (64, "")
    assert all(name in done.stderr for name in NAMES)
