"""Prints faults of a file as compilers do, so that editors can jump to them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from composer.safe_text import clean

if TYPE_CHECKING:
    from composer.errors import FaultsError


def print_faults(error: FaultsError) -> None:
    """Print every fault on standard error: ``FILE:LINE:COLUMN: key: what is wrong; what would be right``."""
    sys.stderr.write("".join(f"{clean(fault)}\n" for fault in error.faults))
