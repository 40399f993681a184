"""``python -m composer.workbench.catalogs update|check``: what ``make catalogs`` calls."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from composer.language.catalogs import po_path
from composer.workbench.catalogs.catalog_checks import check_catalogs, completeness
from composer.workbench.catalogs.catalog_files import update
from composer.workbench.catalogs.extraction import extracted
from composer.workbench.catalogs.findings import Finding, Severity
from composer.workbench.catalogs.glossary import check_glossaries
from composer.workbench.catalogs.plural_rules import check_plural_rules
from composer.workbench.catalogs.source_checks import check_sources
from locales.registry import LANGUAGES, TRANSLATED

PROJECT = Path(__file__).parents[3]


def check(root: Path) -> list[Finding]:
    """All findings in a project: sources, plural rules, template, catalogs and glossaries."""
    return [
        *check_sources(root),
        *check_plural_rules(LANGUAGES),
        *check_catalogs(extracted(root), root / "locales"),
        *check_glossaries(root / "locales"),
    ]


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
        print(json.dumps([finding.as_json() for finding in found], ensure_ascii=False, indent=2))
        return
    for finding in found:
        print(finding)
    errors = sum(finding.code.severity is Severity.ERROR for finding in found)
    print(f"catalogs: {errors} errors, {len(found) - errors} warnings")
