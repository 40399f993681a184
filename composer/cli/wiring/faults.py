"""Faults of a file on standard error: one a line, the way compilers print them, so that editors can jump to them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from composer.safe_text import clean

if TYPE_CHECKING:
    from composer.errors import FaultsError


def print_faults(error: FaultsError) -> None:
    """Every fault, ``FILE:LINE:COLUMN: key: what is wrong; what would be right``."""
    sys.stderr.write("".join(f"{clean(fault)}\n" for fault in error.faults))
