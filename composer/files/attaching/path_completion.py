"""Completion of paths: the whole text as one path first, then its last word, written so that it is read back."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from composer.files.attaching import typed_paths
from composer.safe_text import clean

_MOST_LOOKED_AT = 20_000
"""The most names of one folder that are looked at, so that a key never waits."""


def complete(typed: str, limit: int, folder: Path) -> Sequence[str]:
    """At most ``limit`` continuations of ``typed``; names hidden by a dot only where the dot was typed."""
    whole = _continuations(typed, limit, folder)
    if whole:
        return whole
    words = typed_paths.split(typed)
    if not words or typed[-1:] in {" ", "\t"}:
        return ()
    last = words[-1]
    found = _continuations(last.text, limit, folder)
    return tuple(typed[: last.start] + typed_paths.escape(path) for path in found)


def _continuations(text: str, limit: int, folder: Path) -> tuple[str, ...]:
    head, slash, beginning = text.rpartition("/")
    place = folder / typed_paths.expand_home(head + slash)
    names = sorted(_names(place, beginning), key=lambda name: (name.casefold(), name))
    return tuple(head + slash + name for name in names[:limit])


def _names(place: Path, beginning: str) -> list[str]:
    found: list[str] = []
    try:
        with os.scandir(place) as entries:
            for entry in islice(entries, _MOST_LOOKED_AT):
                if _fits(entry.name, beginning):
                    found.append(entry.name + ("/" if _is_folder(entry) else ""))
    except (OSError, ValueError):
        return []
    return found


def _fits(name: str, beginning: str) -> bool:
    hidden = name.startswith(".") and not beginning.startswith(".")
    return name.startswith(beginning) and not hidden and _is_plain(name)


def _is_plain(name: str) -> bool:
    """A name with controls or invisible characters is not put into a field; a glob still reaches it."""
    return clean(name) == unicodedata.normalize("NFC", name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
