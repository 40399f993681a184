"""A catalog that is handed out or merged into: the program's messages with the translations of one folder."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from composer.errors import InputDataError
from composer.language.catalogs import po_path
from composer.localization.catalog_checks import Key, decoded, parsed
from composer.localization.catalog_text import UNREVIEWED, catalog_text
from composer.localization.folder import shipped_folder
from composer.localization.po_file import LARGEST, PoEntry
from locales.registry import DOMAIN, Language


@dataclass(frozen=True)
class CatalogBase:
    """One language's catalog under a folder; where there is none, the one that presend came with."""

    language: Language
    path: Path
    """Where it lies, or will lie."""
    data: bytes
    """As it lies there now."""
    template: Catalog
    """Babel's form of the messages that there are now."""
    entries: dict[Key, PoEntry]
    """What is translated already; no guesses."""
    review: str

    def text(self, entries: dict[Key, PoEntry]) -> str:
        """The text of the file with these entries, as ``catalogs update`` would write it."""
        catalog = Catalog(charset="utf-8")
        catalog.mime_headers = [("Plural-Forms", self.language.plural_forms)]
        for message in self.template:
            if message.id:
                known = entries.get(_key(message.id, message.context))
                catalog.add(
                    message.id,
                    _string(known),
                    message.locations,
                    auto_comments=message.auto_comments,
                    user_comments=known.remarks if known else (),
                    context=message.context,
                )
        return catalog_text(catalog, self.language, self.review, is_sorted=True)

    def listed(self) -> list[PoEntry]:
        """Every message of the program in order, with its translation and its notes."""
        listed = []
        for message in self.template:
            if message.id:
                key = _key(message.id, message.context)
                known = self.entries.get(key) or PoEntry(1, key[0], [part or "" for part in key[1:]])
                known.notes = tuple(message.auto_comments)
                listed.append(known)
        return listed

    @property
    def keys(self) -> frozenset[Key]:
        """The messages that there are now."""
        return frozenset(_key(message.id, message.context) for message in self.template if message.id)


def load_base(folder: Path, language: Language) -> CatalogBase:
    """The catalog of a language under a folder; raises ``OSError``, and ``InputDataError`` where it cannot be read."""
    path, shipped = po_path(folder, language), shipped_folder()
    source = path if path.is_file() else po_path(shipped, language)
    with source.open("rb") as file:
        data = file.read(LARGEST + 1)
    text, fault = decoded(data, str(source), language.tag)
    found, faults = parsed(text, str(source), language.tag)
    if fault is not None or faults:
        raise InputDataError(str(fault or faults[0]))
    template = read_po(io.BytesIO((shipped / f"{DOMAIN}.pot").read_bytes()))
    known = {entry.key: entry for entry in reversed(found.entries) if not entry.is_fuzzy}
    return CatalogBase(language, path, data, template, known, found.header.get("X-Review", UNREVIEWED))


def base_folder(named: Path | None) -> Path | None:
    """The folder that was named, or that of a checkout; None in an installed program, which stays as it is."""
    shipped = shipped_folder()
    return named or (shipped if (shipped / "registry.py").is_file() else None)


def _key(message_id: str | tuple[str, ...] | list[str], context: str | None) -> Key:
    return (context, message_id) if isinstance(message_id, str) else (context, *message_id)


def _string(entry: PoEntry | None) -> str | tuple[str, ...] | None:
    if entry is None or not any(entry.forms.values()):
        return None
    forms = tuple(entry.forms[number] for number in sorted(entry.forms))
    return forms if len(entry.sources) > 1 else forms[0]
