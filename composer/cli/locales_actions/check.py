"""``presend locales check [FOLDER]``: what is wrong in translations, as text or JSON, and why it matters."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _, ngettext

if TYPE_CHECKING:
    from composer.localization.findings import Finding
    from locales.registry import Language


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend locales check`` and its arguments."""
    parser = actions.add_parser(
        "check",
        help=_("find faults in translations"),
        description=_(
            "Find faults in the catalogs of a folder: one line each, with file, line and code. Exit status 1 where one "
            "of them is an error; warnings alone are 0."
        ),
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER",
        help=_("a folder with LANGUAGE/LC_MESSAGES/composer.po in it; without one, the catalogs of this presend"),
    )  # fmt: skip
    parser.add_argument("--lang", metavar="TAG", help=_("only the catalog of this language"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object, with --explain too"))
    parser.add_argument(
        "--explain", metavar="CODE", help=_("say of one code what is wrong, why it matters, how to mend it")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 0 without an error, 1 with one, 64 for an unknown language or code, 66 for no catalogs."""
    from composer.exit_status import Exit
    from composer.localization.codes import Severity

    if arguments.explain is not None:
        return _explain(arguments.explain, as_json=arguments.json)
    folder, found = _found(arguments)
    if arguments.json:
        _print_json({"version": 1, "findings": [one.as_json() for one in found]})
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(folder, found)))
    return Exit.FOUND if any(one.code.severity is Severity.ERROR for one in found) else Exit.OK


def _found(arguments: argparse.Namespace) -> tuple[Path, Sequence[Finding]]:
    """The folder and what is wrong in it; raises ``UsageError`` and ``NoInputError``."""
    from composer.errors import NoInputError
    from composer.localization.folder import NoCatalogsError, check_folder, shipped_folder
    from composer.sentences.system_reasons import system_reason

    folder = arguments.folder or shipped_folder()
    try:
        return folder, check_folder(folder, _languages(arguments.lang))
    except NoCatalogsError:
        words = _(
            "{folder}: no catalog is in it, such as {example}.", folder=folder, example="ko/LC_MESSAGES/composer.po"
        )
        raise NoInputError(words) from None
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        named = getattr(error, "filename", None) or folder
        raise NoInputError(_("{file}: cannot be read: {reason}.", file=named, reason=reason)) from error


def _languages(tag: str | None) -> Sequence[Language]:
    """The languages whose catalogs are looked at; raises ``UsageError`` for one that has none."""
    from composer.errors import UsageError
    from composer.words import nearest
    from locales.registry import TRANSLATED

    if tag is None:
        return TRANSLATED
    language = nearest(tag)
    if language is None or language not in TRANSLATED:
        known = ", ".join(one.tag for one in TRANSLATED)
        raise UsageError(_("{tag}: there is no catalog of this language. There are {known}.", tag=tag, known=known))
    return (language,)


def _lines(folder: Path, found: Sequence[Finding]) -> Iterator[str]:
    """A line for each finding, as compilers write them, and their number."""
    from composer.localization.codes import Severity
    from composer.safe_text import clean
    from composer.sentences.joined import facts, located

    for one in found:
        place = clean(f"{folder / one.file}:{one.line}: {one.code.severity.value} {one.code.value}")
        yield located(place, one.message)
    errors = sum(one.code.severity is Severity.ERROR for one in found)
    warnings = len(found) - errors
    counts = ngettext("{n} error", "{n} errors", errors), ngettext("{n} warning", "{n} warnings", warnings)
    yield located(clean(str(folder)), facts(counts))
    if found:
        yield _("presend locales check --explain CODE says more of a code.")


def _print_json(data: dict[str, object]) -> None:
    json.dump(data, sys.stdout, ensure_ascii=True, indent=2)
    sys.stdout.write("\n")


def _explain(name: str, *, as_json: bool) -> int:
    """Print what a code means; raises ``UsageError`` for one that there is not."""
    from composer.cli.wiring.columns import columns_of
    from composer.errors import UsageError
    from composer.exit_status import Exit
    from composer.language.wrapping import hung
    from composer.localization.codes import Code
    from composer.localization.explanations import explanation, explanation_data

    code = next((one for one in Code if one.value == name), None)
    if code is None:
        known = ", ".join(one.value for one in Code)
        raise UsageError(_("{code}: there is no such code. There are {known}.", code=name, known=known))
    if as_json:
        _print_json({"version": 1, **explanation_data(code)})
        return Exit.OK
    for paragraph in explanation(code):
        for line in hung("", paragraph, columns_of(sys.stdout)):
            sys.stdout.write(f"{line}\n")
    return Exit.OK
