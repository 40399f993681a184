"""A plain notice that stays until it is read."""

from __future__ import annotations

from collections.abc import Callable

from composer.screens.dialogs.ask import Answer, AskScreen
from composer.words import pgettext


class NoticeScreen(AskScreen[None]):
    """Shows some words until the button, Enter or Escape closes them."""

    def __init__(self, words: Callable[[], str]) -> None:
        super().__init__(words, (Answer(None, lambda: pgettext("button", "Close")),), None)
