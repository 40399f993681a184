"""The two sides of the demonstration: what the administrator's page saves, the composer and the panel show."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from textual.widgets import Static

from composer.administration.settings import APPLIED, BY_PATH, PC, TIME_LIMITED, WARNING
from composer.demo.panel_policy import SHOWN, PanelPolicy
from composer.message.composition import Composition
from composer.screens.admin.page import AdminScreen
from composer.screens.admin.review import ReviewScreen
from composer.screens.admin.texts import TextSettingsScreen
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.palette import PaletteScreen, commands_of
from composer.widgets.fields.one_of import OneOf
from composer.widgets.footer import KeyFooter
from composer.widgets.plain import Line
from composer.widgets.settings.setting_control import SettingControl
from composer.widgets.settings.setting_row import SettingRow
from policy.errors import KeyPath
from policy.settings import Apply
from tests.end_to_end.office import OUTSIDER, Office, open_office

OUTSIDE = Composition(to=OUTSIDER, subject="Offer")


@asynccontextmanager
async def both_sides(folder: Path) -> AsyncIterator[Office]:
    """The composer with a message to the outside, and the page over it."""
    async with open_office(folder, OUTSIDE) as office:
        await office.pilot.press("f6")
        await office.on(AdminScreen)
        yield office


def row(office: Office, path: KeyPath) -> SettingRow:
    """A row of the page."""
    return office.screen.query_one(f"#{BY_PATH[path].id}", SettingRow)


async def choose(office: Office, path: KeyPath, *keys: str) -> None:
    """Change a setting on the page."""
    row(office, path).focus_row()
    await office.pilot.press("enter", *keys, "enter")
    await office.pilot.pause()


async def save(office: Office) -> None:
    """Ctrl+S, and Save in the review; the page goes away by itself."""
    await office.pilot.press("ctrl+s")
    await office.on(ReviewScreen)
    await office.focused("#answer-0")
    await office.pilot.press("tab", "enter")
    await office.until(lambda: isinstance(office.screen, ComposeScreen))
    await office.pilot.pause()


def line(office: Office, selector: str) -> str:
    """The words of a line of the composer."""
    return office.composer.query_one(selector, Line).text


async def test_the_page_opens_from_the_text_too(tmp_path: Path) -> None:
    async with open_office(tmp_path, OUTSIDE) as office:
        office.composer.form.body.focus()
        await office.focused("#body")
        await office.pilot.press("f6")
        await office.on(AdminScreen)
        assert isinstance(office.screen, AdminScreen)


async def test_what_the_page_saves_changes_the_composer_under_ones_eyes_and_says_what(tmp_path: Path) -> None:
    async with both_sides(tmp_path) as office:
        assert "a warning will be shown" in line(office, "#quiet")
        await choose(office, WARNING, "down")
        assert "a warning will be shown" in line(office, "#quiet"), "nothing is in force before Save"
        await save(office)
        assert "no warning: it is switched off" in line(office, "#quiet")
        assert "will no longer show the warning" in line(office, "#notice")
        assert office.composer.read().subject == "Offer"


async def test_the_page_shows_that_this_is_the_demonstration(tmp_path: Path) -> None:
    async with both_sides(tmp_path) as office:
        assert "DEMONSTRATION" in str(office.screen.border_title)


async def test_the_same_key_closes_the_page_and_nothing_has_changed(tmp_path: Path) -> None:
    async with both_sides(tmp_path) as office:
        before = office.world.policy.current().id
        await office.pilot.press("f6")
        await office.on(ComposeScreen)
        assert office.world.policy.current().id == before


async def test_the_panel_shows_what_the_page_changed_and_the_page_what_the_panel_changed(tmp_path: Path) -> None:
    async with both_sides(tmp_path) as office:
        await choose(office, APPLIED, "down")
        await choose(office, TIME_LIMITED, "down")
        await save(office)
        await office.pilot.press("f2")
        await office.until(lambda: office.screen.query(f"#panel-policy #value-{BY_PATH[WARNING].id}:focus"))
        assert office.screen.query_one(f"#condition-{BY_PATH[APPLIED].id}", OneOf).value == Apply.ATTACHMENTS.value
        assert office.screen.query_one(f"#value-{BY_PATH[TIME_LIMITED].id}", OneOf).value == "deny"
        await office.pilot.press("space")
        await office.until(lambda: not office.world.policy.current().policy.warning.enabled)
        await office.pilot.press("f6")
        await office.on(AdminScreen)
        assert row(office, WARNING).text == "OFF"


async def test_every_control_of_the_panel_is_one_of_the_page_and_is_in_force_at_once(tmp_path: Path) -> None:
    async with open_office(tmp_path, OUTSIDE) as office:
        await office.pilot.press("f2")
        await office.until(lambda: office.screen.query(PanelPolicy))
        controls = list(office.screen.query(SettingControl).results())
        assert [control.setting for control in controls] == [BY_PATH[path] for path in SHOWN]
        for control in controls:
            before = office.world.policy.current().id
            control.focus_first()
            await office.pilot.press("space")
            await office.until(partial(is_another, office, before))


def is_another(office: Office, before: str) -> bool:
    """Whether another policy is in force."""
    return office.world.policy.current().id != before


async def test_the_footer_names_the_key_of_the_page_and_the_palette_lists_it(tmp_path: Path) -> None:
    async with open_office(tmp_path, OUTSIDE) as office:
        assert "f6 Admin" in office.screen.query_one(KeyFooter).render().plain
        offered = [command for command in commands_of(office.screen) if command.action.endswith("admin")]
        assert [command.key for command in offered] == ["f6"]
        await office.pilot.press("ctrl+p")
        await office.on(PaletteScreen)
        await office.pilot.press(*"admin", "enter")
        await office.on(AdminScreen)


def test_the_first_screen_of_the_demonstration_imports_neither_the_page_nor_what_writes_policies(
    tmp_path: Path,
) -> None:
    asked = (
        "import sys; from pathlib import Path; from composer.clock import SystemClock; "
        "from composer.demo.demonstration import Demonstration; import composer.demo.app; "
        "Demonstration(Path(sys.argv[1]), SystemClock(), Path(sys.argv[1])).policy.current(); "
        "print([name for name in sys.modules if name.startswith(('composer.screens.admin.page', "
        "'composer.administration.session', "
        "'composer.administration.setting', 'policy.lint', 'policy.truth_table.matrix'))])"
    )
    answer = subprocess.run([sys.executable, "-c", asked, str(tmp_path)], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


async def test_the_rules_in_the_panel_follow_the_language_that_is_chosen_on_the_page(tmp_path: Path) -> None:
    async with open_office(tmp_path, OUTSIDE) as office:
        await office.pilot.press("f2")
        await office.until(lambda: "Recipients" in trace_of(office))
        await office.pilot.press("f6")
        await office.on(AdminScreen)
        await office.pilot.press("ctrl+l")
        await office.until(lambda: "수신자" in trace_of(office))
        await office.pilot.press("ctrl+l")
        await office.until(lambda: "宛先" in trace_of(office))


async def test_nothing_is_reset_under_the_page(tmp_path: Path) -> None:
    async with both_sides(tmp_path) as office:
        await choose(office, WARNING, "down")
        await save(office)
        changed = office.world.policy.current().id
        await office.pilot.press("f6")
        await office.on(AdminScreen)
        await office.pilot.press("f5")
        await office.pilot.pause()
        assert office.world.policy.current().id == changed
        assert row(office, WARNING).text == "OFF"
        row(office, PC).focus_row()
        await office.pilot.press("enter")
        await office.on(TextSettingsScreen)
        await office.pilot.press("f5")
        await office.pilot.pause()
        assert office.world.policy.current().id == changed
        await office.pilot.press("escape", "f6")
        await office.on(ComposeScreen)
        await office.pilot.press("f5")
        await office.until(lambda: office.world.policy.current().policy.warning.enabled)


def trace_of(office: Office) -> str:
    """The rules that the panel shows under the page or beside the message."""
    return str(office.composer.query_one("#trace", Static).render())
