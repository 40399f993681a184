"""``presend locales export`` as a command."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from composer.language.catalogs import po_path
from composer.localization.folder import shipped_folder
from locales.registry import TRANSLATED, Language
from tests.cli.command import presend


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.tag)
def test_an_exported_catalog_is_the_one_that_presend_has(tmp_path: Path, language: Language) -> None:
    done = presend(tmp_path, "locales", "export", "--lang", language.tag)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == po_path(shipped_folder(), language).read_text("utf-8")


@pytest.mark.parametrize("kind", ["po", "csv"])
def test_what_was_exported_changes_nothing_when_it_is_imported(tmp_path: Path, kind: str) -> None:
    for language in TRANSLATED:
        name = f"my catalog.{kind}"
        presend(tmp_path, "locales", "export", "--lang", language.tag, "--format", kind, "--output", name)
        done = presend(tmp_path, "locales", "import", name, "--into", "catalogs")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("my catalog.")
        assert ": 0 translations are new or changed, " in done.stdout
        written = po_path(tmp_path / "catalogs", language).read_bytes()
        assert written == po_path(shipped_folder(), language).read_bytes()


def test_a_table_has_every_message_once_with_limits(tmp_path: Path) -> None:
    presend(tmp_path, "locales", "export", "--format", "csv", "--output", "ja.csv", language="ja")
    data = (tmp_path / "ja.csv").read_bytes()
    assert b"\r" not in data
    rows = list(csv.DictReader(data.decode("utf-8").split("\n")))
    assert {row["language"] for row in rows} == {"ja"}
    assert all(row["translation"] for row in rows)
    assert any(row["max_cells"] == "20" and "max-cells: 20" in row["note"] for row in rows)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((), 64, "Name the language with --lang: ko, ja."),
        (("--lang", "fr"), 64, "fr: there is no catalog of this language. There are ko, ja."),
        (("--lang", "ko", "--output", "no/where.po"), 73, "no/where.po: cannot be written: No such file or directory."),
        (("--lang", "ko", "--from", "broken"), 65, "composer.po:1: error parse"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_its_status(
    tmp_path: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    broken = tmp_path / "broken" / "ko" / "LC_MESSAGES" / "composer.po"
    broken.parent.mkdir(parents=True)
    broken.write_text("nonsense\n")
    done = presend(tmp_path, "locales", "export", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert said in done.stderr
