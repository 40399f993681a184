"""The few characters of the screen that some terminals draw two cells wide, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What stands between things."""

    dot: str = "·"
    down: str = "▾"


WIDE_SAFE = Glyphs(dot="-", down="v")
"""For terminals that draw ambiguous characters two cells wide."""
NARROW = Glyphs()
