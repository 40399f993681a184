"""Writes the template and the catalogs under ``locales``; the same messages always give the same text."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from composer.language.catalogs import po_path
from locales.registry import DOMAIN, TRANSLATED, Language

WIDTH = 110
UNREVIEWED = "unreviewed"


def template_path(folder: Path) -> Path:
    """The path of the template in the ``locales`` folder."""
    return folder / f"{DOMAIN}.pot"


def template_text(template: Catalog) -> str:
    """The text of the template's file."""
    return _header({}) + _entries(template)


def catalog_text(catalog: Catalog, language: Language, review: str) -> str:
    """The text of a catalog's file."""
    own = {"Language": language.directory, "Plural-Forms": language.plural_forms, "X-Review": review}
    return _header(own) + _entries(catalog)


def merged(template: Catalog, old: Catalog, language: Language) -> Catalog:
    """The template's messages with the translations that the old catalog has for exactly them.

    Nothing is guessed from similar messages: a guess is what people overlook. What is no longer used is dropped.
    """
    catalog = Catalog(charset="utf-8")
    catalog.mime_headers = [("Plural-Forms", language.plural_forms)]  # how many forms are written of a plural
    for message in template:
        if message.id:
            known = old.get(_first(message), message.context)
            keeps = known is not None and known.id == message.id and not known.fuzzy
            catalog.add(
                message.id,
                known.string if known and keeps else None,
                message.locations,
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known else (),
                context=message.context,
            )
    return catalog


def update(template: Catalog, folder: Path) -> list[Path]:
    """Write the template and every catalog; returns the paths of the files that changed."""
    texts = {template_path(folder): template_text(template)}
    for language in TRANSLATED:
        path = po_path(folder, language)
        old = read_po(io.BytesIO(path.read_bytes())) if path.exists() else Catalog()
        review = header_fields(path.read_text("utf-8")).get("X-Review", UNREVIEWED) if path.exists() else UNREVIEWED
        texts[path] = catalog_text(merged(template, old, language), language, review)
    return [path for path, text in texts.items() if _write(path, text)]


def header_fields(text: str) -> dict[str, str]:
    """The fields of a catalog's first entry as they are written, without what a library would add."""
    first = text.split("\n\n", 1)[0]
    quoted = (line.strip().removeprefix("msgstr ").strip('"') for line in first.splitlines() if '"' in line)
    pairs = (line.removesuffix("\\n").partition(":") for line in quoted if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _header(own: dict[str, str]) -> str:
    fields = {
        "Project-Id-Version": "presend",
        **own,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items()) + "\n"


def _entries(catalog: Catalog) -> str:
    written = io.BytesIO()
    write_po(
        written, catalog, width=WIDTH, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False
    )
    return written.getvalue().decode("utf-8").strip("\n") + "\n"


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _write(path: Path, text: str) -> bool:
    data = text.encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def completeness(catalog: Catalog, template: Catalog) -> float:
    """Share of the template's messages that have every form, 0 to 1; our own counter, blank and fuzzy count as none."""
    total = done = 0
    for message in template:
        if message.id:
            total += 1
            known = catalog.get(_first(message), message.context)
            done += known is not None and not known.fuzzy and all(_forms(known))
    return done / total if total else 1.0


def _forms(message: Message) -> tuple[str, ...]:
    forms = message.string
    return (forms or "",) if isinstance(forms, str) or forms is None else tuple(forms)
