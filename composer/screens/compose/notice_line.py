"""The line of the composer for what is said in passing."""

from __future__ import annotations

from collections.abc import Callable

from composer.widgets.plain import Line


class NoticeLine(Line):
    """A line with a sentence said in passing; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__(id="notice", lines=True)
        self.words: Callable[[], str] = str
        """What is said, in the language then active."""

    def show(self, words: Callable[[], str]) -> None:
        """Show another sentence, made anew in each language; ``str``, which makes an empty one, hides the line."""
        self.words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language now active."""
        self.say(self.words())
        self.display = bool(self.text)
