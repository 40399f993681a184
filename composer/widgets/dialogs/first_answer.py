"""A screen is left once: a second key behind the one that answers must not answer the screen below."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.screen import Screen

T = TypeVar("T")


class FirstAnswer(Generic[T]):
    """Belongs to one screen, which it dismisses with the first answer; later ones are dropped."""

    def __init__(self, screen: Screen[T]) -> None:
        self._screen = screen
        self.is_given = False
        """Whether the screen was dismissed."""

    def give(self, answer: T) -> None:
        """Dismiss the screen, unless that was done before."""
        if not self.is_given:
            self.is_given = True
            self._screen.dismiss(answer)
