"""Checks the names in braces of a translation, and what becomes of it when they are filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.language.placeholders import fill, names
from composer.localization.codes import Code
from composer.localization.entry import Entry, Fault

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_DOUBLED = re.compile(r"\{\{.*\}\}", re.DOTALL)
_PERCENT = re.compile(r"%(?:\([^)]*\))?[-+#0-9.]*[sdifrxge]\b")
_TRIAL_NAME = "מסמך " + "n" * 55
"""A name to fill in: it runs from right to left, and takes 60 cells."""


def check_placeholders(entry: Entry) -> Iterator[Fault]:
    """Names that differ, braces that hold anything else, and percent formats."""
    if _DOUBLED.search(entry.text):
        yield from _trial(entry)
        return
    for piece in _BRACES.findall(entry.text):
        if not names(piece):
            yield Code.PLACEHOLDER_BARE, piece
            return
    found, needed = names(entry.text), entry.needed_names
    may_leave_out_number = entry.is_plural and entry.language.plural_count > 1
    if found != needed and not (may_leave_out_number and found | {"n"} == needed):
        yield Code.PLACEHOLDER_NAMES, ", ".join(sorted(found ^ needed))
    if _PERCENT.search(entry.text):
        yield Code.PERCENT, entry.text


def _trial(entry: Entry) -> Iterator[Fault]:
    """Faults that show when the message is filled with amounts and a name: a value or a brace goes wrong."""
    found = names(entry.text)
    count = sum(entry.text.count("{" + name + "}") for name in found)
    for value in ("0", "1", "2", "5", "11", "100", _TRIAL_NAME):
        filled = fill(entry.text, {}.fromkeys(found, value).get)
        if set("{}") & set(filled) or filled.count(value) < count:
            yield Code.TRIAL, filled
            return
