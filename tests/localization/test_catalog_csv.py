"""A table for spreadsheets holds everything of a catalog, and nothing in it is a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from composer.localization.catalog_csv import csv_entries, csv_text, guarded, unguarded
from composer.localization.po_file import PoEntry
from locales.registry import BY_TAG

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"))
SAID = TEXT.filter(bool)
ENTRIES = st.lists(
    st.builds(
        lambda context, sources, form, remarks: PoEntry(2, context, sources, {0: form}, remarks=tuple(remarks)),
        SAID | st.none(),
        st.lists(SAID, min_size=1, max_size=2),
        TEXT,
        st.lists(SAID.filter(lambda text: "\n" not in text), max_size=2),
    ),
    max_size=4,
)


def rows(entries: list[PoEntry]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_text(entries, BY_TAG["ko"]), newline="")))


@given(ENTRIES)
def test_nothing_is_lost_on_the_way_through_a_table(entries: list[PoEntry]) -> None:
    tag, found = csv_entries(csv_text(entries, BY_TAG["ko"]), Path("x.csv"))
    assert tag == ("ko" if entries else "")
    assert [(one.key, one.forms, one.remarks) for one in found] == [
        (one.key, one.forms, one.remarks) for one in entries
    ]


@given(TEXT)
@example("=1+1")
@example("'=1+1")
@example("'quoted'")
def test_no_cell_begins_as_a_formula_and_each_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
    assert unguarded(guarded(text)) == text


def test_a_row_has_context_note_limit_and_names_in_braces() -> None:
    entry = PoEntry(
        1, "button", ["{n} file of {total}", "{n} files of {total}"], {0: "{total}개 중 {n}개"},
        notes=("in the footer", "max-cells: 12"), remarks=("accept: unchanged",),
    )  # fmt: skip
    head, row = rows([entry])
    assert dict(zip(head, row, strict=True)) == {
        "language": "ko",
        "context": "button",
        "id": "{n} file of {total}",
        "plural": "{n} files of {total}",
        "translation": "{total}개 중 {n}개",
        "comment": "accept: unchanged",
        "note": "in the footer\nmax-cells: 12",
        "max_cells": "12",
        "placeholders": "{n} {total}",
    }


def test_a_table_as_spreadsheets_write_it_is_read_with_its_lines() -> None:
    for delimiter in ",;\t":
        text = f'translation{delimiter}id\r\n"가\r\n나"{delimiter}a\r\n다{delimiter}b\r\n'
        _tag, found = csv_entries(text, Path("x.csv"))
        assert [(one.line, one.sources, one.forms) for one in found] == [
            (2, ["a"], {0: "가\n나"}),
            (4, ["b"], {0: "다"}),
        ]
