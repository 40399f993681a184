"""The warning before sending outside: what it shows, what it lets through, and what it never does by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from composer import warning_words as words
from composer.composition import Composition
from composer.errors import PolicyFaultsError
from composer.judging import Assessment
from composer.screens.warning import WarningAnswer, WarningScreen
from composer.widgets import glyphs
from composer.widgets.foreign_box import ForeignBox
from composer.widgets.pick_list import PickList
from composer.widgets.push_button import PushButton
from policy.address import parse_address
from policy.organization import Recipient
from policy.settings import Apply, MailingList, Policy
from policy.verdict import consent_hash
from tests.golden import assert_golden, picture
from tests.hostile.corpus import ONE_LINERS
from tests.screens.dialog_support import (
    CLOCK,
    Assessor,
    DialogApp,
    attached,
    focus,
    message,
    policy,
    visible,
)

PC, NARROW = (80, 24), (40, 20)
ALL_CONDITIONS = policy(Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY)


def dialog(of: Policy | None = None, **changes: Any) -> DialogApp[WarningAnswer]:
    assess = Assessor(of)
    return DialogApp(lambda: WarningScreen(assess(message(**changes)), assess, CLOCK))


def showing(assessment: Assessment) -> DialogApp[WarningAnswer]:
    return DialogApp(lambda: WarningScreen(assessment, lambda _composition: assessment, CLOCK))


def said(pilot: Pilot[Any], selector: str) -> str:
    return pilot.app.screen.query_one(selector, ForeignBox).text


def rows(pilot: Pilot[Any], selector: str = "#warning-outside") -> list[str]:
    return [row.text for row in pilot.app.screen.query_one(selector, PickList).rows]


def late(event: events.Event, screen: WarningScreen) -> events.Event:
    """An event made before the paint that is only delivered now."""
    assert screen.painted_at is not None
    event.time = screen.painted_at - 0.001
    return event


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
        x, y = screen.query_one("#warning-send").region.offset + (2, 0)
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
    keys = [*"abcdefghijklmnopqrstuvwxyz1", "f2", "f10", "ctrl+s", "ctrl+j", "ctrl+enter", "alt+s", "delete", "y", "space"]
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert [answer.send for answer in app.answers if answer] == [False]


async def test_outsiders_stand_by_domain_externals_first_with_the_lists_they_came_through() -> None:
    empty = MailingList(parse_address("empty@hanbit.example"))
    nested = MailingList(parse_address("all@hanbit.example"), "", ("sales@hanbit.example",))
    app = dialog(
        policy(lists=(empty, nested)),
        to="empty@hanbit.example, all@hanbit.example, choi@abroad.example, kim@hanbit.example",
        cc="b@other.example",
    )
    async with app.run_test(size=PC) as pilot:
        assert rows(pilot) == [
            "other.example (outside): 2",
            "partner@other.example via all@hanbit.example > sales@hanbit.example (removed only with the whole list)",
            "b@other.example [Cc]",
            "abroad.example (outside): 1",
            "choi@abroad.example",
            "hanbit.example (not known, treated as outside): 1",
            "empty@hanbit.example: this list has no members",
        ]


async def test_a_look_alike_domain_is_shown_with_its_a_label() -> None:
    app = dialog(to="kim@h\N{CYRILLIC SMALL LETTER A}nbit.example")
    async with app.run_test(size=PC) as pilot:
        assert "xn--hnbit-4ve.example" in picture(app)
        assert "= xn--hnbit-4ve.example (outside): 1" in rows(pilot)[0]


@pytest.mark.parametrize("apply", list(Apply))
@pytest.mark.parametrize("size", [PC, NARROW])
async def test_text_rule_sender_and_buttons_are_always_in_sight(apply: Apply, size: tuple[int, int]) -> None:
    crowd = ", ".join(f"person{number}@company{number % 9}.example" for number in range(500))
    files = tuple(attached(f"file {number}.pdf") for number in range(9))
    app = dialog(policy(apply, "A line of the administrator.\n" * 80), to=crowd, files=files)
    async with app.run_test(size=size):
        always = ["#warning-title", "#warning-text", "#warning-rule", "#warning-from", "#warning-back", "#warning-send"]
        assert [selector for selector in always if not visible(app, selector)] == []
        rule = app.screen.query_one("#warning-rule", ForeignBox)
        assert rule.line_count(rule.text_width) == rule.size.height


async def test_five_hundred_outsiders_scroll_in_at_least_five_rows() -> None:
    crowd = ", ".join(f"person{number}@company{number % 9}.example" for number in range(500))
    app = dialog(policy(Apply.ATTACHMENTS_AND_NOT_INDIVIDUALLY, "Line.\n" * 20), to=crowd)
    async with app.run_test(size=PC) as pilot:
        outside = app.screen.query_one("#warning-outside", PickList)
        assert len(outside.rows) == 509
        assert outside.size.height >= 5
        assert visible(app, "#warning-outside")
        await focus(pilot, "#warning-outside")
        await pilot.press("end")
        assert "> " + "  person494@company8.example" in picture(app)
        await pilot.press("home", "pagedown", "up")
        assert 0 < outside.cursor < 10


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


@pytest.mark.parametrize("size", [PC, NARROW])
async def test_a_text_of_two_thousand_characters_scrolls_to_its_last_word(size: tuple[int, int]) -> None:
    app = dialog(policy(text="Check every recipient. " * 85 + "\n\nThe very end."))
    async with app.run_test(size=size) as pilot:
        box = app.screen.query_one("#warning-text", ForeignBox)
        assert box.size.height == (6 if size == PC else 3)
        assert "The very end." not in picture(app)
        await focus(pilot, "#warning-text")
        await pilot.press("end")
        assert "The very end." in picture(app)
        await pilot.press("home")
        assert "The very end." not in picture(app)


async def test_a_short_text_is_no_stop_for_tab() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        stops = set()
        for _step in range(9):
            await pilot.press("tab")
            stops.add(app.focused.id if app.focused else None)
        assert stops == {
            "warning-back", "warning-send", "warning-outside", "warning-files",
            "warning-individually", "warning-bcc", "warning-remove",
        }  # fmt: skip


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
        assert said(pilot, "#warning-hint").startswith("The warning would remain: Always apply.")
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
        assert said(pilot, "#warning-hint") == "The warning would remain: {} Takes the file one.pdf out.".format(
            "Apply conditionally: only if attachments are included."
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


@pytest.mark.parametrize("size", [PC, NARROW])
async def test_the_dialog_is_told_in_characters_alone(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = []
    for colourless in (False, True):
        if colourless:
            monkeypatch.setenv("NO_COLOR", "1")
        app = dialog()
        async with app.run_test(size=size) as pilot:
            await pilot.press("tab")
            pictures.append(picture(app))
    assert pictures[0] == pictures[1]
    assert "[>Send outside<]" in pictures[1]
    assert "! This message goes outside" in pictures[1]


async def test_nothing_but_ascii_frames_the_dialog_where_the_terminal_needs_that() -> None:
    glyphs.use_ascii(True)
    try:
        for apply in (Apply.ALWAYS, Apply.ATTACHMENTS):
            app = dialog(policy(apply))
            async with app.run_test(size=PC) as pilot:
                await focus(pilot, "#warning-files")
                await pilot.press("delete")
                assert picture(app).isascii()
    finally:
        glyphs.use_ascii(False)


async def test_the_dialog_is_said_again_in_place_when_the_language_changes() -> None:
    app = dialog()
    async with app.run_test(size=PC) as pilot:
        await focus(pilot, "#warning-outside")
        await pilot.press("down")
        await pilot.pause()
        before = picture(app)
        assert isinstance(app.screen, WarningScreen)
        app.screen.retranslate()
        await pilot.pause()
        assert picture(app) == before
        assert app.focused is app.screen.query_one("#warning-outside")


async def test_a_terminal_made_small_keeps_sender_and_buttons_in_sight() -> None:
    app = dialog(ALL_CONDITIONS)
    async with app.run_test(size=PC) as pilot:
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert [selector for selector in ("#warning-from", "#warning-back", "#warning-send") if not visible(app, selector)] == []
        for selector in ("#warning-outside", "#warning-files", "#warning-remove"):
            await focus(pilot, selector)
            await pilot.pause()
            assert app.screen.find_widget(app.screen.query_one(selector)).visible_region


def hostile_assessment(texts: list[str]) -> Assessment:
    """Every slot of the dialog holds foreign text."""
    plain = Assessor(policy(text="\n".join(texts)))(message(sender="".join(texts)))
    known = plain.verdict.outside[0]
    addresses = [replace(known.address, local=text) for text in texts]
    domains = [replace(known.address, domain=text) for text in texts]
    recipients = tuple(
        Recipient(address, known.recipient_class, (address,), known.fields) for address in [*addresses, *domains]
    )
    judged = plain.verdict.files[0]
    files = tuple(replace(judged, file=replace(judged.file, name=text)) for text in texts)
    return replace(plain, verdict=replace(plain.verdict, recipients=recipients, files=files))


@pytest.mark.parametrize("start", range(0, len(ONE_LINERS), 40))
async def test_hostile_text_in_every_slot_is_only_ever_text(start: int) -> None:
    texts = list(ONE_LINERS.values())[start : start + 40]
    app = showing(hostile_assessment(texts))
    async with app.run_test(size=PC) as pilot:
        shown = picture(app)
        for selector in ("#warning-text", "#warning-from", "#warning-outside", "#warning-files", "#warning-hint"):
            box = app.screen.query_one(selector, ForeignBox | PickList)  # type: ignore[call-overload] # a union is a fine type
            shown += "".join(box.line_at(place, 60).text for place in range(box.line_count(60)))
        await focus(pilot, "#warning-files")
        await pilot.press("down")
        await pilot.pause()
        shown += picture(app) + "".join(repair_sentences(app))
        assert [hex(ord(character)) for character in shown if is_dangerous(character)] == []
        for selector in ("#warning-text", "#warning-files", "#warning-outside"):
            await pilot.click(selector, offset=(6, 1))
        assert app.answers == []


def repair_sentences(app: DialogApp[WarningAnswer]) -> list[str]:
    screen = app.screen
    assert isinstance(screen, WarningScreen)
    listed = [row.value for query in screen.query(PickList) for row in query.rows]
    return [words.repair_words(repair, screen.session.assessment) for repair in listed]


def is_dangerous(character: str) -> bool:
    controls = character != "\n" and (ord(character) < 32 or 127 <= ord(character) < 160)
    return controls or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff"


@pytest.mark.parametrize(
    "name", ["report [final].pdf", "[Restricted]", "[/", "[@click=screen.dismiss(True)]x[/]", "{name.__class__} %s"]
)
async def test_a_file_name_that_looks_like_markup_is_shown_as_it_is(name: str) -> None:
    app = dialog(files=(attached(name),))
    async with app.run_test(size=PC) as pilot:
        assert f"{name}, " in picture(app)
        await pilot.click("#warning-files", offset=(4, 0))
        await pilot.click("#warning-files", offset=(len(name), 0))
        assert app.answers == []


@pytest.mark.parametrize(("columns", "lines"), [PC, NARROW])
async def test_the_dialog_looks_as_agreed(columns: int, lines: int) -> None:
    app = dialog(
        ALL_CONDITIONS,
        to="sales@hanbit.example, choi@abroad.example, park@abroad.example, kim@bücher.example",
        files=(attached("offer.pdf", 1_200_000), attached("prices.xlsx", 40_000)),
    )
    async with app.run_test(size=(columns, lines)) as pilot:
        await pilot.pause()
        await assert_golden(pilot, f"warning-{columns}x{lines}")
        await focus(pilot, "#warning-individually")
        await pilot.press("enter")
        await pilot.pause()
        await assert_golden(pilot, f"warning-cleared-{columns}x{lines}")
