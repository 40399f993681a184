"""Finds the member's mailboxes on this machine, with the folder in each in which sent mail is filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from composer.disk.mailbox_layout import INBOX, folders_in, has_inbox, is_mailbox, sent_folder, sent_folders

_USUAL = ("Maildir", "Mail", "mail", ".maildir", ".mail", ".Mail", ".local/share/mail")
"""Where Dovecot, mbsync, offlineimap and those who write about them keep mail, below the home folder."""
_VARIABLES = ("MAILDIR", "MAIL")
"""Variables that may hold the path of a Maildir."""
_MOST_ACCOUNTS = 50
"""Folders of a folder of accounts that are looked into."""


class FoundMailbox(Struct, frozen=True):
    """A mailbox, and a Maildir for sent mail in it."""

    path: Path
    sent: Path
    """The Maildir for sent mail; where there is none yet, the one that would be made like the others."""


def mailboxes(home: Path, environ: Mapping[str, str]) -> tuple[FoundMailbox, ...]:
    """Every mailbox in the usual places, with each folder in it that by its name holds sent mail; the likeliest first.

    A mailbox that has such a folder comes before those that have none yet.
    """
    found = [one for place in _places(home, environ) for one in _in_place(place)]
    first_of_each = {one.sent.resolve(): one for one in reversed(found)}
    unique = [one for one in found if first_of_each[one.sent.resolve()] is one]
    return tuple(sorted(unique, key=lambda one: not one.sent.exists()))


def _places(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    named = (Path(environ[name]) for name in _VARIABLES if environ.get(name))
    yield from (path for path in named if path.is_absolute())
    yield from (home / name for name in _USUAL)


def _in_place(place: Path) -> Iterator[FoundMailbox]:
    """What a place itself is, or else the accounts that are folders in it."""
    found = list(_with_sent(place)) or [one for account in _accounts(place) for one in _of_account(account)]
    yield from found or (_with_new_sent(place) if is_mailbox(place) else ())


def _of_account(account: Path) -> Iterator[FoundMailbox]:
    found = list(_with_sent(account))
    yield from found or (_with_new_sent(account) if has_inbox(account) else ())


def _accounts(place: Path) -> list[Path]:
    folders = sorted(child for child in folders_in(place) if child.name.casefold() != INBOX)
    return folders[:_MOST_ACCOUNTS]


def _with_sent(mailbox: Path) -> Iterator[FoundMailbox]:
    return (FoundMailbox(mailbox, sent) for sent in sent_folders(mailbox))


def _with_new_sent(mailbox: Path) -> Iterator[FoundMailbox]:
    new = sent_folder(mailbox)
    if new is not None:
        yield FoundMailbox(mailbox, new)
