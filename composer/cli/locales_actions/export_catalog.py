"""``presend locales export``: a catalog for translators, as PO or as a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _

if TYPE_CHECKING:
    from locales.registry import Language


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend locales export`` and its arguments."""
    parser = actions.add_parser(
        "export",
        help=_("write a catalog for translators"),
        description=_(
            "Write every text with its translation, context, notes and limits: as PO, or as CSV for a spreadsheet. "
            "What comes back is taken by presend locales import."
        ),
    )
    parser.add_argument("--lang", metavar="TAG", help=_("the language; without it, that of the screens"))
    parser.add_argument("--format", choices=("po", "csv"), default="po", help=_("PO by default"))
    parser.add_argument(
        "--from", type=Path, dest="folder", metavar="FOLDER", help=_("a folder of catalogs; without it, presend's own")
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("the file to write; without it, standard output"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the catalog in UTF-8 with LF; 64 for an unknown language, 66 and 73 for files."""
    from composer.cli.main import complain
    from composer.disk.durable import replace_file
    from composer.exit_status import Exit
    from composer.sentences.system_reasons import system_reason

    data = _text(_language(arguments.lang), arguments).encode("utf-8")
    if arguments.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return Exit.OK
    try:
        replace_file(arguments.output, data, mode=0o644)
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        complain(_("{file}: cannot be written: {reason}.", file=arguments.output, reason=reason))
        return Exit.CANNOT_CREATE
    return Exit.OK


def _language(tag: str | None) -> Language:
    from composer.errors import UsageError
    from composer.localization.delivery import translated_language
    from composer.words import active
    from locales.registry import SOURCE, TRANSLATED

    if tag is None and active() == SOURCE.tag:
        known = ", ".join(one.tag for one in TRANSLATED)
        raise UsageError(_("Name the language with --lang: {known}.", known=known))
    return translated_language(tag or active())


def _text(language: Language, arguments: argparse.Namespace) -> str:
    from composer.errors import NoInputError
    from composer.localization.catalog_base import load_base
    from composer.localization.catalog_csv import csv_text
    from composer.localization.folder import shipped_folder
    from composer.sentences.system_reasons import system_reason

    folder = arguments.folder or shipped_folder()
    try:
        base = load_base(folder, language)
    except OSError as error:
        named = error.filename or folder
        raise NoInputError(_("{file}: cannot be read: {reason}.", file=named, reason=system_reason(error))) from error
    return csv_text(base.listed(), language) if arguments.format == "csv" else base.text(base.entries)
