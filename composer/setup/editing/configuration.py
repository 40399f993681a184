"""Changes a client's configuration on disk: each file as a whole, with a backup beside it, links followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path

from msgspec import Struct

from composer.disk.durable import replace_file
from composer.disk.regular_file import read_regular
from composer.errors import NoRightsError
from composer.sentences.system_reasons import system_reason
from composer.setup.clients.base import Setting
from composer.setup.editing.edit import DamagedError, Edit, SetupError
from composer.storage.atomic import private_folder, storage_error
from composer.words import _

BACKUP = ".before-presend"
"""The ending of a backup's name."""
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Outcome(Enum):
    """Whether a planned edit makes another file of it."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"


class State(Enum):
    """How far a file has presend's lines."""

    PRESENT = "present"
    """It has exactly the lines that would be written, perhaps copied by hand."""
    OTHER = "other"
    """It has presend's lines for another path or version."""
    ABSENT = "absent"
    UNUSED = "unused"
    """There is no file, or nothing in it shows that the client sends."""


class Change(Struct, frozen=True):
    """The planned change of one file, whose path has no links left in it."""

    place: Path
    before: bytes | None
    """What the file holds now; None where there is none."""
    after: bytes | None
    """What the file shall hold; None = the file is deleted."""
    backup: bytes | None
    """What the backup beside it shall hold; None = there shall be none."""
    mode: int = 0o600
    """The mode of the file where it is made."""

    @property
    def outcome(self) -> Outcome:
        """Whether the file changes."""
        return Outcome.UNCHANGED if self.before == self.after else Outcome.CHANGED


def planned_addition(setting: Setting) -> Change:
    """The change that adds presend's lines to a file; raises ``SetupError``."""
    place, before = _found(setting)
    if before is None and not setting.may_be_new:
        raise SetupError(_("There is no {file} yet. Set the client up first, then try again.", file=place))
    after = _edited(place, _adding(setting.edit), before or b"")
    if before is not None and setting.edit.removed(_text(before)) == _text(before):
        return Change(place, before, after, before, setting.mode)
    return Change(place, before, after, _content(backup_of(place)), setting.mode)


def planned_removal(setting: Setting) -> Change:
    """The change that removes presend's lines, to the byte as the file was before them; raises ``SetupError``."""
    place, before = _found(setting)
    backup = _content(backup_of(place))
    if before is None:
        return Change(place, None, None, backup)
    plain = _edited(place, setting.edit.removed, before)
    if plain == before:
        return Change(place, before, before, backup)
    if backup is not None and _comes_to(setting.edit, backup) == plain:
        return Change(place, before, backup, None)
    is_empty_again = not plain and backup is None
    return Change(place, before, None if is_empty_again else plain, backup)


def state_of(setting: Setting) -> State:
    """How far a file has presend's lines; raises ``SetupError``.

    The null device in the place of a file is the usual way to have a client read none.
    """
    if os.path.realpath(setting.place) == os.devnull:
        return State.UNUSED
    place, before = _found(setting)
    if before is None:
        return State.UNUSED
    if _edited(place, _adding(setting.edit), before) == before:
        return State.PRESENT
    if _edited(place, setting.edit.removed, before) != before:
        return State.OTHER
    return State.ABSENT if setting.sign_of_use in _text(before).casefold() else State.UNUSED


def carry_out(changes: Sequence[Change]) -> None:
    """Write what differs, durably, each file's mode and owner kept.

    Raises ``SetupError``, ``NoRightsError`` or ``StorageError``.
    """
    differing = [change for change in changes if change.outcome is Outcome.CHANGED]
    for change in differing:
        _demand_writable(change.place)
    for change in differing:
        try:
            _write(change)
        except OSError as error:
            raise storage_error(change.place, error) from error


def _write(change: Change) -> None:
    """Write one change: the backup first where lines are added, last where it is deleted."""
    like = change.place.stat() if change.before is not None else None
    private_folder(change.place.parent)
    backup = backup_of(change.place)
    if change.backup is not None and change.backup != _content(backup):
        replace_file(backup, change.backup, like)
    if change.after is None:
        change.place.unlink()
    else:
        replace_file(change.place, change.after, like, change.mode)
    if change.backup is None:
        backup.unlink(missing_ok=True)


def _found(setting: Setting) -> tuple[Path, bytes | None]:
    """The file's path behind all links, and its content; raises ``SetupError``."""
    try:
        place = Path(os.path.realpath(setting.place, strict=False))
        return place, _content(place)
    except (OSError, ValueError) as error:
        reason = system_reason(error)
        raise SetupError(_("{file} cannot be read: {reason}.", file=setting.place, reason=reason)) from error


def _content(place: Path) -> bytes | None:
    try:
        return read_regular(place)[0]
    except FileNotFoundError:
        return None


def _adding(edit: Edit) -> Callable[[str], str]:
    """The edit that adds the lines, unless somebody has copied them by hand already."""
    return lambda text: text if edit.stands_in(text) else edit.added(text)


def _edited(place: Path, change: Callable[[str], str], data: bytes) -> bytes:
    try:
        return change(_text(data)).encode("utf-8", "surrogateescape")
    except DamagedError as error:
        words = _(
            "{file}:{line}: {what} Nothing was changed. Put it right by hand, then try again.",
            file=place,
            line=str(error.line),
            what=error.what,
        )
        raise SetupError(words) from error


def _comes_to(edit: Edit, backup: bytes) -> bytes | None:
    """What adding and then removing make of a backup, for a program may write its own file another way."""
    try:
        return edit.removed(edit.added(_text(backup))).encode("utf-8", "surrogateescape")
    except DamagedError:
        return None


def _text(data: bytes) -> str:
    """The bytes as text; those that are not UTF-8 are kept as surrogates."""
    return data.decode("utf-8", "surrogateescape")


def backup_of(place: Path) -> Path:
    """The path of a file's backup, which holds what the file was before presend."""
    return place.with_name(f"{place.name}{BACKUP}")


def _demand_writable(place: Path) -> None:
    """Raise ``SetupError`` for a file made read-only, which a rename would replace all the same.

    Raise ``NoRightsError`` for one in a folder that only others may change.
    """
    folder = next(filter(Path.is_dir, place.parents))
    if not os.access(folder, os.W_OK | os.X_OK) and not os.statvfs(folder).f_flag & os.ST_RDONLY:
        raise NoRightsError(_("You may not change {file}. Ask whoever may, or try again with sudo.", file=place))
    try:
        if not place.stat().st_mode & _WRITABLE:
            raise SetupError(_("{file} is read-only. Make it writable, then try again.", file=place))
    except FileNotFoundError:
        return
