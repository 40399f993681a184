"""The mark on a demonstration's folders, by which nothing in them is ever read or sent as real mail."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from composer.disk.mailbox_layout import sent_folder
from composer.disk.paths import Places
from composer.disk.same_place import real
from composer.errors import ConfigurationError, SettingsFaultsError
from composer.reasons import Reason, ReasonCode
from composer.sentences.file_faults import faults_error
from composer.sentences.reasons import reason
from composer.services.member_settings import Fixed, MemberSettings, TransportKind
from composer.words import _

MARK = ".presend-demonstration"
"""The name of the marking file, whatever its content."""
_PARTS = ("", "tmp", "new", "cur")
"""A Maildir and the folders in it."""


def is_marked(folder: Path) -> bool:
    """Whether a folder, or what a link leads to, belongs to a demonstration."""
    try:
        return (folder / MARK).is_file()
    except (OSError, ValueError):
        return False


def marked_above(folder: Path) -> Path | None:
    """The folder of a demonstration that another is, or lies in, whether it exists or not; None where there is none."""
    way = real(folder)
    return next(filter(is_marked, (way, *way.parents)), None)


def require_unmarked(around: Places) -> None:
    """Raise ``ConfigurationError`` where a folder of the member's is a demonstration's or lies in one."""
    for folder in _own(around):
        if (marked := marked_above(folder)) is not None:
            raise ConfigurationError(
                _(
                    "{folder} belongs to a demonstration of presend, and nothing in it is used for real mail. Move it "
                    "away and start again.",
                    folder=marked,
                )
            )


def require_real(settings: MemberSettings, member_file: Path, machine_file: Path) -> None:
    """Raise ``SettingsFaultsError`` where settings let real mail into a demonstration's folder, or read it there."""
    found = tuple(_misplaced(settings, member_file, machine_file))
    if found:
        raise faults_error(SettingsFaultsError, str(member_file), found)


def marked_in_use(settings: MemberSettings) -> Iterator[tuple[Path, Fixed | None]]:
    """The folders of a demonstration that settings use, each with the setting that names it.

    None = no machine can fix it.
    """
    for folder in _of_the_mailbox(settings):
        if (marked := marked_above(folder)) is not None:
            yield marked, Fixed.MAILBOX
            break
    for folder in _of_the_transport(settings):
        if (marked := marked_above(folder)) is not None:
            yield marked, Fixed.TRANSPORT
            break
    if settings.vcard_folder is not None and (marked := marked_above(settings.vcard_folder)) is not None:
        yield marked, None


def _misplaced(settings: MemberSettings, member_file: Path, machine_file: Path) -> Iterator[Reason]:
    for folder, settled_by in marked_in_use(settings):
        file = machine_file if settled_by in settings.fixed else member_file
        yield reason(ReasonCode.DEMONSTRATION_FOLDER, file=file, folder=folder)


def _own(around: Places) -> Iterator[Path]:
    yield from (around.config, around.data, around.state)
    for name in ("outbox", "drafts", "clients"):
        yield around.data / name
    yield around.state / "drafts"


def _of_the_mailbox(settings: MemberSettings) -> Iterator[Path]:
    sent = sent_folder(settings.mailbox, settings.sent)
    if settings.mailbox is not None and sent is not None:
        yield settings.mailbox
        yield from (sent / part for part in _PARTS)


def _of_the_transport(settings: MemberSettings) -> Iterator[Path]:
    """The folder with everybody's Maildirs, and the marked folders in those Maildirs."""
    folder = settings.transport.folder
    if settings.transport.kind is not TransportKind.LOCAL or folder is None:
        return
    yield folder
    try:
        with os.scandir(folder) as found:
            maildirs = [Path(entry.path) for entry in found if entry.is_dir()]
    except (OSError, ValueError):
        return
    yield from (maildir / part for maildir in maildirs for part in _PARTS if is_marked(maildir / part))
