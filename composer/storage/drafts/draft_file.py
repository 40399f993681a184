"""Encodes a draft as one JSON file with a version number, and decodes it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import msgspec

from composer.disk.regular_file import open_regular
from composer.errors import StorageError
from composer.message.composition import Composition
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.services.drafts import DraftNote, SavedDraft
from policy.toml.shape import prepare

VERSION = 1
LARGEST = 64_000_000
"""The most bytes of a draft file that are read."""


class DraftDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The file's shape; ``version`` decides whether the rest can be understood."""

    version: int
    id: str
    saved_at: datetime
    note: str
    composition: Composition


prepare(DraftDocument)


def encode(draft: SavedDraft) -> bytes:
    """A draft as UTF-8 JSON that a person can read; lone surrogates, which file names may hold, become escapes."""
    document = DraftDocument(
        version=VERSION, id=draft.id, saved_at=draft.saved_at, note=draft.note.value, composition=draft.composition
    )
    text = json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")


def decode(data: bytes, path: Path) -> SavedDraft:
    """The draft in the bytes of a file; raises ``StorageError`` for another version or anything else."""
    try:
        plain = json.loads(data)
        if isinstance(plain, dict) and isinstance(plain.get("version"), int) and plain["version"] != VERSION:
            raise failure(StorageError, ReasonCode.DRAFT_OF_OTHER_VERSION, path=path)
        document = msgspec.convert(plain, DraftDocument)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise _unreadable(path) from error
    if document.saved_at.tzinfo is None:
        raise _unreadable(path)
    return SavedDraft(document.id, document.composition, document.saved_at, _note(document.note))


def read(path: Path) -> SavedDraft:
    """The draft in a file; raises ``FileNotFoundError`` or ``NotADirectoryError`` for none, else ``StorageError``."""
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise _unreadable(path) from error
    if len(data) > LARGEST:
        raise _unreadable(path)
    return decode(data, path)


def _note(token: str) -> DraftNote:
    """The note that a token stands for; unknown ones of earlier versions meant that the draft was left."""
    known = {note.value: note for note in DraftNote}
    return known.get(token, DraftNote.LEFT)


def _unreadable(path: Path) -> StorageError:
    return failure(StorageError, ReasonCode.DRAFT_NOT_READ, path=path)
