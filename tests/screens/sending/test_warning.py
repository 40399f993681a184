"""The warning before sending outside: what answers it, and what never does."""

from __future__ import annotations

import pytest
from textual import events

from composer.drafting.warning_session import WarningAnswer
from composer.screens.sending.warning import WarningScreen
from composer.widgets.dialogs.push_button import PushButton
from policy.verdict import consent_hash
from tests.screens.dialog_support import (
    CLOCK,
    Assessor,
    DialogApp,
    message,
)
from tests.screens.sending.warning_support import PC, dialog, late


async def test_the_focus_starts_on_go_back_and_enter_there_sends_nothing() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        assert app.focused is app.screen.query_one("#warning-back")
        await pilot.press("enter")
        assert [(answer.send, answer.consent) for answer in app.answers if answer] == [(False, None)]


async def test_send_takes_tab_and_enter_and_gives_a_consent_to_exactly_what_was_shown() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("tab", "enter")
        (answer,) = app.answers
        assert answer is not None
        assert answer.send
        assert answer.consent is not None
        assert answer.consent.hash == consent_hash(answer.assessment.draft, answer.assessment.verdict)
        assert len(bytes.fromhex(answer.consent.id)) == 16


async def test_two_consents_never_share_an_id() -> None:
    ids = set()
    for _time in range(2):
        app = dialog()
        async with app.run_test(size=PC) as pilot:
            await pilot.press("tab", "enter")
            ids.add(app.answers[0].consent.id)  # type: ignore[union-attr] # None would fail the test as it should
    assert len(ids) == 2


async def test_only_the_first_answer_counts() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        screen = app.screen
        assert isinstance(screen, WarningScreen)
        send = screen.query_one("#warning-send", PushButton)
        screen.action_go_back()
        screen.on_push_button_pressed(PushButton.Pressed(send))
        screen.action_go_back()
        await pilot.press("escape", "enter")
        assert [answer.send for answer in app.answers if answer] == [False]


@pytest.mark.parametrize("keys", [["enter"], ["tab", "enter"], ["space"], ["escape"], ["shift+tab", "enter"]])
async def test_keys_typed_while_the_dialog_comes_up_are_dropped(keys: list[str]) -> None:
    assess = Assessor()
    app: DialogApp[WarningAnswer] = DialogApp(lambda: WarningScreen(assess(message()), assess, CLOCK))
    async with app.run_test(size=PC) as pilot:
        await pilot.press("escape")
        app.answers.clear()
        app.open()
        for key in keys:
            app.post_message(events.Key(key, None))
        await pilot.pause()
        assert app.answers == []
        assert app.focused is app.screen.query_one("#warning-back")
        assert isinstance(app.screen, WarningScreen)
        assert not app.screen.session.can_undo


@pytest.mark.parametrize("selector", ["#warning-back", "#warning-send", "#warning-individually", "#warning-outside"])
async def test_a_key_that_was_typed_before_the_paint_and_comes_after_it_is_dropped(selector: str) -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        screen = app.screen
        assert isinstance(screen, WarningScreen)
        screen.set_focus(screen.query_one(selector))
        for key in ("enter", "space", "delete", "ctrl+z", "escape"):
            app.post_message(late(events.Key(key, None), screen))
        await pilot.pause()
        assert (app.answers, screen.session.can_undo) == ([], False)


async def test_a_click_made_before_the_paint_and_delivered_after_it_is_dropped() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        screen = app.screen
        assert isinstance(screen, WarningScreen)
        x, y = screen.query_one("#warning-send").region.offset
        for kind in (events.MouseDown, events.MouseUp):
            app.post_message(late(kind(None, x, y, 0, 0, 1, False, False, False, x, y), screen))
        await pilot.pause()
        assert app.answers == []
        assert app.focused is screen.query_one("#warning-back")


async def test_a_click_on_send_sends_once_the_dialog_is_painted() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        await pilot.click("#warning-send")
        assert [answer.send for answer in app.answers if answer] == [True]


async def test_no_single_key_sends() -> None:
    keys = [
        *"abcdefghijklmnopqrstuvwxyz1",
        "f2",
        "f10",
        "ctrl+s",
        "ctrl+j",
        "ctrl+enter",
        "alt+s",
        "delete",
        "y",
        "space",
    ]
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert [answer.send for answer in app.answers if answer] == [False]
