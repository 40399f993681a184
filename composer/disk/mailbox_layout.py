"""How a mailbox of Maildirs is laid out on the disk, and which of its folders holds what was sent.

Plain: ``Sent/`` beside ``INBOX/``, as mbsync makes it with ``SubFolders Verbatim`` and Dovecot with ``LAYOUT=fs``.
Maildir++: the mailbox is the inbox itself, its folders are ``.Sent/`` and ``.Archive.2026/`` (Courier's and Dovecot's).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from composer.disk.sent_names import rank_of_sent

INBOX = "inbox"
_PARENTS = frozenset({INBOX, "[gmail]", "[google mail]"})
"""Folders below which servers put all others, in lower case."""
_MAILDIR = ("cur", "new")


class _Found(Struct, frozen=True, order=True):
    """A folder for sent mail; the least is the likeliest."""

    is_stray: bool
    """Whether it is written in the way of Maildir++ in a mailbox that is laid out plainly."""
    depth: int
    rank: int
    path: Path


def is_maildir(folder: Path) -> bool:
    """Whether messages lie in a folder itself, in the way of Maildirs."""
    try:
        return all((folder / part).is_dir() for part in _MAILDIR)
    except (OSError, ValueError):
        return False


def is_mailbox(folder: Path) -> bool:
    """Whether a folder is a Maildir, or has Maildirs in it, at most two folders down."""
    return is_maildir(folder) or any(
        is_maildir(child) or any(map(is_maildir, folders_in(child))) for child in folders_in(folder)
    )


def holds_something(folder: Path) -> bool:
    """Whether there is anything in a folder; not where it is none, or cannot be read."""
    try:
        return folder.is_dir() and any(folder.iterdir())
    except (OSError, ValueError):
        return False


def is_no_folder(path: Path) -> bool:
    """Whether something else than a folder lies there; not where nobody may look."""
    try:
        return path.exists() and not path.is_dir()
    except (OSError, ValueError):
        return False


def is_missing(path: Path) -> bool:
    """Whether nothing lies there; not where nobody may look."""
    try:
        return not path.exists()
    except (OSError, ValueError):
        return False


def hindrance(maildir: Path) -> OSError | None:
    """What keeps presend from filing in a Maildir, which need not exist yet, found without writing; None for nothing.

    ``maildir`` is absolute.
    """
    try:
        for place in (_nearest(maildir / part) for part in ("tmp", "cur")):
            if not os.access(place, os.W_OK | os.X_OK):
                code = errno.EROFS if os.statvfs(place).f_flag & os.ST_RDONLY else errno.EACCES
                return OSError(code, os.strerror(code), str(place))
    except OSError as error:
        return error
    except ValueError:  # a NUL, which no path has
        return OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(maildir))
    return None


def _nearest(path: Path) -> Path:
    """What is there of a path; raises ``OSError`` where nobody may look, and for a link that leads nowhere."""
    try:
        path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise
        return _nearest(path.parent)
    return path


def has_inbox(folder: Path) -> bool:
    """Whether a folder has a Maildir of the name that IMAP gives to where mail arrives (RFC 3501, 5.1)."""
    return any(child.name.casefold() == INBOX and is_maildir(child) for child in folders_in(folder))


def folders_in(folder: Path) -> list[Path]:
    """The folders in a folder, but those that make it a Maildir; none where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.name not in (*_MAILDIR, "tmp") and entry.is_dir()]
    except (OSError, ValueError):
        return []


def sent_folders(mailbox: Path) -> tuple[Path, ...]:
    """The Maildirs of a mailbox whose names say that they hold what was sent, the likeliest first."""
    found = sorted(_found(mailbox))
    if not found and mailbox.name.casefold() == INBOX:
        found = sorted(_found(mailbox.parent))
    return tuple(one.path for one in found)


def stray_folders(mailbox: Path) -> tuple[Path, ...]:
    """Folders for sent mail as Maildir++ has them, in a mailbox that is laid out plainly: mbsync stops at them."""
    return tuple(one.path for one in sorted(_found(mailbox)) if one.is_stray)


def sent_folder(mailbox: Path | None, named: Path | None = None) -> Path | None:
    """The Maildir in which sent mail is filed, which need not exist yet; None without a mailbox.

    It is the one that was ``named``, else one that is there, else a new one written as the mailbox is laid out.
    """
    if mailbox is None or named is not None:
        return named
    return next(iter(sent_folders(mailbox)), None) or mailbox / ("Sent" if _is_plain(mailbox) else ".Sent")


def _found(mailbox: Path) -> Iterator[_Found]:
    is_plain = _is_plain(mailbox)
    for child in folders_in(mailbox):
        is_dotted = child.name.startswith(".")
        above, rank = _meaning(child.name)
        if rank is not None and is_maildir(child):
            yield _Found(is_plain and is_dotted, len(above), rank, child)
        if child.name.casefold() in _PARENTS:
            yield from _found_below(child)


def _found_below(parent: Path) -> Iterator[_Found]:
    for child in folders_in(parent):
        above, rank = _meaning(child.name)
        if rank is not None and not above and is_maildir(child):
            yield _Found(False, 1, rank, child)


def _meaning(name: str) -> tuple[tuple[str, ...], int | None]:
    """The folders above that a name with dots in it stands for, and how likely it is one for sent mail."""
    *above, own = name.removeprefix(".").split(".")
    known = len(above) <= 1 and all(one.casefold() in _PARENTS for one in above)
    return tuple(above), rank_of_sent(own) if known else None


def _is_plain(mailbox: Path) -> bool:
    """Whether folders lie in a mailbox under their bare names, and none but those for sent mail as Maildir++ has it."""
    children = folders_in(mailbox)
    bare = [child for child in children if not child.name.startswith(".")]
    dotted = [child for child in children if child.name.startswith(".") and _meaning(child.name)[1] is None]
    return not any(map(is_maildir, dotted)) and any(
        is_maildir(child) or child.name.casefold() in _PARENTS for child in bare
    )
