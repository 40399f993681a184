"""A client's configuration on disk: read, changed as a whole, with a backup beside each file, links followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path

from msgspec import Struct

from composer.setup.clients.base import Setting
from composer.setup.editing.edit import DamagedError, Edit, SetupError
from composer.storage.atomic import private_folder, storage_error
from composer.disk.durable import replace_file
from composer.disk.regular_file import read_regular
from composer.words import _

BACKUP = ".before-presend"
"""Behind the name of the file."""
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Outcome(Enum):
    """What became of one file."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"


class State(Enum):
    """What a file has of presend."""

    PRESENT = "present"
    """Exactly the lines that would be written, or the same copied by hand."""
    OTHER = "other"
    """Presend's lines, for another path or version."""
    ABSENT = "absent"
    UNUSED = "unused"
    """There is no file, or nothing in it shows that the client sends."""


class Change(Struct, frozen=True):
    """What would become of one file; links are resolved."""

    place: Path
    before: bytes | None
    """None where there is no file."""
    after: bytes | None
    """None = the file goes."""
    backup: bytes | None
    """What the backup beside it holds from then on; None = there is none."""

    @property
    def outcome(self) -> Outcome:
        """Whether anything changes."""
        return Outcome.UNCHANGED if self.before == self.after else Outcome.CHANGED


def planned_addition(setting: Setting) -> Change:
    """The file with presend's lines; raises ``SetupError``."""
    place, before = _found(setting)
    if before is None and not setting.may_be_new:
        raise SetupError(_("There is no {file} yet. Set the client up first, then try again.", file=place))
    after = _edited(place, _adding(setting.edit), before or b"")
    if before is not None and setting.edit.removed(_text(before)) == _text(before):
        return Change(place, before, after, before)
    return Change(place, before, after, _content(backup_of(place)))


def planned_removal(setting: Setting) -> Change:
    """The file without presend's lines, to the byte as it was before them; raises ``SetupError``."""
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
    """What a file has of presend; raises ``SetupError``."""
    place, before = _found(setting)
    if before is None:
        return State.UNUSED
    if _edited(place, _adding(setting.edit), before) == before:
        return State.PRESENT
    if _edited(place, setting.edit.removed, before) != before:
        return State.OTHER
    return State.ABSENT if setting.sign_of_use in _text(before).casefold() else State.UNUSED


def carry_out(changes: Sequence[Change]) -> None:
    """Write what differs, durably, each file's mode and owner kept; raises ``SetupError`` or ``StorageError``."""
    differing = [change for change in changes if change.outcome is Outcome.CHANGED]
    for change in differing:
        _demand_writable(change.place)
    for change in differing:
        try:
            _write(change)
        except OSError as error:
            raise storage_error(change.place, error) from error


def _write(change: Change) -> None:
    """The backup first where lines come in; last where it goes."""
    like = change.place.stat() if change.before is not None else None
    private_folder(change.place.parent)
    backup = backup_of(change.place)
    if change.backup is not None and change.backup != _content(backup):
        replace_file(backup, change.backup, like)
    if change.after is None:
        change.place.unlink()
    else:
        replace_file(change.place, change.after, like)
    if change.backup is None:
        backup.unlink(missing_ok=True)


def _found(setting: Setting) -> tuple[Path, bytes | None]:
    """The file itself, behind all links, and what it holds."""
    try:
        place = Path(os.path.realpath(setting.place, strict=False))
        return place, _content(place)
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or type(error).__name__
        raise SetupError(_("{file} cannot be read: {reason}.", file=setting.place, reason=reason)) from error


def _content(place: Path) -> bytes | None:
    try:
        return read_regular(place)[0]
    except FileNotFoundError:
        return None


def _adding(edit: Edit) -> Callable[[str], str]:
    """The edit, which has nothing to do where somebody has copied the lines by hand."""
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
    """What adding and removing make of the backup: a program that edits its own file may write it another way."""
    try:
        return edit.removed(edit.added(_text(backup))).encode("utf-8", "surrogateescape")
    except DamagedError:
        return None


def _text(data: bytes) -> str:
    """Any bytes; those that are no UTF-8 come back as they were."""
    return data.decode("utf-8", "surrogateescape")


def backup_of(place: Path) -> Path:
    """Where what a file was before presend is kept."""
    return place.with_name(f"{place.name}{BACKUP}")


def _demand_writable(place: Path) -> None:
    """A rename would replace a file that its owner has made read-only."""
    try:
        if not place.stat().st_mode & _WRITABLE:
            raise SetupError(_("{file} is read-only. Make it writable, then try again.", file=place))
    except FileNotFoundError:
        return
