"""The few characters outside ASCII that screens draw, and what replaces them where they are two cells wide."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct


class Glyphs(Struct, frozen=True):
    """The characters that a terminal draws in one cell."""

    dot: str
    """Stands between the parts of a line."""
    is_ascii: bool
    """Whether borders are drawn in ASCII too."""


NARROW = Glyphs("·", False)
"""For terminals that draw ambiguous characters (UAX 11) in one cell."""
ASCII = Glyphs("-", True)
"""For terminals that draw them in two cells, or show nothing but ASCII."""


@dataclass(slots=True)
class _Active:
    glyphs: Glyphs = NARROW


_active = _Active()


def use_ascii(ascii_only: bool) -> None:
    """Set the glyphs by what the terminal answered; there is one terminal, as there is one active language."""
    _active.glyphs = ASCII if ascii_only else NARROW


def is_ascii() -> bool:
    """Whether borders and separators are drawn in ASCII."""
    return _active.glyphs.is_ascii


def dot() -> str:
    """The character between the parts of a line."""
    return _active.glyphs.dot
