"""Where what the member sends is filed, by the first-run form: its faults, and what is written of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from composer.disk.mailbox_layout import holds_something, is_mailbox, sent_folders
from composer.setup.first_run.checks import folder_faults, typed_path
from composer.setup.first_run.mailboxes import FoundMailbox
from composer.setup.first_run.values import Fault, FormValues, MailboxChoice, Place
from composer.words import _


def mailbox_faults(values: FormValues, home: Path) -> Iterator[Fault]:
    """The faults of the chosen or typed mailbox; looks at the disk."""
    if isinstance(values.mailbox, FoundMailbox):
        yield from folder_faults(Place.MAILBOX, values.mailbox.sent)
    elif values.mailbox is MailboxChoice.OTHER:
        folder = typed_path(values.mailbox_folder, home)
        if folder is None:
            yield Fault(Place.MAILBOX_FOLDER, lambda: _("Type the path of your Maildir, for example ~/Mail."))
        elif _holds_other_things(folder):
            yield Fault(Place.MAILBOX_FOLDER, lambda: _no_maildir(folder))
        else:
            yield from folder_faults(Place.MAILBOX_FOLDER, next(iter(sent_folders(folder)), folder))


def filing(values: FormValues, home: Path) -> tuple[Path | None, Path | None]:
    """The mailbox and the folder for sent mail that values without faults stand for; None = none, and not said."""
    if isinstance(values.mailbox, FoundMailbox):
        return values.mailbox.path, values.mailbox.sent
    folder = typed_path(values.mailbox_folder, home)
    if values.mailbox is MailboxChoice.NONE or folder is None:
        return None, None
    return folder, next(iter(sent_folders(folder)), None)


def _holds_other_things(folder: Path) -> bool:
    """Whether there is something in a folder, and nothing of it is a Maildir: presend would put mail among it."""
    return folder.is_absolute() and holds_something(folder) and not is_mailbox(folder)


def _no_maildir(folder: Path) -> str:
    return _(
        "{folder} is no Maildir, and no Maildir lies in it. Type the path of yours, or of a new folder.", folder=folder
    )
