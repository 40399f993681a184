"""``presend locales import`` as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.language.catalogs import po_path
from composer.localization.folder import shipped_folder
from composer.localization.po_file import read_text
from locales.registry import BY_TAG
from tests.cli.command import presend
from tests.project import ROOT

SAMPLES = sorted((ROOT / "tests" / "samples" / "catalogs").iterdir())
KOREAN = BY_TAG["ko"]
SHIPPED = po_path(shipped_folder(), KOREAN)
HEADER = 'msgid ""\nmsgstr "Language: ko\\n"\n\n'
FOUND = 'msgid "No address was found."\nmsgstr "찾은 주소가 없습니다."\n'


def into(tmp_path: Path, text: str, *words: str) -> tuple[int, list[str]]:
    """Import a file into a new folder; status and lines."""
    (tmp_path / "x.po").write_text(HEADER + text, "utf-8")
    done = presend(tmp_path, "locales", "import", "x.po", "--into", "my catalogs", *words)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def written(tmp_path: Path) -> Path:
    return po_path(tmp_path / "my catalogs", KOREAN)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_only_what_a_platform_changed_is_changed(tmp_path: Path, sample: Path) -> None:
    done = presend(tmp_path, "locales", "import", str(sample), "--into", "my catalogs")
    assert (done.returncode, done.stderr) == (0, "")
    assert ": 2 translations are new or changed, 1 is as it was, " in done.stdout
    expected = SHIPPED.read_text("utf-8").replace("찾은 주소가 없습니다.", "찾아낸 주소가 없습니다.")
    expected = expected.replace('"오류 {n}개"', '"오류 {n}건"')
    assert written(tmp_path).read_text("utf-8") == expected
    again = presend(tmp_path, "locales", "import", str(sample), "--into", "my catalogs")
    assert again.stdout.endswith("\nNothing is written: the catalog says all of it already.\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('msgid "There was such a text."\nmsgstr "가"\n', "not taken: this presend has no such text [There was such"),
        (
            'msgid "{n} error"\nmsgid_plural "{n} mistakes"\nmsgstr[0] "가"\n',
            "not taken: the plural of this text is another one now [{n} error]",
        ),
        ("#, fuzzy\n" + FOUND, "not taken: it is marked as fuzzy, a guess; --fuzzy takes it [No address was found.]"),
    ],
)
def test_what_is_not_taken_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.po").write_text(HEADER + text, "utf-8")
    done = presend(tmp_path, "locales", "import", "x.po", "--into", "my catalogs")
    line = 5 if text.startswith("#") else 4
    assert done.stdout.startswith(f"x.po:{line}: {said}")
    assert ": 0 translations are new or changed, 0 are as they were, 0 are left empty, 1 is not taken" in done.stdout
    assert written(tmp_path).read_bytes() == SHIPPED.read_bytes()


def test_a_second_entry_of_a_message_is_not_taken(tmp_path: Path) -> None:
    status, lines = into(tmp_path, FOUND + "\n" + FOUND)
    assert (status, lines[0]) == (
        0,
        "x.po:7: not taken: the text stands in the file a second time [No address was found.]",
    )


def test_a_guess_is_taken_when_it_is_asked_for(tmp_path: Path) -> None:
    guess = "#, fuzzy\n" + FOUND.replace("찾은", "찾아낸")
    assert into(tmp_path, guess, "--fuzzy")[0] == 0
    assert "찾아낸 주소가 없습니다." in written(tmp_path).read_text("utf-8")
    assert "#, fuzzy" not in written(tmp_path).read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('msgid "{n} error"\nmsgid_plural "{n} errors"\nmsgstr[0] ', '"오류 {count}개"', "placeholder-names"),
        ('msgid "No address was found."\nmsgstr ', '"찾은 \u202e주소가 없습니다."', "bidi"),
        ('msgctxt "button"\nmsgid "Go back"\nmsgstr ', '"보내기"', "not-distinct"),
    ],
)
def test_what_would_break_something_is_not_written(tmp_path: Path, old: str, new: str, code: str) -> None:
    status, lines = into(tmp_path, old + new + "\n")
    assert status == 1
    assert [line for line in lines if line.startswith("x.po:") and f" error {code}: " in line]
    assert lines[-1] == "Nothing is written: there are errors."
    assert not (tmp_path / "my catalogs").exists()


def test_faults_that_were_there_before_are_no_reason_to_refuse(tmp_path: Path) -> None:
    old = written(tmp_path)
    old.parent.mkdir(parents=True)
    old.write_text(SHIPPED.read_text("utf-8").replace('"오류 {n}개"', '""'), "utf-8")
    status, lines = into(tmp_path, FOUND.replace("찾은", "찾아낸"))
    assert (status, lines[-1]) == (0, f"Written: {Path('my catalogs', 'ko', 'LC_MESSAGES', 'composer.po')}")
    said = {entry.sources[0]: entry.forms[0] for entry in read_text(old.read_text("utf-8")).entries}
    assert (said["{n} error"], said["No address was found."]) == ("", "찾아낸 주소가 없습니다.")


def test_comments_of_the_catalog_stay_and_new_ones_come(tmp_path: Path) -> None:
    old = written(tmp_path)
    old.parent.mkdir(parents=True)
    at = '#: composer/cli/contacts.py\nmsgid "No address was found."'
    assert at in SHIPPED.read_text("utf-8")
    old.write_text(SHIPPED.read_text("utf-8").replace(at, "# ours\n" + at), "utf-8")
    into(tmp_path, "# theirs\n# ours\n" + FOUND)
    assert f"# ours\n# theirs\n{at}" in old.read_text("utf-8")


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    status, lines = into(tmp_path, FOUND.replace("찾은", "찾아낸"), "--dry-run")
    assert (status, lines[-1]) == (0, "Nothing is written: this was a trial.")
    assert not (tmp_path / "my catalogs").exists()


def test_a_folder_that_cannot_be_made_is_status_73(tmp_path: Path) -> None:
    (tmp_path / "my catalogs").write_text("a file")
    (tmp_path / "x.po").write_text(HEADER + FOUND.replace("찾은", "찾아낸"), "utf-8")
    done = presend(tmp_path, "locales", "import", "x.po", "--into", "my catalogs")
    assert done.returncode == 73
    assert "cannot be written" in done.stderr
