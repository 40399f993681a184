"""Ctrl+L in a plain question: it is asked again in the next language, and nothing is answered by that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from composer import words
from composer.apps.safe_app import SafeApp
from composer.screens.dialogs.notice import NoticeScreen
from composer.screens.dialogs.replace import ReplaceScreen
from composer.widgets.glyphs import NARROW
from composer.words import _
from tests.golden import picture

QUESTIONS: list[Callable[[], Screen[Any]]] = [
    lambda: ReplaceScreen((Path("/home/kim/policy.toml"),)),
    lambda: NoticeScreen(lambda: _("Nothing is changed.")),
]


class Asking(SafeApp):
    """An app that asks one question."""

    def __init__(self, question: Screen[Any]) -> None:
        super().__init__()
        self.glyphs = NARROW
        self.question = question
        self.answers: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self.question, self.answers.append)


@pytest.mark.parametrize("make", QUESTIONS, ids=["replace", "notice"])
async def test_all_of_it_is_said_in_the_next_language_and_nothing_is_answered(make: Callable[[], Screen[Any]]) -> None:
    app = Asking(make())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        focused, english, pictures = app.focused, picture(app), set()
        for _tag in words.available():
            await pilot.press("ctrl+l")
            pictures.add(picture(app))
            assert (app.screen, app.focused, app.answers) == (app.question, focused, [])
        assert len(pictures) == len(words.available())
        assert english in pictures
