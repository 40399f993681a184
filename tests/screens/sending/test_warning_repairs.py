"""Repairs in the warning: said beforehand, judged afresh, undone."""

from __future__ import annotations

from textual import events

from composer.drafting.judging import Assessment
from composer.errors import PolicyFaultsError
from composer.message.composition import Composition
from composer.screens.sending.warning import WarningScreen
from composer.widgets.lists.pick_list import PickList
from policy.settings import Apply
from policy.verdict import consent_hash
from tests.golden import assert_golden, picture
from tests.screens.dialog_support import (
    CLOCK,
    Assessor,
    DialogApp,
    attached,
    focus,
    message,
    policy,
)
from tests.screens.sending.warning_support import ALL_CONDITIONS, PC, dialog, rows, said


async def test_a_held_arrow_key_judges_the_repair_where_it_comes_to_rest() -> None:
    assess = Assessor()
    crowd = ", ".join(f"person{number}@company.example" for number in range(100))
    app = DialogApp(lambda: WarningScreen(assess(message(to=crowd)), assess, CLOCK))
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-outside")
        await pilot.pause()
        before = assess.calls
        for _time in range(50):
            app.post_message(events.Key("down", None))
        await pilot.pause()
        assert app.screen.query_one("#warning-outside", PickList).cursor == 50
        assert assess.calls - before < 25


async def test_turning_individually_on_says_beforehand_that_no_warning_would_be_shown_and_then_send_is_plain() -> None:
    app = dialog(ALL_CONDITIONS)
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-individually")
        await pilot.pause()
        assert said(pilot, "#warning-hint").startswith("Afterwards no warning would be shown.")
        await pilot.press("enter")
        assert "nothing left to warn about" in said(pilot, "#warning-text")
        assert "No warning is left" in picture(app)
        assert "[ Send ]" in picture(app)
        assert app.focused is app.screen.query_one("#warning-back")
        await pilot.press("tab", "enter")
        (answer,) = app.answers
        assert answer is not None
        assert (answer.send, answer.consent, answer.composition.individually) == (True, None, True)


async def test_turning_individually_on_where_the_warning_always_applies_says_that_it_would_remain() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-individually")
        await pilot.pause()
        assert said(pilot, "#warning-hint").startswith("The warning would remain: 2 recipients outside.")
        await pilot.press("enter", "tab", "enter")
        (answer,) = app.answers
        assert answer is not None
        assert answer.consent is not None
        assert answer.consent.hash == consent_hash(answer.assessment.draft, answer.assessment.verdict)
        assert answer.composition.individually


async def test_delete_removes_the_marked_recipient_and_a_domain_heading_removes_the_domain() -> None:
    app = dialog(to="a@other.example, b@other.example, c@third.example, lee@hanbit.example")
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-outside")
        await pilot.press("down", "delete")
        assert rows(pilot) == [
            "other.example (outside): 1", "b@other.example", "third.example (outside): 1", "c@third.example",
        ]  # fmt: skip
        await pilot.press("home", "delete")
        assert rows(pilot) == ["third.example (outside): 1", "c@third.example"]
        await pilot.press("delete")
        assert app.focused is app.screen.query_one("#warning-back")
        await pilot.press("escape")
        assert [answer.composition.to for answer in app.answers if answer] == ["lee@hanbit.example"]


async def test_a_recipient_through_a_list_goes_with_the_whole_list_and_the_hint_names_it() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-outside")
        await pilot.press("down")
        await pilot.pause()
        assert "Removes the whole list sales@hanbit.example" in said(pilot, "#warning-hint")
        await pilot.press("delete", "escape")
        assert [answer.composition.to for answer in app.answers if answer] == ["choi@abroad.example"]


async def test_a_dropped_file_ends_a_warning_that_depends_on_it() -> None:
    app = dialog(policy(Apply.ATTACHMENTS), files=(attached("one.pdf"), attached("two.pdf")))
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-files")
        await pilot.pause()
        assert said(pilot, "#warning-hint") == (
            "The warning would remain: 2 recipients outside. Takes the file one.pdf out."
        )
        await pilot.press("delete")
        await pilot.pause()
        assert said(pilot, "#warning-hint") == "Afterwards no warning would be shown. Takes the file two.pdf out."
        await pilot.press("delete")
        assert "No warning is left" in picture(app)
        assert app.focused is app.screen.query_one("#warning-back")


