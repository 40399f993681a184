"""The line of the composer for what is said in passing."""

from __future__ import annotations

from collections.abc import Callable

from composer.widgets.plain import Line


class NoticeLine(Line):
    """Says something until something else is said; gone while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__(id="notice", lines=True)
        self.words: Callable[[], str] = str
        """What is said, in the language then active."""

    def show(self, words: Callable[[], str]) -> None:
        """Say something else; ``str`` says nothing."""
        self.words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language now active."""
        self.say(self.words())
        self.display = bool(self.text)
