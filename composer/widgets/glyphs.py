"""The few characters outside ASCII that the screens draw, with what stands for them where they are two cells wide."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct


class Glyphs(Struct, frozen=True):
    """What a terminal can show in one cell."""

    dot: str
    """Between the parts of a line."""
    is_ascii: bool
    """Whether borders are to be ASCII too."""


NARROW = Glyphs("·", False)
"""Ambiguous characters take one cell."""
ASCII = Glyphs("-", True)
"""They take two, or the terminal shows nothing but ASCII."""


@dataclass(slots=True)
class _Active:
    glyphs: Glyphs = NARROW


_active = _Active()


def use_ascii(ascii_only: bool) -> None:
    """Say what the terminal answered; there is one terminal, as there is one active language."""
    _active.glyphs = ASCII if ascii_only else NARROW


def is_ascii() -> bool:
    """Whether borders and separators are to be ASCII."""
    return _active.glyphs.is_ascii


def dot() -> str:
    """Between the parts of a line."""
    return _active.glyphs.dot
