"""How much work something is, told without a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def calls(act: Callable[[], Any]) -> int:
    """How many functions written in Python are called: unlike time it is the same on every machine."""
    counted = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return counted
