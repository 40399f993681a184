"""The few characters outside ASCII that screens draw, and what replaces them where they are two cells wide."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from textual.app import App


class Glyphs(Struct, frozen=True):
    """The characters that a terminal draws in one cell."""

    dot: str
    """Stands between the parts of a line."""
    is_ascii: bool
    """Whether borders are drawn in ASCII too."""
    before: str = "\u2039"
    """Stands at the start of a field of one row whose text goes on before it."""
    behind: str = "\u203a"
    """The same at the end."""


NARROW = Glyphs("·", False)
"""The glyphs for terminals that draw ambiguous characters (UAX 11) in one cell."""
ASCII = Glyphs("-", True, "<", ">")
"""The glyphs for terminals that draw them in two cells, or show nothing but ASCII."""


def glyphs_of(app: App[Any]) -> Glyphs:
    """The glyphs that an app found its terminal to draw; ``NARROW`` for an app that asked no terminal."""
    found: Glyphs = getattr(app, "glyphs", NARROW)
    return found
