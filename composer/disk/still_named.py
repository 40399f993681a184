"""Whether an open file is still the one of its name, which another process may have given to another file."""

from __future__ import annotations

import os
from pathlib import Path


def is_still_named(path: Path, descriptor: int, *, follow_symlinks: bool = False) -> bool:
    """Whether a path names what is open, by device and inode; False where nothing has that name any more.

    Links are followed where the descriptor was opened without ``O_NOFOLLOW``. Raises ``OSError``.
    """
    try:
        return os.path.samestat(path.stat(follow_symlinks=follow_symlinks), os.fstat(descriptor))
    except FileNotFoundError:
        return False
