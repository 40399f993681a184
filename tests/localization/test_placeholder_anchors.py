"""Every row of the table tells two exchanged placeholders in the shipped catalogs; what has none is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from composer.localization.codes import Code
from composer.localization.entry import Entry
from composer.localization.placeholder_anchors import ANCHORS, Anchor, check_anchors
from locales.registry import BY_TAG
from tests.localization.recall import entries_of


def anchored(anchor: Anchor, tag: str) -> Iterator[Entry]:
    """The entries in which a row stands on both sides, once."""
    english, translated = (part.replace("@", r"\{([a-z_]+)\}") for part in (anchor.english, anchor.translated(tag)))
    for entry in entries_of(tag):
        there = re.findall(translated, entry.text)
        if len(entry.needed_names) > 1 and len(re.findall(english, entry.source)) == len(there) == 1:
            yield entry


def exchanged(entry: Entry, one: str, other: str) -> Entry:
    parts = re.split(rf"(\{{(?:{one}|{other})\}})", entry.text)
    names = {f"{{{one}}}": f"{{{other}}}", f"{{{other}}}": f"{{{one}}}"}
    return replace(entry, text="".join(names.get(part, part) for part in parts))


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda anchor: anchor.english)
def test_each_row_finds_an_exchange_in_one_of_the_languages(anchor: Anchor) -> None:
    found = 0
    for tag in ("ko", "ja"):
        for entry in anchored(anchor, tag):
            assert list(check_anchors(entry)) == []
            one, *others = sorted(entry.needed_names)
            codes = {code for other in others for code, _ in check_anchors(exchanged(entry, one, other))}
            found += codes == {Code.SWAPPED_PLACEHOLDERS}
    assert found


@pytest.mark.parametrize(
    ("tag", "english", "text", "is_fault"),
    [
        ("ko", "{count} files; at most {limit}", "파일 {count}개, 최대 {limit}개", False),
        ("ko", "{count} files; at most {limit}", "파일 {limit}개, 최대 {count}개", True),
        ("ja", "{n} of {total} read", "{total} 件中 {n} 件", False),
        ("ja", "{n} of {total} read", "{n} 件中 {total} 件", True),
        ("ja", "presend {version} under Python {python}", "presend {python}、Python {version}", True),
        ("ko", "{a} {b} {c}", "{a} {b} {c} 메일", False),
        ("ko", "{a} {b} {c}", "{b} {a} {c} 메일", True),
        ("ko", "{found} and {other}", "{other}과(와) {found}", False),
        ("ko", "at most {limit}", "최대 {limit}개", False),
    ],
)
def test_what_stands_beside_a_name_decides(tag: str, english: str, text: str, *, is_fault: bool) -> None:
    found = [code for code, _ in check_anchors(Entry(BY_TAG[tag], (english,), text))]
    assert found == [Code.SWAPPED_PLACEHOLDERS] * is_fault
