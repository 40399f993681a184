"""The people whom the member has written to, from the header fields of the messages in Sent (a Maildir)."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from composer.safe_text import clean
from policy.address import Entry, Group, Mailbox, parse_field

LARGEST_HEADER = 65_536
"""Bytes of a message's beginning that are searched for header fields."""
_LONGEST_NAME = 200
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_FIELD = re.compile(r"^(?:to|cc|bcc|from):(.*)$", re.IGNORECASE | re.MULTILINE)


class SentMessage(msgspec.Struct, frozen=True, array_like=True):
    """The addresses in the header of one sent message."""

    mtime: float
    """When the message was filed: seconds since 1970."""
    addresses: tuple[tuple[str, str], ...]
    """Pairs of address and cleaned name, well-formed addresses only."""


def read_sent(folder: Path, known: Mapping[str, SentMessage]) -> dict[str, SentMessage]:
    """Messages of a Maildir by the unique part of their names; those already known are not opened again."""
    return {
        base: known.get(base) or SentMessage(mtime, tuple(_addresses(path))) for base, path, mtime in _messages(folder)
    }


def _messages(folder: Path) -> Iterator[tuple[str, Path, float]]:
    for part in ("cur", "new"):
        try:
            with os.scandir(folder / part) as entries:
                for entry in entries:
                    found = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(found.st_mode) and not entry.name.startswith("."):
                        yield entry.name.partition(":")[0], Path(entry.path), found.st_mtime
        except OSError:
            continue


def _addresses(path: Path) -> Iterator[tuple[str, str]]:
    for value in _fields(path):
        for entry in parse_field(value):
            for mailbox in _mailboxes(entry):
                yield str(mailbox.address), clean(mailbox.name, longest=_LONGEST_NAME).strip()


def _fields(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            start = file.read(LARGEST_HEADER)
    except OSError:
        return []
    header = _FOLD.sub(" ", _HEADER_END.split(start, maxsplit=1)[0].decode("utf-8", "replace"))
    return [value.strip() for value in _FIELD.findall(header)]


def _mailboxes(entry: Entry) -> list[Mailbox]:
    if isinstance(entry, Group):
        return [member for member in entry.members if isinstance(member, Mailbox)]
    return [entry] if isinstance(entry, Mailbox) else []
