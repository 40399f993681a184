"""``presend locales check`` as a command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from composer.localization.codes import Code
from composer.localization.folder import shipped_folder
from tests.cli.command import presend

KOREAN = "ko/LC_MESSAGES/composer.po"
NEVER = "시험한 변경 하나로는 바뀌지 않습니다."


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped catalogs, in a folder with blanks in its name."""
    folder = tmp_path / "my catalogs"
    for path in [*shipped_folder().glob("*/LC_MESSAGES/*.po"), *shipped_folder().glob("*.pot")]:
        target = folder / path.relative_to(shipped_folder())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return folder


def broken(folder: Path, old: str, new: str) -> int:
    """Change one translation; the line on which it stands."""
    path = folder / KOREAN
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_catalogs_have_no_faults(tmp_path: Path) -> None:
    done = presend(tmp_path, "locales", "check")
    assert (done.returncode, done.stdout) == (0, f"{shipped_folder()}: 0 errors, 0 warnings\n")


def test_an_error_is_one_line_with_file_and_line_and_status_1(copy: Path) -> None:
    line = broken(copy, "25 MB와 같이 씁니다", "52 MB와 같이 씁니다")
    done = presend(copy.parent, "locales", "check", copy.name)
    first, *rest = done.stdout.splitlines()
    assert done.returncode == 1
    assert first.startswith(f"my catalogs/{KOREAN}:{line}: error changed-number: a number or its unit differs")
    assert rest[0] == "my catalogs: 1 error, 0 warnings"


def test_warnings_alone_are_status_0(copy: Path) -> None:
    broken(copy, 'msgstr "찾은 주소가 없습니다."', 'msgstr "찾은 찾은 주소가 없습니다."')
    done = presend(copy.parent, "locales", "check", str(copy))
    assert done.returncode == 0
    assert "warning doubled-word" in done.stdout


def test_json_has_the_documented_keys(copy: Path) -> None:
    line = broken(copy, NEVER, "")
    done = presend(copy.parent, "locales", "check", "--json", str(copy))
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "version": 1,
        "findings": [
            {
                "severity": "error",
                "code": "incomplete",
                "language": "ko",
                "id": "No single change that was tried.",
                "context": None,
                "line": line,
                "message": "this text is not translated [No single change that was tried.]",
            }
        ],
    }


def test_one_language_is_looked_at_alone(copy: Path) -> None:
    broken(copy, NEVER, "")
    assert presend(copy.parent, "locales", "check", "--lang", "ja_JP.UTF-8", str(copy)).returncode == 0
    assert presend(copy.parent, "locales", "check", "--lang", "ko-KR", str(copy)).returncode == 1


def test_the_language_of_a_catalog_is_not_that_of_the_screen(copy: Path) -> None:
    done = presend(copy.parent, "locales", "check", "--lang", "ko", "--ui-lang", "ja", str(copy))
    assert done.stdout == f"{copy}: エラー 0 件、警告 0 件\n"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--lang", "fr"), 64, "fr: there is no catalog of this language. There are ko, ja."),
        (("--explain", "nonsense"), 64, "nonsense: there is no such code. There are source-syntax,"),
        (("--explain", "nonsense", "--json"), 64, "nonsense: there is no such code. There are source-syntax,"),
        (("nowhere",), 66, "nowhere: no catalog is in it, such as ko/LC_MESSAGES/composer.po."),
        (("--json", "nowhere"), 66, "nowhere: no catalog is in it, such as ko/LC_MESSAGES/composer.po."),
        (("a\x1b[31m",), 66, "no catalog is in it"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_its_status(
    tmp_path: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    done = presend(tmp_path, "locales", "check", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert said in done.stderr
    assert "\x1b" not in done.stderr


def test_what_a_catalog_says_is_cleaned_before_it_is_shown(copy: Path) -> None:
    broken(copy, NEVER, "\x1b[31m\u202e" + NEVER + '"')
    for words in ([], ["--json"]):
        done = presend(copy.parent, "locales", "check", *words, str(copy))
        assert done.returncode == 1
        assert not {"\x1b", "\u202e"} & set(json.loads(done.stdout)["findings"][0]["message"] if words else done.stdout)


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("code", [Code.LOST_NEGATION, Code.PARSE, Code.TOO_WIDE], ids=lambda code: code.value)
def test_a_code_is_explained_with_an_example(tmp_path: Path, code: Code, language: str) -> None:
    done = presend(tmp_path, "locales", "check", "--explain", code.value, language=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{code.value}: ")
    assert len(done.stdout.splitlines()) >= 4


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_a_code_is_explained_as_json(tmp_path: Path, language: str) -> None:
    words = ("--json", "--explain", "lost-negation")
    done = presend(tmp_path, "locales", "check", *words, language=language)
    said = json.loads(done.stdout)
    shown = presend(tmp_path, "locales", "check", "--explain", "lost-negation", language=language).stdout
    assert (done.returncode, done.stderr) == (0, "")
    assert list(said) == ["version", "code", "severity", "meaning", "why", "example"]
    assert (said["version"], said["code"], said["severity"]) == (1, "lost-negation", "warning")
    assert all("".join(said[key].split()) in "".join(shown.split()) for key in ("meaning", "why"))
    assert said["example"] == {
        "english": "It cannot be sent.", "wrong": "보낼 수 있습니다.", "right": "보낼 수 없습니다.",
    }  # fmt: skip


def test_an_example_without_english_is_null(tmp_path: Path) -> None:
    said = json.loads(presend(tmp_path, "locales", "check", "--json", "--explain", "charset").stdout)
    assert said["example"]["english"] is None


def test_a_missing_entry_and_an_unknown_one_have_codes_of_their_own(copy: Path) -> None:
    broken(copy, 'msgid "No single change that was tried."', 'msgid "No single change."')
    done = presend(copy.parent, "locales", "check", "--json", str(copy))
    found = [(one["code"], one["id"], one["severity"]) for one in json.loads(done.stdout)["findings"]]
    assert done.returncode == 1
    assert found == [
        ("unknown-entry", "No single change.", "error"),
        ("missing-entry", "No single change that was tried.", "error"),
    ]
