"""``--catalog`` and ``PRESEND_CATALOG`` as a translator uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import presend

CATALOG = 'msgid ""\nmsgstr "Language: ko_KR\\n"\n\nmsgctxt "help"\nmsgid "usage: "\nmsgstr "이렇게: "\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "my file.po").write_text(CATALOG, "utf-8")
    (tmp_path / "broken.po").write_text("nonsense\n")
    return tmp_path


def test_the_screens_are_in_the_language_of_the_file(home: Path) -> None:
    for words in (["--catalog", "my file.po"], ["--catalog=my file.po", "--lang", "ja"]):
        done = presend(home, "locales", "check", *words, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("이렇게: presend locales check")


def test_the_variable_does_the_same(home: Path) -> None:
    done = presend(home, "check", "--help", PRESEND_CATALOG=str(home / "my file.po"))
    assert done.stdout.startswith("이렇게: presend check")


def test_the_language_of_the_screens_can_be_another_one(home: Path) -> None:
    done = presend(home, "check", "--catalog", "my file.po", "--ui-lang", "ja", "--help")
    assert done.stdout.startswith("使い方: ")


@pytest.mark.parametrize(
    ("file", "status", "said"),
    [
        ("nowhere.po", 66, "nowhere.po: cannot be read: No such file or directory."),
        ("broken.po", 65, "broken.po:1: error parse"),
    ],
)
def test_a_file_on_the_command_line_that_cannot_be_read_is_an_error(
    home: Path, file: str, status: int, said: str
) -> None:
    done = presend(home, "policy", "schema", "--catalog", file)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert said in done.stderr


@pytest.mark.parametrize("file", ["nowhere.po", "broken.po"])
def test_a_file_of_the_environment_that_cannot_be_read_is_said_and_stops_nothing(home: Path, file: str) -> None:
    done = presend(home, "check", "--help", language="ko", PRESEND_CATALOG=file)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith(f"presend: {file}")
    assert done.stdout.startswith("사용법: ")


def test_the_gate_speaks_with_it_too(home: Path) -> None:
    said = "There are no settings. Start presend once in a terminal, or write {file}."
    (home / "my file.po").write_text(f'{CATALOG}\nmsgid "{said}"\nmsgstr "없음 {{file}}"\n', "utf-8")
    done = presend(home, "sendmail", "--catalog", "my file.po", "-t", stdin="From: a@b.example\n\n")
    assert done.returncode == 78
    assert done.stderr.startswith("presend: 없음 ")
