"""``--lang`` and ``--ui-lang`` for every verb: the member's language and that of the screens are two things."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from composer.cli.main import whole_parser
from composer.cli.wiring.asked_languages import asked_for, in_asked_languages
from composer.errors import UsageError
from composer.setup.grammar import Command, command_of
from tests.cli.command import presend

LEAVES = [one for one in command_of(whole_parser()).everything() if not one.commands]


@pytest.mark.parametrize("command", LEAVES, ids=lambda command: command.typed)
def test_every_verb_takes_the_options(command: Command) -> None:
    assert {"--lang", "--ui-lang", "--catalog"} <= {name for option in command.options for name in option.names}


@pytest.mark.parametrize("command", LEAVES, ids=lambda command: command.typed)
def test_every_verbs_help_is_in_the_language_of_the_screens(tmp_path: Path, command: Command) -> None:
    said = presend(tmp_path, *command.path[1:], "--ui-lang", "ja", "--lang", "ko", "--help").stdout
    assert "画面と文の言語" in "".join(said.split())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["compose"], {}),
        (["compose", "--lang", "ko"], {"PRESEND_LANG": "ko"}),
        (["compose", "--lang=ko", "--ui-lang=ja"], {"PRESEND_LANG": "ko", "PRESEND_UI_LANG": "ja"}),
        (["sendmail", "--", "--lang", "ko"], {}),
        (["sendmail", "--lang"], {}),
        (["locales", "check", "--lang", "ko", "--ui-lang", "ja"], {"PRESEND_UI_LANG": "ja"}),
        (["locales", "resolve", "--lang", "ko"], {"PRESEND_LANG": "ko"}),
        (["locales", "import", "--lang", "ko", "--catalog", "/a/b.po"], {"PRESEND_CATALOG": "/a/b.po"}),
    ],
)
def test_options_stand_for_variables(arguments: list[str], expected: dict[str, str]) -> None:
    assert asked_for(arguments) == expected


def test_the_environment_is_afterwards_as_it_was() -> None:
    environ = {"PRESEND_LANG": "vi"}
    with in_asked_languages(["compose", "--lang", "ko", "--ui-lang", "ja"], environ):
        assert environ == {"PRESEND_LANG": "ko", "PRESEND_UI_LANG": "ja"}
    assert environ == {"PRESEND_LANG": "vi"}


def test_screens_in_a_language_that_presend_does_not_speak_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError), in_asked_languages(["compose", "--ui-lang", "xx"], {}):
        pass
    done = presend(tmp_path, "policy", "schema", "--ui-lang", "xx")
    assert (done.returncode, done.stdout) == (64, "")
    assert "It speaks en, ko, ja." in done.stderr


@pytest.mark.parametrize(
    ("words", "tab", "heading"),
    [
        (("--lang", "ko"), "ko", "보안 경고"),
        (("--lang", "ko", "--ui-lang", "ja"), "ko", "セキュリティ警告"),
        (("--lang", "ja", "--ui-lang", "en"), "ja", "Security warning"),
        (("--ui-lang", "ja"), "default", "セキュリティ警告"),
    ],
)
def test_the_wording_follows_one_and_the_sentences_the_other(
    tmp_path: Path, words: tuple[str, ...], tab: str, heading: str
) -> None:
    message = tmp_path / "message.eml"
    message.write_text("From: kim@hanbit.example\nTo: a@other.example\nSubject: a\n\na\n", "utf-8")
    explain = ("policy", "explain", "--demonstration", str(message), *words)
    assert heading in presend(tmp_path, *explain, language="en").stdout
    found = json.loads(presend(tmp_path, *explain, "--json", language="en").stdout)
    assert found["verdict"]["warning"]["text"]["tab"] == tab


def test_the_gate_takes_them_too(tmp_path: Path) -> None:
    done = presend(tmp_path, "sendmail", "--ui-lang", "ko", "--lang=ja", "-t", stdin="From: a@b.example\n\n")
    assert done.returncode == 78
    assert "설정이 없습니다" in done.stderr
