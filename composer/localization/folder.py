"""Checks a folder that is laid out as ``locales``: a template, and a catalog in each language's own folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from composer.language.catalogs import FOLDER, po_path
from composer.localization.catalog_checks import Template, check_catalog, decoded, parsed
from composer.localization.codes import Code
from composer.localization.findings import Finding
from composer.localization.glossary import Glossary, load_glossary
from composer.localization.po_file import LARGEST
from locales.registry import BY_TAG, DOMAIN, SOURCE, TRANSLATED, Language

SOURCES = "sources"
"""The folder beside compiled catalogs in which an installed program has what they were compiled from."""


class NoCatalogsError(Exception):
    """A folder in which there is nothing to check."""


class Shipped(NamedTuple):
    """The template that is compared with, and what is wrong with it."""

    template: Template
    findings: tuple[Finding, ...]


def shipped_folder() -> Path:
    """The folder of the catalogs that presend came with: of an installed program, or of a checkout."""
    installed = FOLDER / SOURCES
    return installed if installed.is_dir() else FOLDER


def check_folder(folder: Path, languages: Sequence[Language] = TRANSLATED) -> list[Finding]:
    """The findings in a folder; raises ``NoCatalogsError`` where none of the languages has a catalog in it.

    A folder without a template is compared with the one of this program; one with an older template is told so.
    """
    if not any(po_path(folder, language).exists() for language in languages):
        raise NoCatalogsError
    known, found = template_of(folder)
    return [*found, *_strangers(folder, languages), *check_languages(folder, languages, known)]


def check_languages(folder: Path, languages: Sequence[Language], template: Template) -> Iterator[Finding]:
    """The findings in the catalogs of these languages, and in what lies beside them."""
    for language in languages:
        path = po_path(folder, language)
        name = path.relative_to(folder).as_posix()
        if path.is_file():
            glossary, faults = glossary_of(folder, language)
            yield from faults
            yield from check_catalog(_read(path), language, template, name, glossary)
        else:
            yield Finding(Code.NO_CATALOG, name, language=language.tag)


def glossary_of(folder: Path, language: Language) -> tuple[Glossary, list[Finding]]:
    """The folder's own glossary, or else that of this program."""
    own, faults = load_glossary(folder, language)
    if own is None and not faults:
        own, _ = load_glossary(shipped_folder(), language)
    return own or Glossary(), faults


def template_of(folder: Path) -> Shipped:
    """The template to compare with: the folder's own where it can be read and is that of this program."""
    own, shipped = folder / f"{DOMAIN}.pot", shipped_folder() / f"{DOMAIN}.pot"
    current = _template(shipped, shipped.name)
    if own == shipped or not own.is_file():
        return current
    there = _template(own, own.name)
    if there.findings:
        return Shipped(current.template, there.findings)
    if there.template.keys != current.template.keys:
        return Shipped(there.template, (Finding(Code.TEMPLATE_STALE, own.name, language=SOURCE.tag),))
    return there


def _template(path: Path, name: str) -> Shipped:
    if not path.is_file():
        return Shipped(Template(frozenset()), (Finding(Code.TEMPLATE_STALE, name, language=SOURCE.tag),))
    text, fault = decoded(_read(path), name, SOURCE.tag)
    if fault is not None:
        return Shipped(Template(frozenset()), (fault,))
    file, faults = parsed(text, name, SOURCE.tag)
    return Shipped(Template.of(file.entries), tuple(faults))


def _strangers(folder: Path, languages: Sequence[Language]) -> Iterator[Finding]:
    """A finding for each catalog of a language that presend does not have, where all languages are looked at."""
    if len(languages) < len(TRANSLATED):
        return
    known = {language.directory for language in BY_TAG.values()}
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        directory = path.parts[-3]
        if directory not in known:
            yield Finding(Code.LANGUAGE, path.relative_to(folder).as_posix(), detail=directory, language=directory)


def _read(path: Path) -> bytes:
    """The bytes of a file, one more than are looked at where there are too many; raises ``OSError``."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
