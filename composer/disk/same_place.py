"""Whether two names lead to one place on disk, whatever links, mounts and letters they are written with."""

from __future__ import annotations

import os
from pathlib import Path
from unicodedata import normalize

Identity = tuple[object, str | int]
"""Device and number of what is there; for what is not, the identity of the folder above it and a name."""


def is_within(inner: Path, outer: Path) -> bool:
    """Whether a place is another or lies in it; neither needs to exist."""
    place = _identity(real(outer))
    way = real(inner)
    return any(_identity(step) == place for step in (way, *way.parents))


def meet(one: Path, other: Path) -> bool:
    """Whether two places are one, or one lies in the other."""
    return is_within(one, other) or is_within(other, one)


def real(path: Path) -> Path:
    """The path with all links followed; links in a circle stay as they are."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:  # a name with NUL
        return path.absolute()


def _identity(path: Path) -> Identity:
    try:
        facts = path.stat()
    except (OSError, ValueError):
        if path == path.parent:
            return ("", "")
        return _identity(path.parent), normalize("NFC", path.name).casefold()  # a disk may not tell letters apart
    return facts.st_dev, facts.st_ino
