"""Folders that a member may not look into or write to, for tests that root runs too."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SOMEBODY = 12_345


@contextmanager
def somebodys_home() -> Iterator[Path]:
    """A folder of an ordinary member's, whose rights bind this process until it ends; root is that member meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        if os.getuid():
            yield home
            return
        os.chown(home, _SOMEBODY, -1)
        os.setresuid(_SOMEBODY, _SOMEBODY, 0)
        try:
            yield home
        finally:
            os.setresuid(0, 0, 0)


@contextmanager
def mode_of(folder: Path, mode: int) -> Iterator[None]:
    """A folder's rights for a while."""
    before = folder.stat().st_mode
    folder.chmod(mode)
    try:
        yield
    finally:
        folder.chmod(before)
