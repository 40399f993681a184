"""The row of options shows the whole count of outside recipients in every width, and is one row where it can be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from composer import words
from composer.message.composition import Composition
from composer.screens.compose.form import OptionsRow
from composer.screens.dialogs.palette import commands_of
from composer.widgets.footer import KeyFooter
from policy.settings import Expiry, Level, LevelSettings
from tests.screens.support import World, judged, line, picture, policy

WIDTHS = [30, 36, 40, 50, 59, 60, 66, 72, 76, 79, 80, 88, 100, 110, 119, 120]
FORBIDDEN = LevelSettings(True, "Board and legal only", Expiry.WEEK, True)
LEVEL = Composition(
    to="lee@hanbit.example", level=Level.RESTRICTED, expires_after=Expiry.WEEK, forwarding_prohibited=True
)
OUTSIDE = Composition(to="partner@other.example")


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("individually", [False, True])
@pytest.mark.parametrize("message", [LEVEL, OUTSIDE])
async def test_the_count_is_whole_in_every_width(
    tmp_path: Path, language: str, individually: bool, message: Composition
) -> None:
    world = World(tmp_path)
    world.source.policy = policy(restricted=FORBIDDEN)
    app = world.app(message)
    async with app.run_test(size=(80, 30)) as pilot:
        app.switch_language(language)
        screen = await judged(pilot)
        screen.form.set_individually(individually)
        for width in WIDTHS:
            await pilot.resize_terminal(width, 30)
            await judged(pilot)
            row = screen.query_one(OptionsRow)
            assert line(pilot, "#counter") in picture(app), width
            for child in row.children:
                if child.display:
                    assert row.region.contains_region(child.region), (width, child)
            if width >= 80 or (width >= 66 and not individually):
                assert row.size.height == 1, (width, picture(app))
            if width >= 40:
                assert row.size.height <= 2 + individually, (width, picture(app))
        words.use("en")


async def test_in_80_columns_the_level_gives_way_first(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.source.policy = policy(restricted=FORBIDDEN)
    async with world.app(LEVEL).run_test(size=(80, 24)) as pilot:
        await judged(pilot)
        assert "[ Board and legal ..., until 1 Dec, no fwd ]  [ ] Individually  0 of 500 outside" in picture(pilot.app)


KEYS = {
    80: ["Send", "Attach", "Level", "Cc/Bcc", "Help", "More", "Drafts", "Quit"],
    60: ["Send", "Attach", "Level", "Help", "More", "Drafts", "Quit"],
    40: ["Send", "Help", "Drafts", "Quit"],
}


@pytest.mark.parametrize("width", KEYS)
async def test_the_way_out_and_the_drafts_stand_in_the_row_of_keys(tmp_path: Path, width: int) -> None:
    async with World(tmp_path).app().run_test(size=(width, 24)) as pilot:
        await judged(pilot)
        assert keys_shown(pilot.app.screen.query_one(KeyFooter)) == KEYS[width]


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 120])
async def test_no_key_is_cut(tmp_path: Path, language: str, width: int) -> None:
    app = World(tmp_path).app()
    async with app.run_test(size=(width, 24)) as pilot:
        app.switch_language(language)
        await judged(pilot)
        assert cell_len(str(pilot.app.screen.query_one(KeyFooter).render())) <= width
        words.use("en")


@pytest.mark.parametrize("has_levels", [True, False])
async def test_the_levels_key_is_on_offer_only_where_there_is_a_level_to_choose(
    tmp_path: Path, has_levels: bool
) -> None:
    world = World(tmp_path)
    if not has_levels:
        world.source.policy = policy(restricted=LevelSettings(), confidential=LevelSettings())
    async with world.app().run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        assert ("Level" in keys_shown(screen.query_one(KeyFooter))) is has_levels
        assert ("screen.level" in [command.action for command in commands_of(screen)]) is has_levels
        assert screen.query_one("#level").display is has_levels


async def test_where_there_is_none_the_key_says_so(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.source.policy = policy(restricted=LevelSettings(), confidential=LevelSettings())
    async with world.app().run_test(size=(80, 24)) as pilot:
        await judged(pilot)
        await pilot.press("ctrl+t")
        assert line(pilot, "#notice") == "No security level is in use here. Every message is General."


async def test_a_broken_policy_offers_neither_level_nor_individually(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app().run_test(size=(120, 24)) as pilot:
        world.source.faults = ("line 1: broken",)
        screen = await judged(pilot)
        offered = [command.action for command in commands_of(screen)]
        assert {"screen.level", "screen.individually"}.isdisjoint(offered)
        assert "screen.send" in offered


def keys_shown(footer: KeyFooter) -> list[str]:
    """The words of the keys, from the left."""
    return [word for _key, word in re.findall(r"(\^\w|f\d+) (\S+)", str(footer.render()))]
