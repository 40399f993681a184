"""The tables as CSV (RFC 4180): one header, a record for each cell of either table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from composer.printing.policy_table.as_json import cell_data, decision_data, wording_cell_data, wording_data
from composer.printing.policy_table.table import Table
from composer.safe_text import clean

COLUMNS = (
    "table", "sender", "recipient", "attachment", "individually", "level", "outcome", "rule", "exempt", "refusals",
    "language", "surface", "tab", "row", "reasons", "text", "origin",
)  # fmt: skip
"""The names of the header; ``table`` is ``decision`` or ``wording``, and columns of the other one are empty."""
NOT_SET = "not_set"
"""Stands in the language column for members whose language is not known."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With these first, in either width, spreadsheet programs calculate instead of showing."""


def csv_text(table: Table) -> str:
    """Both tables as CSV, lines ending in CRLF; values are those of the JSON, several in a field apart by spaces."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="")
    writer.writeheader()
    for cell, decision in table.decisions.items():
        writer.writerow(_record("decision", cell_data(cell) | decision_data(decision)))
    for place, wording in table.wordings.items():
        writer.writerow(_record("wording", wording_cell_data(place) | wording_data(wording, place.language)))
    return written.getvalue()


def _record(table: str, data: Mapping[str, object]) -> dict[str, str]:
    return {"table": table, **{name: _field(value) for name, value in data.items()}}


def _field(value: object) -> str:
    match value:
        case None:
            return NOT_SET
        case bool():
            return "true" if value else "false"
        case list():
            return " ".join(value)
    return _harmless(clean(str(value), lines=True))


def _harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
