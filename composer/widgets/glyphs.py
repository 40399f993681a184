"""The few characters outside ASCII that the screens draw, with what stands for them where they are two cells wide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What a terminal can show in one cell."""

    dot: str
    """Between the parts of a line."""
    is_ascii: bool
    """Whether borders are to be ASCII too."""


NARROW = Glyphs("·", False)
"""Ambiguous characters take one cell."""
ASCII = Glyphs("-", True)
"""They take two, or the terminal shows nothing but ASCII."""
