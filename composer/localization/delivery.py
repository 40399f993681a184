"""What translators hand back: PO as the platforms write it, or the CSV of an export, read without obeying any of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from composer.disk.regular_file import open_regular
from composer.errors import InputDataError, NoInputError, UsageError
from composer.localization.catalog_checks import decoded, parsed
from composer.localization.catalog_csv import csv_entries
from composer.localization.po_file import LARGEST, PoEntry
from composer.sentences.system_reasons import system_reason
from composer.words import _, nearest
from locales.registry import TRANSLATED, Language

_TABLES = (".csv", ".tsv")
"""The ends of names of files that are read as a table; all others are PO."""
_PARTS = re.compile(r"[-_. ]")
_FOLDERS_LOOKED_AT = 3


class Delivery(NamedTuple):
    """What one file holds."""

    path: Path
    tag: str
    """The language as the file names it, in whatever spelling; empty = it names none."""
    entries: tuple[PoEntry, ...]


def read_delivery(path: Path) -> Delivery:
    """What a translator's file holds; raises ``NoInputError``, and ``InputDataError`` for what is no catalog."""
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        raise NoInputError(_("{file}: cannot be read: {reason}.", file=path, reason=reason)) from error
    return delivery_of(data, path)


def delivery_of(data: bytes, path: Path) -> Delivery:
    """The same of the bytes of a file; the path says what kind it is."""
    text, fault = decoded(data.removeprefix(codecs.BOM_UTF8), str(path), None)
    if fault is not None:
        raise InputDataError(str(fault))
    tag, entries = csv_entries(text, path) if path.suffix.lower() in _TABLES else _po(text, path)
    if not entries:
        raise InputDataError(_("{file}: no translation is in it.", file=path))
    return Delivery(path, tag, tuple(map(_with_plain_context, entries)))


def _po(text: str, path: Path) -> tuple[str, list[PoEntry]]:
    file, faults = parsed(text, str(path), None)
    if faults:
        raise InputDataError(str(faults[0]))
    return file.header.get("Language", ""), file.entries


def _with_plain_context(entry: PoEntry) -> PoEntry:
    """The entry as the sources have it: some platforms write an empty context where there is none."""
    entry.context = entry.context or None
    return entry


def language_of(delivery: Delivery, asked: str | None) -> Language:
    """The language that was asked for, or that the file's header or name says; raises ``UsageError``."""
    said = nearest(delivery.tag) if delivery.tag else None
    if asked is not None:
        return _agreed(delivery, translated_language(asked), said)
    if delivery.tag:
        return translated_language(delivery.tag)
    found = next((one for tag in _named(delivery.path) if (one := nearest(tag)) in TRANSLATED), None)
    if found is None:
        raise UsageError(_("{file}: it does not say its language. Name it with --lang.", file=delivery.path))
    return found


def _agreed(delivery: Delivery, asked: Language, said: Language | None) -> Language:
    if said is not None and said is not asked:
        words = _("{file}: its language is {said}, not {asked}.", file=delivery.path, said=said.tag, asked=asked.tag)
        raise UsageError(words)
    return asked


def translated_language(tag: str) -> Language:
    """The language with a catalog that a tag means; raises ``UsageError`` where there is none."""
    language = nearest(tag)
    if language is None or language not in TRANSLATED:
        known = ", ".join(one.tag for one in TRANSLATED)
        raise UsageError(_("{tag}: there is no catalog of this language. There are {known}.", tag=tag, known=known))
    return language


def _named(path: Path) -> Iterator[str]:
    """The tags that a path may name, the likeliest first: ``ko_KR.po``, ``presend-ko.po``, ``ko/LC_MESSAGES/x.po``."""
    stem = path.name.removesuffix(path.suffix)
    yield stem
    yield from (stem[found.end() :] for found in _PARTS.finditer(stem))
    yield from (folder.name for folder in path.absolute().parents[:_FOLDERS_LOOKED_AT])


def fitted(entry: PoEntry, language: Language) -> tuple[str, ...] | None:
    """The forms of a translation as the language's own plural rule counts them; None where they do not fit.

    The header's rule is not looked at. A language with one form takes the last that is filled: what other systems
    write for "other" numbers.
    """
    forms = [entry.forms.get(number, "") for number in range(max(entry.forms, default=0) + 1)]
    if len(entry.sources) == 1:
        return (forms[0],) if len(forms) == 1 else None
    if language.plural_count == 1:
        return (next(filter(None, reversed(forms)), ""),)
    return tuple(forms) if len(forms) == language.plural_count and all(forms) else None
