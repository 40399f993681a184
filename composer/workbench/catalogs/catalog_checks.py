"""Checks whole catalogs and the template."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from composer.language.catalogs import po_path
from composer.workbench.catalogs.catalog_files import REVIEWS, header_fields, template_path, template_text
from composer.workbench.catalogs.findings import Code, Finding
from composer.workbench.catalogs.message_checks import Entry, check_entry
from locales.registry import TRANSLATED, Language

_DISTINCT = (
    frozenset({("security level", "General"), ("security level", "Restricted"), ("security level", "Confidential")}),
    frozenset({("button", "Send"), ("button", "Go back")}),
    frozenset(("expiry", label) for label in ("None", "1 day", "1 week", "1 month", "3 months")),
)
"""Groups of choices whose translations must differ, by context and message."""
_LINE = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?"(?:[^"\\]|\\[nrt"\\])*"|#.*|\s*')
"""What a line of a catalog may be; the library that reads it lets open quotes pass."""
_FIXED_HEADER = {"MIME-Version": "1.0", "Content-Transfer-Encoding": "8bit"}


def check_catalogs(template: Catalog, folder: Path) -> list[Finding]:
    """Findings in the template and in the catalog of every language under ``folder``."""
    path = template_path(folder)
    found: list[Finding] = []
    if not path.exists() or path.read_text("utf-8") != template_text(template):
        found.append(Finding(Code.TEMPLATE_STALE, _shown(path, folder)))
    for language in TRANSLATED:
        path = po_path(folder, language)
        data = path.read_bytes() if path.exists() else b""
        found.extend(check_catalog(data, language, template, _shown(path, folder)))
    return found


def check_catalog(data: bytes, language: Language, template: Catalog, name: str) -> Iterator[Finding]:
    """The findings in one catalog, given as the bytes of its file."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Finding(Code.CHARSET, name, data[: error.start].count(b"\n") + 1)
        return
    yield from _check_header(header_fields(text), language, name)
    for number, line in enumerate(text.split("\n"), start=1):
        if not _LINE.fullmatch(line):
            yield Finding(Code.PARSE, name, number, line)
            return
    try:
        catalog = read_po(io.BytesIO(data), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        yield Finding(Code.PARSE, name, detail=str(error))
        return
    yield from _check_structure(text, catalog, template, name)
    yield from _check_messages(catalog, language, name)
    yield from _check_distinct(catalog, name)


def _check_header(fields: dict[str, str], language: Language, name: str) -> Iterator[Finding]:
    if "charset=utf-8" not in fields.get("Content-Type", "").lower():
        yield Finding(Code.CHARSET, name, detail=fields.get("Content-Type", ""))
    if fields.get("Language") != language.directory:
        yield Finding(Code.LANGUAGE, name, detail=fields.get("Language", ""))
    if fields.get("Plural-Forms") != language.plural_forms:
        yield Finding(Code.PLURAL_HEADER, name, detail=fields.get("Plural-Forms", ""))
    for field, value in _FIXED_HEADER.items():
        if fields.get(field) != value:
            yield Finding(Code.HEADER, name, detail=field)
    if fields.get("X-Review") not in REVIEWS:
        yield Finding(Code.HEADER, name, detail="X-Review")


def _check_structure(text: str, catalog: Catalog, template: Catalog, name: str) -> Iterator[Finding]:
    here, there = _ids(catalog), _ids(template)
    for message_id in sorted(here ^ there, key=str):
        yield Finding(Code.CATALOG_STALE, name, detail=message_id[-1])
    written = len(re.findall(r"^msgid ", text, re.MULTILINE))
    if written > len(here) + 1:
        yield Finding(Code.DUPLICATE, name, detail=f"{written - 1} > {len(here)}")
    if catalog.obsolete or re.search(r"^#~", text, re.MULTILINE):
        yield Finding(Code.OBSOLETE, name)


def _check_messages(catalog: Catalog, language: Language, name: str) -> Iterator[Finding]:
    for message in catalog:
        if message.id:
            line = message.lineno or 0
            yield from (Finding(code, name, line, detail) for code, detail in _check_message(message, language))


def _check_message(message: Message, language: Language) -> Iterator[tuple[Code, str]]:
    sources, forms = _as_tuple(message.id), _as_tuple(message.string)
    if message.fuzzy:
        yield Code.FUZZY, sources[0]
    if not any(forms):
        yield Code.INCOMPLETE, sources[0]
        return
    if len(forms) != (language.plural_count if len(sources) > 1 else 1) or not all(forms):
        yield Code.PLURAL_FORMS, sources[0]
    for form in filter(None, forms):
        yield from check_entry(Entry(language, sources, form))


def _check_distinct(catalog: Catalog, name: str) -> Iterator[Finding]:
    for group in _DISTINCT:
        known = [catalog.get(message, context) for context, message in sorted(group)]
        shown = Counter(str(message.string).strip() for message in known if message is not None and message.string)
        yield from (Finding(Code.NOT_DISTINCT, name, detail=text) for text, times in shown.items() if times > 1)


def completeness(catalog: Catalog, template: Catalog) -> float:
    """Share of the template's messages that have every form, 0 to 1; our own counter, blank and fuzzy count as none."""
    total = done = 0
    for message in template:
        if message.id:
            total += 1
            known = catalog.get(_as_tuple(message.id)[0], message.context)
            done += known is not None and not known.fuzzy and all(_as_tuple(known.string))
    return done / total if total else 1.0


def _ids(catalog: Iterable[Message]) -> set[tuple[str, ...]]:
    return {(message.context or "", *_as_tuple(message.id)) for message in catalog if message.id}


def _as_tuple(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value or "",) if isinstance(value, str) or value is None else tuple(value)


def _shown(path: Path, folder: Path) -> str:
    return path.relative_to(folder.parent).as_posix()
