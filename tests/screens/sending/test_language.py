"""Ctrl+L in what is asked before a message is sent: said again in place, nothing agreed to, nothing lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from composer import words
from composer.message.composition import Composition
from composer.screens.compose.screen import ComposeScreen
from composer.screens.sending.progress import SendingScreen
from composer.screens.sending.questions import QuestionScreen
from composer.screens.sending.warning import WarningScreen
from composer.sentences.verdict import question_words
from composer.sentences.wording import built_in_warning
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.lists.pick_list import PickList
from policy.questions import QuestionCode
from tests.pilots import until
from tests.screens.sending.test_from_composer import shown
from tests.screens.support import World, judged, policy

OUTSIDE = Composition(to="park@other.example, choi@abroad.example", subject="Offer", body="See you.")


async def asked(pilot: Pilot[Any], kind: type[Any]) -> Any:
    await judged(pilot)
    await pilot.press("ctrl+s")
    return await shown(pilot, kind)


@pytest.mark.parametrize("button", ["answer-0", "answer-1"])
async def test_a_question_is_asked_again_in_the_next_language_and_its_button_keeps_the_focus(
    tmp_path: Path, button: str
) -> None:
    world = World(tmp_path)
    async with world.app(replace(OUTSIDE, subject="")).run_test() as pilot:
        question: Any = await asked(pilot, QuestionScreen)
        question.query_one(f"#{button}").focus()
        for _tag in words.available():
            await pilot.press("ctrl+l")
            assert len(pilot.app.screen_stack) == 2
            assert question.text == question_words(QuestionCode.EMPTY_SUBJECT)
            assert question.focused is question.query_one(f"#{button}")
        assert words.active() == "en"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        assert world.judging.accepted == []


@pytest.mark.parametrize("selector", ["#warning-back", "#warning-outside", "#warning-send"])
async def test_the_warning_is_said_again_with_focus_and_mark_where_they_were(tmp_path: Path, selector: str) -> None:
    world = World(tmp_path)
    async with world.app(OUTSIDE).run_test() as pilot:
        warning = await asked(pilot, WarningScreen)
        outside = warning.query_one("#warning-outside", PickList)
        outside.focus()
        await pilot.press("down", "down")
        warning.query_one(selector).focus()
        marked, english = outside.marked, warning.query_one("#warning-rule", ForeignBox).text
        for tag in ("ko", "ja", "en"):
            await pilot.press("ctrl+l")
            assert words.active() == tag
            assert pilot.app.screen is warning
            assert warning.focused is warning.query_one(selector)
            assert outside.marked == marked
            assert (warning.query_one("#warning-rule", ForeignBox).text == english) is (tag == "en")
        assert world.judging.accepted == []


@pytest.mark.parametrize("text", ["Check the recipients.", ""])
async def test_what_was_agreed_to_in_another_language_is_sent(tmp_path: Path, text: str) -> None:
    world = World(tmp_path)
    world.source.policy = policy(warning=replace(policy().warning, pc={"default": text}))
    async with world.app(OUTSIDE).run_test() as pilot:
        warning = await asked(pilot, WarningScreen)
        await pilot.press("ctrl+l")
        assert warning.query_one("#warning-text", ForeignBox).text == (text or built_in_warning("ko"))
        warning.query_one("#warning-send").focus()
        await pilot.press("enter")
        await shown(pilot, SendingScreen)
        assert world.judging.accepted[0].consent is not None
