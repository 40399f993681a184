"""File sizes as administrators write them (``25 MB``, ``1.5 GiB``), read into bytes."""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType

UNITS = MappingProxyType({
    "B": 1,
    "kB": 1000, "MB": 1000**2, "GB": 1000**3, "TB": 1000**4,
    "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "TiB": 1024**4,
})  # fmt: skip
"""Bytes in each unit; case counts, as it does in SI and IEC 80000-13."""
LARGEST = 2**63 - 1

_FORM = r"([0-9]{1,30}(?:\.[0-9]{1,30})?) ?(" + "|".join(UNITS) + ")"
PATTERN = f"^{_FORM.replace('(?:', '(')}(?!\\n)$"
"""The form as a pattern that JSON Schema's dialect shares; Python's ``$`` alone would let a line feed pass."""


def size_in_bytes(text: str) -> int | None:
    """Whole bytes, rounded down, possibly beyond LARGEST; None where the text is no size."""
    found = re.fullmatch(_FORM, text)
    return int(Decimal(found[1]) * UNITS[found[2]]) if found else None
