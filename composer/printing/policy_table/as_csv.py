"""The tables as CSV (RFC 4180): one header, a record for each cell of either table, limit, domain and mailing list."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from composer.printing.policy_table.as_json import (
    cell_data,
    decision_data,
    levels_data,
    list_data,
    wording_cell_data,
    wording_data,
)
from composer.printing.policy_table.table import Table
from composer.safe_text import clean
from policy.truth_table.changes import domain_texts, limits_of

COLUMNS = (
    "table", "sender", "recipient", "attachment", "individually", "level", "outcome", "rule", "exempt", "refusals",
    "language", "surface", "tab", "row", "reasons", "text", "origin",
    "level_name", "key", "value", "address", "name", "members", "senders",
)  # fmt: skip
"""The names of the header; ``table`` is ``decision``, ``wording``, ``limit``, ``domain`` or ``list``, and columns of
the others are empty. New columns come behind these."""
NOT_SET = "not_set"
"""Stands in the language column for members whose language is not known."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With these first, in either width, spreadsheet programs calculate instead of showing."""


def csv_text(table: Table) -> str:
    """Everything as CSV, lines ending in CRLF; values are those of the JSON, several in a field apart by spaces.

    ``level_name`` is the administrator's own name of the level, empty where it has the built-in one.
    """
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(_records(table))
    return written.getvalue()


def _records(table: Table) -> Iterator[dict[str, str]]:
    policy = table.in_force.policy
    names = levels_data(policy)
    for cell, decision in table.shown_decisions():
        level_name = {"level_name": names[cell.level.value]}
        yield _record("decision", cell_data(cell) | decision_data(decision) | level_name)
    for place, wording in table.wordings.items():
        language = {"language": NOT_SET if place.language is None else place.language}
        yield _record("wording", wording_cell_data(place) | wording_data(wording, place.language) | language)
    for key, value in limits_of(policy):
        yield _record("limit", {"key": key, "value": value})
    for text in domain_texts(policy.company.domains):
        yield _record("domain", {"value": text})
    for entry in policy.lists:
        yield _record("list", list_data(entry))


def _record(table: str, data: Mapping[str, object]) -> dict[str, str]:
    return {"table": table, **{name: _field(value) for name, value in data.items()}}


def _field(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            value = " ".join(value)
    return _harmless(clean(str(value), lines=True))


def _harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