async def test_moving_outsiders_to_bcc_says_that_the_warning_remains_and_shows_the_new_field() -> None:
    app = dialog(to="choi@abroad.example, lee@hanbit.example")
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-bcc")
        await pilot.pause()
        assert said(pilot, "#warning-hint").startswith("The warning would remain")
        await pilot.press("enter")
        assert rows(pilot)[1] == "choi@abroad.example [Bcc]"
        assert not app.screen.query_one("#warning-bcc").display
        await pilot.press("escape")
        assert [answer.composition.bcc for answer in app.answers if answer] == ["choi@abroad.example"]


async def test_the_remove_button_takes_the_line_marked_in_the_list_used_last() -> None:
    app = dialog(to="a@other.example, b@other.example")
    async with app.run_test(size=PC) as pilot:
        await pilot.click("#warning-outside", offset=(6, 2))
        await pilot.click("#warning-remove")
        assert rows(pilot) == ["other.example (outside): 1", "a@other.example"]
        await pilot.click("#warning-files", offset=(6, 0))
        await pilot.click("#warning-remove")
        assert (rows(pilot, "#warning-files"), len(rows(pilot))) == ([], 2)


async def test_undo_takes_repairs_back_one_by_one() -> None:
    app = dialog(ALL_CONDITIONS)
    async with app.run_test(size=PC) as pilot:
        first = picture(app)
        await focus(pilot, "#warning-files")
        await pilot.press("delete")
        await focus(pilot, "#warning-individually")
        await pilot.press("enter", "ctrl+z")
        assert "No warning is left" in picture(app)
        await pilot.press("ctrl+z", "ctrl+z")
        await pilot.pause()
        assert picture(app) == first


async def test_a_warning_that_undo_brings_back_is_met_on_going_back() -> None:
    app = dialog(ALL_CONDITIONS)
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-individually")
        await pilot.press("enter")
        await focus(pilot, "#warning-send")
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert "[ Send outside ]" in picture(app)
        assert app.focused is app.screen.query_one("#warning-back")
        await pilot.press("enter")
        (answer,) = app.answers
        assert answer is not None
        assert not answer.send


async def test_undo_with_nothing_to_undo_leaves_the_focus_where_it_is() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-send")
        await pilot.press("ctrl+z")
        assert app.focused is app.screen.query_one("#warning-send")


async def test_the_last_recipient_removed_leaves_a_message_that_cannot_go_and_says_why() -> None:
    app = dialog(to="choi@abroad.example")
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-outside")
        await pilot.pause()
        assert said(pilot, "#warning-hint").startswith("The message could not be sent then: There is no recipient.")
        await pilot.press("delete")
        await pilot.pause()
        assert "There is no recipient" in said(pilot, "#warning-text")
        assert "( Send )" in picture(app)
        await assert_golden(pilot, "warning-refused-80x24")
        await pilot.press("tab")
        assert app.focused is not app.screen.query_one("#warning-send")
        await pilot.click("#warning-send")
        assert app.answers == []
        await pilot.press("ctrl+z")
        assert "( Send )" not in picture(app)
        assert rows(pilot) == ["abroad.example (outside): 1", "choi@abroad.example"]


async def test_a_policy_that_broke_meanwhile_is_told_and_changes_nothing() -> None:
    assessment = Assessor()(message())

    def broken(_composition: Composition) -> Assessment:
        raise PolicyFaultsError("policy.toml", ["policy.toml:3: unknown key"])

    app = DialogApp(lambda: WarningScreen(assessment, broken, CLOCK))
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-individually")
        await pilot.pause()
        assert "policy.toml:3: unknown key" in said(pilot, "#warning-hint")
        await pilot.press("enter", "escape")
        assert [answer.composition for answer in app.answers if answer] == [message()]
