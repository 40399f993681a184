"""A policy that lies elsewhere, taken into the member's configuration folder with the lists it names."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePath
from typing import Any

from msgspec import Struct

from composer.errors import StorageError
from composer.disk.regular_file import read_regular
from composer.words import _


class CopiedFile(Struct, frozen=True):
    """One file that is about to be written."""

    target: Path
    data: bytes


def policy_files(source: Path, target: Path) -> tuple[CopiedFile, ...]:
    """The list files a policy names, beside the new place, then the policy itself; raises ``StorageError``.

    ``source`` has been loaded without faults; lists outside its folder cannot be taken along and are named.
    """
    text = _read(source)
    names = _list_files(tomllib.loads(text.decode("utf-8-sig")))
    return (*(_list_copy(name, source, target) for name in names), CopiedFile(target, text))


def _list_files(document: dict[str, Any]) -> list[str]:
    named = (table.get("members_file") for table in document.get("lists", ()))
    relative = [name for name in named if name and not PurePath(name).is_absolute()]
    return list(dict.fromkeys(relative))


def _list_copy(name: str, source: Path, target: Path) -> CopiedFile:
    path = PurePath(name)
    if ".." in path.parts or name.startswith("~"):
        words = _("The list {name} lies outside the policy's folder. Write its whole path into the policy.", name=name)
        raise StorageError(words)
    if len(path.parts) == 1 and path.suffix == target.suffix:
        raise StorageError(_("The list {name} would replace a file of presend. Give it another name.", name=name))
    return CopiedFile(target.parent / path, _read(source.parent / path))


def _read(path: Path) -> bytes:
    try:
        return read_regular(path)[0]
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise StorageError(_("{path} cannot be read: {reason}.", path=path, reason=reason)) from error
