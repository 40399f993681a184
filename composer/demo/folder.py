"""The folder of a demonstration: new, empty or marked as one; only what presend wrote there is ever deleted."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from composer.demo.drafts import OVER_LIMIT, UNDER_LIMIT
from composer.disk.paths import Places
from composer.disk.same_place import is_within, meet
from composer.errors import ConfigurationError, SettingsFaultsError
from composer.files.attaching.typed_paths import expand_home
from composer.storage.atomic import private_folder, write_atomically
from composer.storage.demonstration_mark import MARK, is_marked
from composer.storage.machine import THIS_MACHINE, Machine
from composer.storage.settings.named_folders import NamedFolder, named_folders
from composer.words import _

NOTE = b"This folder belongs to a demonstration of presend. Nothing in it is real mail.\n"
_MAIL = re.compile(r"\d+\.presend-[\w-]+\..*")
"""Names of messages that presend has written into a Maildir."""
_JOB_FILES = re.compile(r"job\.json|heads\.json|record\.eml|journal|lock|owner")
_JOB = re.compile(r"\d{8}T\d{6}-[0-9a-f]{12}")
_OUTBOX_FILES = re.compile(r"consents|accept\.lock|sender\.lock|" + re.escape(MARK))
_EVERY = re.compile(r".*")
_NOTHING = re.compile(r"(?!)")


def own_folder(option: Path | None, around: Places, machine: Machine = THIS_MACHINE) -> Path:
    """Where a demonstration keeps its mail, never where anybody's own is kept; raises ``ConfigurationError``.

    Where the settings have faults, nobody can tell which folders they name: then only the usual place is taken.
    """
    usual = around.state / "demonstration"
    folder = usual if option is None else Path(expand_home(str(option))).absolute()
    is_usual = is_within(folder, usual) and is_within(usual, folder)
    if not is_usual and _is_among_the_members_own(folder, around, machine):
        raise ConfigurationError(
            _("{folder} is no place for a demonstration: presend keeps your own mail there.", folder=folder)
        )
    for named in _named(folder, around, machine, is_usual=is_usual):
        if is_within(named.path, folder) or (not is_usual and is_within(folder, named.path)):
            raise ConfigurationError(
                _(
                    "{folder} is no place for a demonstration: {file} names {named} for real mail. Name another with "
                    "--folder.",
                    folder=folder,
                    file=named.file,
                    named=named.path,
                )
            )
    return folder


def take(folder: Path, *, was_made_for_it: bool = False) -> None:
    """Make the folder, or take one that is empty or marked; raises ``ConfigurationError`` and ``StorageError``.

    ``was_made_for_it`` is for the usual place, where the first version left folders without a mark.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(_("{folder} is no folder. Name another with --folder.", folder=folder))
    private_folder(folder)
    if is_marked(folder) or not any(folder.iterdir()) or (was_made_for_it and _is_of_the_first_version(folder)):
        for marked in (folder, folder / "outbox", folder / "drafts"):
            _mark(marked)
        return
    raise ConfigurationError(
        _(
            "{folder} holds something else already, and a demonstration deletes its mail when it begins anew. Name a "
            "new or an empty folder with --folder.",
            folder=folder,
        )
    )


def take_mail_away(folder: Path) -> None:
    """Delete the messages, records and jobs of a marked folder; whatever else lies among them stays."""
    if not is_marked(folder):
        return
    for mailbox in (folder / "sent", *_folders(folder / "mail", _EVERY)):
        for part in ("tmp", "new", "cur"):
            _clear(mailbox / part, _MAIL)
        _clear(mailbox, _NOTHING)
    _clear(folder / "mail", _NOTHING)
    for place in ("incoming", "queue", "done"):
        for job in _folders(folder / "outbox" / place, _JOB):
            _clear(job, _JOB_FILES)
        _clear(folder / "outbox" / place, _NOTHING)
    _clear(folder / "outbox", _OUTBOX_FILES)


def _is_among_the_members_own(folder: Path, around: Places, machine: Machine) -> bool:
    own = (around.config, around.data, around.state, machine.folder)
    return is_within(around.home, folder) or any(meet(folder, place) for place in own)


def _named(folder: Path, around: Places, machine: Machine, *, is_usual: bool) -> tuple[NamedFolder, ...]:
    try:
        return named_folders(around, machine)
    except SettingsFaultsError as error:
        if is_usual:
            return ()
        raise ConfigurationError(
            _(
                "{folder} is not taken for a demonstration: with the fault in {file} nobody can tell whether your "
                "settings name it for real mail. Correct it, or start presend demo without --folder. {fault}",
                folder=folder,
                file=error.source,
                fault=error.faults[0],
            )
        ) from error


def _mark(folder: Path) -> None:
    if not is_marked(folder):
        write_atomically(private_folder(folder) / MARK, NOTE)


def _is_of_the_first_version(folder: Path) -> bool:
    return all(_has_size(folder / "files" / name, size) for name, size in (UNDER_LIMIT, OVER_LIMIT))


def _has_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _folders(parent: Path, names: re.Pattern[str]) -> Iterator[Path]:
    """The real folders of such names in a real folder; links are passed over, for they may lead to real mail."""
    if parent.is_symlink() or not parent.is_dir():
        return
    for entry in sorted(parent.iterdir()):
        if names.fullmatch(entry.name) and entry.is_dir() and not entry.is_symlink():
            yield entry


def _clear(folder: Path, names: re.Pattern[str]) -> None:
    """Delete the files of such names, and the folder where that leaves it empty."""
    if folder.is_symlink() or not folder.is_dir():
        return
    with suppress(OSError):  # what cannot be deleted stays, and so does the folder
        for entry in os.scandir(folder):
            if names.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)  # noqa: PTH108 - an entry of the scan
        folder.rmdir()
