"""What the warning shows, at every size, without colour and in ASCII."""

from __future__ import annotations

import pytest

from composer.screens.sending.warning import WarningScreen
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.glyphs import ASCII
from composer.widgets.lists.pick_list import PickList
from policy.address import parse_address
from policy.settings import Apply, MailingList
from tests.golden import assert_golden, picture
from tests.screens.dialog_support import (
    attached,
    focus,
    policy,
    visible,
)
from tests.screens.sending.warning_support import ALL_CONDITIONS, NARROW, PC, dialog, rows


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
    for apply in (Apply.ALWAYS, Apply.ATTACHMENTS):
        app = dialog(policy(apply))
        app.glyphs = ASCII
        async with app.run_test(size=PC) as pilot:
            await focus(pilot, "#warning-files")
            await pilot.press("delete")
            assert picture(app).isascii()


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
        assert [
            selector for selector in ("#warning-from", "#warning-back", "#warning-send") if not visible(app, selector)
        ] == []
        for selector in ("#warning-outside", "#warning-files", "#warning-remove"):
            await focus(pilot, selector)
            await pilot.pause()
            assert app.screen.find_widget(app.screen.query_one(selector)).visible_region


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


async def test_where_no_line_is_left_nothing_is_said_of_removing_one() -> None:
    app = dialog(to="lee@hanbit.example, park@other.example", files=())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "; Delete removes" in picture(app)
        await focus(pilot, "#warning-outside")
        await pilot.press("delete")
        await pilot.pause()
        await focus(pilot, "#warning-back")
        await pilot.pause()
        shown = picture(app)
        assert "Tab goes on to Send." in shown, shown
