"""The few characters outside ASCII that the screens draw, with what stands for them where they are two cells wide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class _Choice:
    ascii: bool = False


_choice = _Choice()


def use_ascii(ascii_only: bool) -> None:
    """Say what the terminal answered: True where ambiguous characters take two cells, or nothing but ASCII is wanted."""
    _choice.ascii = ascii_only


def is_ascii() -> bool:
    """Whether borders and separators are to be ASCII."""
    return _choice.ascii


def dot() -> str:
    """Between the parts of a line."""
    return "-" if _choice.ascii else "·"


def ellipsis() -> str:
    """Where something was cut."""
    return "..." if _choice.ascii else "…"
