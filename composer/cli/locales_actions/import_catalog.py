"""``presend locales import FILE``: a translator's file merged into a catalog, unless it would break something."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _, ngettext

if TYPE_CHECKING:
    from composer.localization.catalog_base import CatalogBase
    from composer.localization.delivery import Delivery
    from composer.localization.merging import Merged


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend locales import`` and its arguments."""
    parser = actions.add_parser(
        "import",
        help=_("take a translator's file into a catalog"),
        description=_(
            "Take the translations of a PO file, as any platform writes it, or of an exported CSV into a folder of "
            "catalogs. What is not taken is said. Where the result has new errors, nothing is written, and the exit "
            "status is 1."
        ),
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=_("a PO file, or a table whose name ends in .csv"))
    parser.add_argument("--lang", metavar="TAG", help=_("its language; without it, what the file or its name says"))
    parser.add_argument(
        "--into", type=Path, dest="folder", metavar="FOLDER",
        help=_("the folder of catalogs; without it, locales/ of a checkout"),
    )  # fmt: skip
    parser.add_argument("--fuzzy", action="store_true", help=_("also take what is marked as a guess"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Merge, say what was done, write; 1 for errors, 64 to 66 for what was asked or given, 73 where it cannot write."""
    from composer.exit_status import Exit
    from composer.localization.delivery import language_of, read_delivery
    from composer.localization.merging import merge

    delivery = read_delivery(arguments.file)
    base = _base(arguments, language_of(delivery, arguments.lang).tag)
    merged = merge(base, delivery, takes_fuzzy=arguments.fuzzy)
    sys.stdout.write("".join(f"{line}\n" for line in _told(delivery, merged)))
    if merged.has_errors:
        print(_("Nothing is written: there are errors."))
        return Exit.FOUND
    if arguments.dry_run:
        print(_("Nothing is written: this was a trial."))
        return Exit.OK
    if merged.text.encode("utf-8") == _there(base):
        print(_("Nothing is written: the catalog says all of it already."))
        return Exit.OK
    return _write(base.path, merged.text)


def _base(arguments: argparse.Namespace, tag: str) -> CatalogBase:
    from composer.errors import NoInputError, UsageError
    from composer.localization.catalog_base import base_folder, load_base
    from composer.localization.delivery import translated_language
    from composer.sentences.system_reasons import system_reason

    folder = base_folder(arguments.folder)
    if folder is None:
        raise UsageError(_("The catalogs of an installed presend are not for changing. Name a folder with --into."))
    try:
        return load_base(folder, translated_language(tag))
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        named = getattr(error, "filename", None) or folder
        raise NoInputError(_("{file}: cannot be read: {reason}.", file=named, reason=reason)) from error


def _told(delivery: Delivery, merged: Merged) -> Iterator[str]:
    """A line for each entry that was not taken and for each finding, as compilers write them, and the numbers."""
    from composer.safe_text import clean
    from composer.sentences.joined import facts, located

    for line, sentence in merged.remarks:
        yield located(clean(f"{delivery.path}:{line}"), sentence)
    for one in merged.findings:
        place = clean(f"{delivery.path}:{one.line}: {one.code.severity.value} {one.code.value}")
        yield located(place, one.message)
    counts = (
        ngettext("{n} translation is new or changed", "{n} translations are new or changed", merged.changed),
        ngettext("{n} is as it was", "{n} are as they were", merged.same),
        ngettext("{n} is left empty", "{n} are left empty", merged.empty),
        ngettext("{n} is not taken", "{n} are not taken", len(merged.remarks)),
    )
    yield located(clean(str(delivery.path)), facts(counts))


def _there(base: CatalogBase) -> bytes | None:
    return base.data if base.path.is_file() else None


def _write(path: Path, text: str) -> int:
    from composer.cli.main import complain
    from composer.disk.durable import make_folder, replace_file
    from composer.exit_status import Exit
    from composer.sentences.system_reasons import system_reason

    try:
        make_folder(path.parent)
        replace_file(path, text.encode("utf-8"), path.stat() if path.exists() else None, mode=0o644)
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        complain(_("{file}: cannot be written: {reason}.", file=path, reason=reason))
        return Exit.CANNOT_CREATE
    print(_("Written: {file}", file=path))
    return Exit.OK
