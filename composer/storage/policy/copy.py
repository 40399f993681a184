"""Copies a policy and the lists it names into the member's configuration folder."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePath
from typing import Any

from msgspec import Struct

from composer.disk.regular_file import read_regular
from composer.errors import StorageError
from composer.sentences.system_reasons import system_reason
from composer.words import _


class CopiedFile(Struct, frozen=True):
    """A file that is to be written."""

    target: Path
    data: bytes


def policy_files(source: Path, target: Path) -> tuple[CopiedFile, ...]:
    """The policy and its list files at their new places, lists first; raises ``StorageError``.

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
        reason = system_reason(error)
        raise StorageError(_("{path} cannot be read: {reason}.", path=path, reason=reason)) from error
