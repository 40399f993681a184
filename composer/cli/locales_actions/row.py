"""``presend locales row N``: an organization, a member and a message that meet one row of the table of wordings."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from composer.words import _, pgettext

if TYPE_CHECKING:
    from policy.wording import WordingRow

_ROWS = 10
_PRIVATE, _EXECUTABLE = 0o600, 0o700


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``presend locales row`` and its arguments."""
    parser = actions.add_parser(
        "row",
        help=_("make an organization and a member for one row of the table of wordings"),
        description=_(
            "Write a policy, a member's settings and a message with which one row of the table of wordings is reached, "
            "and two commands that show it. Nothing of it leaves this machine."
        ),
    )
    parser.add_argument(
        "row", type=int, choices=range(1, _ROWS + 1), metavar=pgettext("argument", "N"), help=_("the row, 1 to 10")
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help=_(
            "where it is written: a new or an empty folder, made with those above it; by default presend-row-N here"
        ),
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the files and say what they are; 73 where they cannot be written or something else is there."""
    from composer.cli.main import complain
    from composer.exit_status import Exit
    from composer.localization.row_files import row_files
    from composer.sentences.system_reasons import system_reason
    from policy.wording import WordingRow

    row = WordingRow(arguments.row)
    folder = (arguments.output or Path(f"presend-row-{row.value}")).absolute()
    try:
        if folder.exists() and any(folder.iterdir()):
            complain(_("{folder} holds something already. Name a new or an empty folder with --output.", folder=folder))
            return Exit.CANNOT_CREATE
        for name, text in row_files(row, folder).items():
            _write(folder / name, text)
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        complain(_("{file}: cannot be written: {reason}.", file=folder, reason=reason))
        return Exit.CANNOT_CREATE
    sys.stdout.write("".join(f"{line}\n" for line in _told(row, folder)))
    return Exit.OK


def _write(path: Path, text: str) -> None:
    from composer.disk.durable import make_folder, replace_file

    make_folder(path.parent)
    replace_file(path, text.encode("utf-8"), mode=_EXECUTABLE if text.startswith("#!") else _PRIVATE)


def _told(row: WordingRow, folder: Path) -> Iterator[str]:
    import shlex

    from composer.localization.row_files import MESSAGE, POLICY, SETTINGS, SHOW, WRITE
    from composer.safe_text import clean
    from composer.sentences.wording import row_words

    yield _("Row {row} of the table of wordings: {words}.", row=row.value, words=row_words(row))
    for name in (POLICY, SETTINGS, MESSAGE):
        yield clean(f"  {folder / name}")
    yield _("Why the member sees this text: {command}", command=shlex.join(["sh", str(folder / SHOW)]))
    yield _("The composer as this member: {command}", command=shlex.join(["sh", str(folder / WRITE)]))
