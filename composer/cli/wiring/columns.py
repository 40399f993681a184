"""The width to which printed text is wrapped."""

from __future__ import annotations

import os
from typing import TextIO

WIDEST = 80
NARROWEST = 20


def columns_of(out: TextIO) -> int:
    """The columns of the terminal, 20 to 80; 80 for a file or a pipe."""
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):
        return WIDEST
    return min(max(columns, NARROWEST), WIDEST) if columns else WIDEST
