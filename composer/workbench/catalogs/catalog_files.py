"""Writes the template and the catalogs under ``locales``; the same messages always give the same text."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from composer.language.catalogs import po_path
from composer.localization.catalog_text import UNREVIEWED, catalog_text, first_of, header_fields, merged, template_text
from locales.registry import DOMAIN, TRANSLATED


def template_path(folder: Path) -> Path:
    """The path of the template in the ``locales`` folder."""
    return folder / f"{DOMAIN}.pot"


def update(template: Catalog, folder: Path) -> list[Path]:
    """Write the template and every catalog; returns the paths of the files that changed."""
    texts = {template_path(folder): template_text(template)}
    for language in TRANSLATED:
        path = po_path(folder, language)
        old = read_po(io.BytesIO(path.read_bytes())) if path.exists() else Catalog()
        review = header_fields(path.read_text("utf-8")).get("X-Review", UNREVIEWED) if path.exists() else UNREVIEWED
        texts[path] = catalog_text(merged(template, old, language), language, review)
    return [path for path, text in texts.items() if _write(path, text)]


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
            known = catalog.get(first_of(message), message.context)
            done += known is not None and not known.fuzzy and all(_forms(known))
    return done / total if total else 1.0


def _forms(message: Message) -> tuple[str, ...]:
    forms = message.string
    return (forms or "",) if isinstance(forms, str) or forms is None else tuple(forms)
