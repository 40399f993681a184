"""Soft questions are asked plainly, and never by mistake answered with yes."""

from __future__ import annotations

import pytest
from textual import events

from composer.screens.sending.questions import QuestionScreen
from composer.sentences.verdict import question_words
from composer.widgets.dialogs.foreign_box import ForeignBox
from policy.questions import QuestionCode
from tests.golden import assert_golden, picture
from tests.screens.dialog_support import DialogApp

PC, NARROW = (80, 24), (40, 20)


def asking(question: QuestionCode = QuestionCode.EMPTY_SUBJECT) -> DialogApp[bool]:
    return DialogApp(lambda: QuestionScreen(question))


@pytest.mark.parametrize(
    ("keys", "answer"),
    [(["enter"], False), (["escape"], False), (["tab", "enter"], True), (["tab", "tab", "space"], False)],
)
async def test_only_tab_and_enter_send_anyway(keys: list[str], answer: bool) -> None:
    app = asking()
    async with app.run_test(size=PC) as pilot:
        await pilot.press(*keys)
        assert app.answers == [answer]


async def test_the_buttons_can_be_clicked() -> None:
    app = asking()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.click("#answer-1")
        assert app.answers == [True]


async def test_keys_typed_while_the_question_comes_up_answer_nothing() -> None:
    app = asking()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("escape")
        app.answers.clear()
        app.open()
        for key in ("enter", "tab", "enter", "escape"):
            app.post_message(events.Key(key, None))
        await pilot.pause()
        assert app.answers == []


async def test_only_the_first_answer_counts() -> None:
    app = asking()
    async with app.run_test(size=PC) as pilot:
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        screen.action_go_back()
        screen.action_go_back()
        await pilot.pause()
        assert app.answers == [False]


@pytest.mark.parametrize("question", list(QuestionCode))
@pytest.mark.parametrize("size", [PC, NARROW])
async def test_the_whole_question_is_in_sight(question: QuestionCode, size: tuple[int, int]) -> None:
    app = asking(question)
    async with app.run_test(size=size) as pilot:
        box = app.screen.query_one("#ask-words", ForeignBox)
        assert box.text == question_words(question)
        assert box.line_count(box.text_width) == box.size.height
        assert "[>Go back<] [ Send anyway ]" in picture(app)
        await assert_golden(pilot, f"question-{question.value}-{size[0]}x{size[1]}")
