"""``python -m composer.workbench.catalogs update|check``: what ``make catalogs`` calls."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from composer.language.catalogs import po_path
from composer.localization.catalog_checks import Template
from composer.localization.catalog_text import template_text
from composer.localization.codes import Code, Severity
from composer.localization.findings import Finding
from composer.localization.folder import check_languages
from composer.localization.plural_rules import check_plural_rules
from composer.localization.po_file import read_text
from composer.workbench.catalogs.catalog_files import completeness, template_path, update
from composer.workbench.catalogs.extraction import extracted
from composer.workbench.catalogs.source_checks import check_sources
from locales.registry import LANGUAGES, SOURCE, TRANSLATED

PROJECT = Path(__file__).parents[3]


def check(root: Path) -> list[Finding]:
    """All findings in a project: sources, plural rules, template and catalogs."""
    return [*check_sources(root), *check_plural_rules(LANGUAGES), *_check_catalogs(root / "locales", extracted(root))]


def _check_catalogs(folder: Path, template: Catalog) -> Iterator[Finding]:
    """The same as ``presend locales check`` finds, against what the sources say now."""
    text, path = template_text(template), template_path(folder)
    if not path.exists() or path.read_text("utf-8") != text:
        yield Finding(Code.TEMPLATE_STALE, f"{folder.name}/{path.name}", language=SOURCE.tag)
    for found in check_languages(folder, TRANSLATED, Template.of(read_text(text).entries)):
        yield replace(found, file=f"{folder.name}/{found.file}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``update`` or ``check``; returns the exit status, 1 where ``check`` finds errors."""
    parser = argparse.ArgumentParser(prog="catalogs", description="Extracts the messages, updates and checks catalogs.")
    parser.add_argument("--root", type=Path, default=PROJECT, help="the project's folder")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("update", help="write the template, and bring every catalog up to it")
    checking = verbs.add_parser("check", help="list what is wrong; 1 where there are errors")
    checking.add_argument("--json", action="store_true", help="print the findings as JSON")
    given = parser.parse_args(arguments)
    if given.verb == "update":
        return _update(given.root)
    found = check(given.root)
    _print(found, as_json=given.json)
    return 1 if any(finding.code.severity is Severity.ERROR for finding in found) else 0


def _update(root: Path) -> int:
    template = extracted(root)
    changed = update(template, root / "locales")
    for path in changed:
        print(f"written: {path.relative_to(root)}")
    for language in TRANSLATED:
        catalog = read_po(io.BytesIO(po_path(root / "locales", language).read_bytes()))
        print(f"{language.tag}: {completeness(catalog, template):.1%} of {_count(template)} messages")
    return 0


def _count(template: Catalog) -> int:
    return len([message for message in template if message.id])


def _print(found: list[Finding], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([{"file": one.file, **one.as_json()} for one in found], ensure_ascii=False, indent=2))
        return
    for finding in found:
        print(finding)
    errors = sum(finding.code.severity is Severity.ERROR for finding in found)
    print(f"catalogs: {errors} errors, {len(found) - errors} warnings")
