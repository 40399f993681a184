"""A catalog as a table for spreadsheets (RFC 4180, UTF-8), and such a table read again.

What a spreadsheet would take for a formula stands behind an apostrophe, which is taken off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from composer.errors import InputDataError
from composer.language.placeholders import names
from composer.localization.po_file import PoEntry
from composer.words import _
from locales.registry import Language

_BEFORE = ("language", "context", "id", "plural")
_AFTER = ("comment", "note", "max_cells", "placeholders")
"""Around the translations; the comment is the translators', the note that of the sources."""
_TRANSLATION = "translation"
_NEEDED = frozenset({"id", _TRANSLATION})
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_MOST_CELLS = re.compile(r"max-cells:?\s*(\d{1,3})\b")
_DELIMITERS = (",", ";", "\t")
"""What spreadsheets write between cells, by the locale of their user."""


def csv_text(entries: Sequence[PoEntry], language: Language) -> str:
    """The entries as a table with one header, lines ending in LF; each further plural form in its own column."""
    columns = [_column(number) for number in range(language.plural_count)]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow((*_BEFORE, *columns, *_AFTER))
    for entry in entries:
        writer.writerow(map(guarded, _row(entry, language, len(columns))))
    return written.getvalue()


def _row(entry: PoEntry, language: Language, count: int) -> Iterator[str]:
    singular, *plural = entry.sources
    yield from (language.tag, entry.context or "", singular, *(plural or [""]))
    yield from (entry.forms.get(number, "") for number in range(count))
    budget = next(filter(None, map(_MOST_CELLS.search, entry.notes)), None)
    used = sorted(frozenset[str]().union(*map(names, entry.sources)))
    yield from ("\n".join(entry.remarks), "\n".join(entry.notes), budget[1] if budget else "")
    yield " ".join(f"{{{name}}}" for name in used)


def guarded(value: str) -> str:
    """The value as text for a spreadsheet, whatever it begins with."""
    return f"'{value}" if _FORMULA.match(value) else value


def unguarded(value: str) -> str:
    """What was guarded, as it was."""
    return value[1:] if _GUARDED.match(value) else value


def csv_entries(text: str, path: Path) -> tuple[str, list[PoEntry]]:
    """The language that a table names, empty for none, and its entries; raises ``InputDataError``."""
    try:
        return _read(text, path)
    except csv.Error as error:
        raise InputDataError(_("{file}: cannot be read: {reason}.", file=path, reason=error)) from error


def _read(text: str, path: Path) -> tuple[str, list[PoEntry]]:
    first = text.partition("\n")[0].strip("\r")
    delimiter = next((one for one in _DELIMITERS if set(first.replace('"', "").split(one)) >= _NEEDED), None)
    if delimiter is None:
        raise InputDataError(_("{file}: its first line has no columns {names}.", file=path, names="id, translation"))
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="", strict=True)
    tag, line, entries = "", 2, list[PoEntry]()
    for row in rows:
        cells = {name: unguarded(value).replace("\r\n", "\n") for name, value in row.items() if isinstance(value, str)}
        tag = tag or cells.get("language", "")
        entries.append(_entry(cells, line))
        line = rows.line_num + 1
    return tag, entries


def _entry(cells: dict[str, str], line: int) -> PoEntry:
    plural = cells.get("plural", "")
    count = sum(name.startswith(_TRANSLATION) for name in cells) if plural else 1
    forms = {number: cells.get(_column(number), "") for number in range(count)}
    remarks = tuple(filter(None, cells.get("comment", "").split("\n")))
    sources = [cells["id"], plural] if plural else [cells["id"]]
    return PoEntry(line, cells.get("context") or None, sources, forms, dict.fromkeys(forms, line), remarks=remarks)


def _column(number: int) -> str:
    return _TRANSLATION if number == 0 else f"{_TRANSLATION} {number + 1}"
