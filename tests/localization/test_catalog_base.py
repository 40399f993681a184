"""The text of a catalog's file loses nothing, whatever is translated how."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from composer.language.catalogs import po_path
from composer.localization.catalog_base import CatalogBase, load_base
from composer.localization.delivery import delivery_of
from composer.localization.folder import shipped_folder
from composer.localization.po_file import PoEntry
from locales.registry import BY_TAG, TRANSLATED, Language

KEYS = ((None, "a"), ("button", "a"), (None, "{n} b", "{n} bs"), (None, "first\nsecond"))
TEXT = st.text(st.characters(codec="utf-8"), max_size=300)
REMARK = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)


def template() -> Catalog:
    """A template with each kind of message."""
    made = Catalog(charset="utf-8")
    for context, *sources in KEYS:
        made.add(tuple(sources) if len(sources) > 1 else sources[0], None, [("a.py", 1)], context=context)
    return made


BASE = CatalogBase(BY_TAG["ko"], Path("ko.po"), b"", template(), {}, "reviewed")


@given(st.lists(TEXT, min_size=len(KEYS), max_size=len(KEYS)), st.lists(REMARK, max_size=2, unique=True))
def test_whatever_is_written_is_read_again(texts: list[str], remarks: list[str]) -> None:
    entries = {
        key: PoEntry(1, key[0], [part for part in key[1:] if part], {0: text}, remarks=tuple(remarks))
        for key, text in zip(KEYS, texts, strict=True)
    }
    found = delivery_of(BASE.text(dict(entries)).encode(), Path("ko.po"))
    assert found.tag == "ko"
    assert {one.key: one.forms for one in found.entries} == {key: one.forms for key, one in entries.items()}
    assert [one.remarks for one in found.entries if any(one.forms.values())] == [
        tuple(remarks) for one in entries.values() if any(one.forms.values())
    ]


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.tag)
def test_the_shipped_catalogs_are_written_as_they_are(tmp_path: Path, language: Language) -> None:
    base = load_base(tmp_path, language)
    assert base.text(base.entries).encode() == base.data == po_path(shipped_folder(), language).read_bytes()
    assert base.path == po_path(tmp_path, language)
