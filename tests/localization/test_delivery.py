"""What translators hand back is read as their platforms write it, and what is no catalog is refused with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from composer.errors import InputDataError, NoInputError, PresendError, UsageError
from composer.localization.delivery import Delivery, delivery_of, fitted, language_of, read_delivery
from composer.localization.po_file import PoEntry
from locales.registry import BY_TAG, Language
from tests.project import ROOT

SAMPLES = sorted((ROOT / "tests" / "samples" / "catalogs").iterdir())
RUSSIAN = Language("ru", "ru", "Русский", "ru", 3, "(n%10==1 && n%100!=11 ? 0 : n%10>=2 ? 1 : 2)")
ENTRY = '\nmsgid "a"\nmsgstr "b"\n'


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_files_of_every_platform_say_the_same(path: Path) -> None:
    delivery = read_delivery(path)
    language = language_of(delivery, None)
    assert language is BY_TAG["ko"]
    assert {entry.key: fitted(entry, language) for entry in delivery.entries if not entry.is_fuzzy} | {
        (None, "{n} warning", "{n} warnings"): ("",)
    } == {
        (None, "No address was found."): ("찾아낸 주소가 없습니다.",),
        (None, "{n} error", "{n} errors"): ("오류 {n}건",),
        (None, "{n} warning", "{n} warnings"): ("",),
        ("button", "Close"): ("닫기",),
    }


def test_the_samples_have_what_makes_them_differ() -> None:
    data = {path.name: path.read_bytes() for path in SAMPLES}
    assert data["crowdin.po"].startswith(b"\xef\xbb\xbfmsgid")
    assert b'"\r\n' in data["crowdin.po"]
    assert data["excel.csv"].endswith(b"\r\n")
    assert b"#~ msgid" in data["weblate.po"]


@pytest.mark.parametrize(
    ("name", "header", "asked", "tag"),
    [
        ("x.po", "Language: ko_KR", None, "ko"),
        ("x.po", "Language: ja-JP", None, "ja"),
        ("ko_KR.po", "X: y", None, "ko"),
        ("ko-KR.po", "Language: ", None, "ko"),
        ("presend-composer-ja.po", "X: y", None, "ja"),
        ("ja/LC_MESSAGES/composer.po", "X: y", None, "ja"),
        ("ko.po", "Language: ja", None, "ja"),
        ("x.po", "X: y", "ko_KR.UTF-8", "ko"),
        ("x.po", "Language: ko", "ko-KR", "ko"),
    ],
)
def test_the_language_is_what_was_asked_for_or_the_file_or_its_name_says(
    name: str, header: str, asked: str | None, tag: str
) -> None:
    delivery = delivery_of(f'msgid ""\nmsgstr "{header}\\n"\n{ENTRY}'.encode(), Path("/catalogs") / name)
    assert language_of(delivery, asked).tag == tag


@pytest.mark.parametrize(
    ("tag", "asked", "said"),
    [
        ("", None, "x.po: it does not say its language. Name it with --lang."),
        ("fr", None, "fr: there is no catalog of this language. There are ko, ja."),
        ("", "en", "en: there is no catalog of this language. There are ko, ja."),
        ("ja", "ko", "x.po: its language is ja, not ko."),
    ],
)
def test_a_language_that_cannot_be_told_is_a_sentence(tag: str, asked: str | None, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        language_of(Delivery(Path("/x.po"), tag, ()), asked)
    assert str(caught.value).removeprefix("/") == said


@pytest.mark.parametrize(
    ("forms", "language", "expected"),
    [
        ({0: "a"}, "ko", ("a",)),
        ({0: "one", 1: "other"}, "ko", ("other",)),
        ({0: "one", 1: ""}, "ko", ("one",)),
        ({0: "one", 1: "few", 2: "many", 3: "other"}, "ja", ("other",)),
        ({0: "a", 1: "b", 2: "c"}, "ru", ("a", "b", "c")),
        ({0: "a", 1: "b"}, "ru", None),
        ({0: "a", 1: "", 2: "c"}, "ru", None),
        ({0: "a", 1: "b", 2: "c", 3: "d"}, "ru", None),
    ],
)
def test_plural_forms_are_counted_by_our_own_rule(
    forms: dict[int, str], language: str, expected: tuple[str, ...] | None
) -> None:
    entry = PoEntry(1, None, ["{n} file", "{n} files"], forms)
    assert fitted(entry, RUSSIAN if language == "ru" else BY_TAG[language]) == expected


def test_a_plural_header_is_never_run() -> None:
    header = 'msgid ""\nmsgstr "Language: ko\\nPlural-Forms: nplurals=1; plural=__import__(\'os\').abort();\\n"\n'
    assert delivery_of((header + ENTRY).encode(), Path("x.po")).entries[0].forms == {0: "b"}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.po", b"", "no translation is in it"),
        ("x.po", b'msgid ""\nmsgstr ""\n', "no translation is in it"),
        ("x.po", b'msgid "a"\nmsgstr "b\n', "x.po:2: error parse"),
        ("x.po", b"\xff\xfem\x00", "x.po:1: error charset"),
        ("x.po", 'msgid "a"\nmsgstr "가"\n'.encode("euc-kr"), "x.po:2: error charset"),
        ("x.po", b"<html>\x1b[31m", "x.po:1: error parse"),
        ("x.po", b"#\n" * 4_000_001, "too-large"),
        ("x.csv", b"", "its first line has no columns id, translation"),
        ("x.csv", b"key,text\na,b\n", "its first line has no columns id, translation"),
        ("x.csv", b"id,translation\n", "no translation is in it"),
        ("x.csv", b'id,translation\n"a,b\n', "cannot be read"),
        ("x.csv", b"id,translation\na," + b"b" * 200_000 + b"\n", "cannot be read"),
    ],
)
def test_what_is_no_catalog_is_a_sentence(name: str, data: bytes, said: str) -> None:
    with pytest.raises(InputDataError) as caught:
        delivery_of(data, Path(name))
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere.po", "", "a\0b", "pipe"])
def test_a_file_that_is_not_there_or_is_none_is_a_sentence(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NoInputError, match="cannot be read") as caught:
        read_delivery(tmp_path / name)
    assert isinstance(caught.value, PresendError)
