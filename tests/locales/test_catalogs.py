"""Loading and compiling: what is installed, what lies in a checkout, and what is broken."""

from __future__ import annotations

import io
from gettext import GNUTranslations
from pathlib import Path

import pytest

from composer.language.catalogs import compile_po, load, po_path
from locales.registry import BY_TAG
from tests.locales.planting import KOREAN

LANGUAGE = BY_TAG["ko"]


def placed(folder: Path, po: bytes | None = None, mo: bytes | None = None) -> Path:
    """A ``locales`` folder with what is given."""
    path = po_path(folder, LANGUAGE)
    path.parent.mkdir(parents=True)
    for target, data in ((path, po), (path.with_suffix(".mo"), mo)):
        if data is not None:
            target.write_bytes(data)
    return folder


def confidential(catalog: GNUTranslations | None) -> str:
    assert catalog is not None
    return catalog.pgettext("security level", "Confidential")


def test_an_installed_catalog_is_read(tmp_path: Path) -> None:
    folder = placed(tmp_path, mo=compile_po(KOREAN.encode()))
    assert confidential(load(LANGUAGE, folder, tmp_path / "cache")) == "기밀"
    assert not (tmp_path / "cache").exists()


def test_a_checkout_is_compiled_and_a_changed_catalog_shows_at_once(tmp_path: Path) -> None:
    folder, cache = placed(tmp_path / "locales", po=KOREAN.encode()), tmp_path / "cache"
    assert confidential(load(LANGUAGE, folder, cache)) == "기밀"
    po_path(folder, LANGUAGE).write_text(KOREAN.replace("기밀", "극비"), "utf-8")
    assert confidential(load(LANGUAGE, folder, cache)) == "극비"
    assert [path.suffix for path in folder.rglob("*") if path.is_file()] == [".po"]
    assert len(list(cache.iterdir())) == 2


def test_a_compiled_catalog_is_kept_and_used_again(tmp_path: Path) -> None:
    folder, cache = placed(tmp_path / "locales", po=KOREAN.encode()), tmp_path / "cache"
    load(LANGUAGE, folder, cache)
    kept = next(cache.iterdir())
    kept.write_bytes(compile_po(KOREAN.replace("기밀", "보관").encode()))
    assert confidential(load(LANGUAGE, folder, cache)) == "보관"


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    folder = placed(tmp_path / "locales", po=KOREAN.encode())
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert confidential(load(LANGUAGE, folder, tmp_path / "cache")) == "기밀"


def test_a_source_beside_a_compiled_catalog_wins(tmp_path: Path) -> None:
    folder = placed(tmp_path, po=KOREAN.encode(), mo=compile_po(KOREAN.replace("기밀", "예전").encode()))
    assert confidential(load(LANGUAGE, folder, tmp_path / "cache")) == "기밀"


@pytest.mark.parametrize("mo", [None, b"", b"garbage", b"\xde\x12\x04\x95", compile_po(KOREAN.encode())[:60]])
def test_a_catalog_that_is_missing_or_broken_leaves_english(mo: bytes | None, tmp_path: Path) -> None:
    assert load(LANGUAGE, placed(tmp_path, mo=mo), tmp_path / "cache") is None


def test_a_source_that_is_no_catalog_leaves_english(tmp_path: Path) -> None:
    assert load(LANGUAGE, placed(tmp_path, po=b"no catalog\n"), tmp_path / "cache") is None


def test_what_is_compiled_is_what_was_written() -> None:
    catalog = GNUTranslations(io.BytesIO(compile_po(KOREAN.encode())))
    assert [catalog.ngettext("{n} file of {total}", "{n} files of {total}", n) for n in (0, 1, 2)] == [
        "파일 {total}개 중 {n}개"
    ] * 3
    assert catalog.npgettext("list", "{n} member", "{n} members", 1) == "구성원 {n}명"


def test_what_is_compiled_does_not_say_when() -> None:
    header = GNUTranslations(io.BytesIO(compile_po(KOREAN.encode()))).info()
    assert header["pot-creation-date"] == "1970-01-01 00:00+0000"


def test_fuzzy_entries_stay_english() -> None:
    fuzzy = KOREAN.replace('msgctxt "button"\nmsgid "Send"', '#, fuzzy\nmsgctxt "button"\nmsgid "Send"')
    catalog = GNUTranslations(io.BytesIO(compile_po(fuzzy.encode())))
    assert catalog.pgettext("button", "Send") == "Send"
