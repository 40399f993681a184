"""The level picker lists what is in use, says what each level does, and loads its defaults."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from composer.screens.compose.level import LevelChoice, LevelScreen
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.tick import Tick
from composer.widgets.lists.pick_list import PickList
from policy.settings import Expiry, Level, LevelSettings, Policy
from tests.golden import assert_golden, picture
from tests.hostile.corpus import ONE_LINERS
from tests.screens.dialog_support import NOW, DialogApp, focus, in_force, policy, visible

PC, NARROW = (80, 24), (40, 20)
RESTRICTED = LevelSettings(True, "", Expiry.MONTH, True)
POLICY = policy(restricted=RESTRICTED)
GENERAL = LevelChoice(Level.GENERAL, Expiry.NONE, False)
DEFAULTS = LevelChoice(Level.RESTRICTED, Expiry.MONTH, True)


def picker(of: Policy = POLICY, picked: LevelChoice = GENERAL, now: datetime = NOW) -> DialogApp[LevelChoice | None]:
    zone = now.tzinfo or UTC
    return DialogApp(
        lambda: LevelScreen(in_force(of), picked.level, picked.expires_after, picked.forwarding_prohibited, now, zone)
    )


async def test_another_level_brings_its_defaults_and_enter_takes_it() -> None:
    app = picker()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("down", "enter")
        assert app.answers == [DEFAULTS]


async def test_escape_and_cancel_leave_everything_as_it_was() -> None:
    for selector in (None, "#level-cancel"):
        app = picker()
        async with app.run_test(size=PC) as pilot:
            await pilot.press("down")
            if selector is None:
                await pilot.press("escape")
            else:
                await pilot.click(selector)
            assert app.answers == [None]


async def test_a_members_own_expiry_and_forwarding_are_kept_when_the_picker_opens() -> None:
    own = LevelChoice(Level.RESTRICTED, Expiry.DAY, False)
    app = picker(picked=own)
    async with app.run_test(size=PC) as pilot:
        assert "> (*) Restricted" in picture(app)
        await pilot.click("#level-ok")
        assert app.answers == [own]


async def test_expiry_and_forwarding_can_be_changed_for_this_message() -> None:
    app = picker()
    async with app.run_test(size=PC) as pilot:
        await pilot.press("down", "tab", "enter", "up", "enter")
        await pilot.pause()
        assert "1 week" in app.screen.query_one("#level-expiry", Choice).label
        await focus(pilot, "#level-forwarding")
        await pilot.press("space")
        await pilot.click("#level-ok")
        assert app.answers == [LevelChoice(Level.RESTRICTED, Expiry.WEEK, False)]


async def test_switching_the_level_loads_the_defaults_again_and_general_clears_them() -> None:
    app = picker(picked=LevelChoice(Level.RESTRICTED, Expiry.DAY, False))
    async with app.run_test(size=PC) as pilot:
        screen = app.screen
        assert isinstance(screen, LevelScreen)
        await pilot.press("up")
        assert screen.picked == GENERAL
        assert not screen.query_one("#level-options").display
        await pilot.press("down")
        assert screen.picked == DEFAULTS
        assert screen.query_one("#level-expiry", Choice).value is Expiry.MONTH
        assert screen.query_one(Tick).value
        await pilot.press("down")
        assert screen.picked == LevelChoice(Level.CONFIDENTIAL, Expiry.WEEK, True)


async def test_only_levels_in_use_are_listed_and_one_no_longer_in_use_opens_as_general() -> None:
    only_confidential = policy(restricted=LevelSettings(use=False))
    app = picker(only_confidential, picked=LevelChoice(Level.RESTRICTED, Expiry.DAY, True))
    async with app.run_test(size=PC) as pilot:
        values = [row.value for row in app.screen.query_one("#level-list", PickList).rows]
        assert values == [Level.GENERAL, Level.CONFIDENTIAL]
        await pilot.press("enter")
        assert app.answers == [GENERAL]


async def test_each_level_says_what_it_does() -> None:
    app = picker()
    async with app.run_test(size=PC):
        texts = [row.text for row in app.screen.query_one("#level-list", PickList).rows]
        assert texts == [
            "(*) General: May go outside. Does not expire, may be forwarded.",
            "( ) Restricted: Stays inside: nobody outside can receive it. Expires after 1 month. No forwarding.",
            "( ) Confidential: Stays inside: nobody outside can receive it. Expires after 1 week. No forwarding."
            " Deleted from Sent as well when it expires.",
        ]


async def test_the_date_of_expiry_is_counted_in_calendar_months_of_the_members_zone() -> None:
    late_in_seoul = datetime(2027, 1, 31, 23, 30, tzinfo=ZoneInfo("Asia/Seoul"))
    app = picker(now=late_in_seoul)
    async with app.run_test(size=PC) as pilot:
        await pilot.press("down")
        said = app.screen.query_one("#level-expires", ForeignBox).text
        assert said == "Sent now, the message expires 28 Feb 2027, 23:30."


async def test_what_is_not_protected_is_said_plainly() -> None:
    app = picker()
    async with app.run_test(size=PC):
        assert "only requests" in app.screen.query_one("#level-limits", ForeignBox).text
        assert visible(app, "#level-limits")


@pytest.mark.parametrize("name", ["[Restricted]", "[@click=app.quit]x[/]", "대외비 [/", "{level}"])
async def test_a_level_name_that_looks_like_markup_is_shown_verbatim(name: str) -> None:
    app = picker(policy(restricted=LevelSettings(True, name, Expiry.DAY, True)))
    async with app.run_test(size=PC) as pilot:
        assert f"( ) {name}: " in picture(app)
        await pilot.click("#level-list", offset=(8, 1))
        assert app.answers == []
        assert f"(*) {name}: " in picture(app)


async def test_hostile_level_names_never_reach_the_terminal() -> None:
    name = "".join(ONE_LINERS.values())[:20_000]
    app = picker(policy(restricted=LevelSettings(True, name, Expiry.DAY, True)))
    async with app.run_test(size=PC) as pilot:
        await pilot.press("down")
        shown = picture(app).replace("\n", "")
        assert [character for character in shown if ord(character) < 32 or 127 <= ord(character) < 160] == []


@pytest.mark.parametrize(("columns", "lines"), [PC, NARROW])
async def test_the_picker_looks_as_agreed(columns: int, lines: int) -> None:
    app = picker()
    async with app.run_test(size=(columns, lines)) as pilot:
        await pilot.press("down")
        await pilot.pause()
        assert [selector for selector in ("#level-ok", "#level-cancel") if not visible(app, selector)] == []
        await assert_golden(pilot, f"level-{columns}x{lines}")
        await focus(pilot, "#level-forwarding")
        await pilot.pause()
        assert visible(app, "#level-forwarding")
