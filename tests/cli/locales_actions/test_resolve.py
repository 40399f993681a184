"""``presend locales resolve`` and ``presend policy matrix --languages``: rows and reasons for any language."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import presend


@pytest.mark.parametrize(
    ("tag", "enabled", "row", "tab"),
    [
        ("ko", "ko,ja", 1, "ko"),
        ("fr", "ko", 2, "default"),
        ("ko_KR.UTF-8", "ko", 5, "ko"),
        ("en-GB", "en", 5, "en"),
        ("zh-TW", "zh-Hant", 6, "zh-Hant"),
        ("zh", "zh-Hans", 6, "zh-Hans"),
        ("zh-HK", "zh-Hans", 7, "default"),
        ("pt-PT", "pt-BR", 7, "default"),
        ("no", "nb", 5, "nb"),
        ("und", "ko", 9, "default"),
        ("C", "ko", 9, "default"),
        ("ko", "", 2, "default"),
    ],
)
def test_each_tag_reaches_its_row(tmp_path: Path, tag: str, enabled: str, row: int, tab: str) -> None:
    done = presend(tmp_path, "locales", "resolve", tag, f"--enabled={enabled}", "--surface", "pc", "--json")
    (found,) = json.loads(done.stdout)["wordings"]
    assert (done.returncode, found["row"], found["tab"], found["surface"]) == (0, row, tab, "pc")
    shown = presend(tmp_path, "locales", "resolve", tag, f"--enabled={enabled}", "--surface", "pc").stdout
    assert f"row {row}: " in " ".join(shown.split())
    assert "\x1b" not in shown


def test_a_member_without_a_language_gets_the_default_language(tmp_path: Path) -> None:
    words = ("--unset", "--enabled", "ko,ja", "--default-language", "ja", "--json")
    found = json.loads(presend(tmp_path, "locales", "resolve", *words).stdout)["wordings"]
    assert [(one["language"], one["surface"], one["row"], one["tab"]) for one in found] == [
        (None, "pc", 8, "ja"),
        (None, "mobile", 8, "ja"),
    ]


def test_without_enabled_a_policy_decides(tmp_path: Path) -> None:
    words = ("ja", "--demonstration", "--surface", "mobile", "--json")
    (found,) = json.loads(presend(tmp_path, "locales", "resolve", *words).stdout)["wordings"]
    assert (found["row"], found["tab"]) == (4, "default")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 64),
        (("--enabled", "ko"), 64),
        (("ko", "--enabled", "ko", "--demonstration"), 64),
        (("ko", "--demonstration", "--default-language", "ko"), 64),
        (("ko", "--surface", "watch"), 64),
        (("ko",), 78),
        (("zz!!", "--enabled", "ko"), 64),
        (("", "--enabled", "ko"), 64),
        (("\x1b[31m", "--enabled", "ko"), 64),
        (("ko", "--enabled", "ko,zz!!"), 64),
        (("ko", "--enabled", "und"), 64),
        (("ko", "--enabled", "ko", "--default-language", "zz!!"), 64),
        (("zz!!", "--demonstration"), 64),
    ],
)
def test_what_cannot_be_answered_is_one_line(tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    done = presend(tmp_path, "locales", "resolve", *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("zz!!", "--enabled", "ko"), "TAG: zz!! is not a language tag. Write one such as ko, zh-TW or pt_BR.UTF-8."),
        (("ko", "--enabled", "ko, zz!!"), "--enabled: zz!! is not a language tag. Write one such as"),
        (("ko", "--enabled", "ko", "--default-language", "zz!!"), "--default-language: zz!! is not a language tag."),
        (("", "--enabled", "ko"), 'TAG: "" is not a language tag.'),
    ],
)
def test_what_is_no_language_tag_is_named_with_its_place(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    assert said in presend(tmp_path, "locales", "resolve", *words).stderr


def test_a_language_that_presend_does_not_know_is_no_fault(tmp_path: Path) -> None:
    done = presend(tmp_path, "locales", "resolve", "xx", "POSIX", "und", "--enabled", "xx,tlh", "--surface", "pc")
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 3)


def test_a_matrix_has_rows_for_the_languages_that_are_asked_for(tmp_path: Path) -> None:
    words = ("policy", "matrix", "--demonstration", "--languages", "zh-TW,pt-PT, nb,xx,ko-KR", "--format", "csv")
    records = list(csv.DictReader(io.StringIO(presend(tmp_path, *words).stdout)))
    rows = {one["language"]: one["row"] for one in records if one["table"] == "wording" and one["surface"] == "pc"}
    assert {tag: rows[tag] for tag in ("zh-TW", "pt-PT", "nb", "xx", "ko-KR", "ko")} == {
        "zh-TW": "2", "pt-PT": "2", "nb": "2", "xx": "2", "ko-KR": "5", "ko": "1",
    }  # fmt: skip
