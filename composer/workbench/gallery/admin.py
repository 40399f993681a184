"""The scenes of the administrator's page and its windows, opened by keyboard over the demonstration's composer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from composer.administration.settings import APPLIED, BACKUP, BY_PATH, IMPORT, PC, TIME_LIMITED
from composer.screens.admin.conflict import ConflictScreen
from composer.screens.admin.help import AdminHelpScreen
from composer.screens.admin.one_list import ListScreen
from composer.screens.admin.page import AdminScreen
from composer.screens.admin.review import ReviewScreen
from composer.screens.admin.texts import TextSettingsScreen
from composer.screens.admin.versions import VersionsScreen
from composer.widgets.settings.setting_row import SettingRow
from composer.workbench.gallery.stage import Scene, Stage
from policy.errors import KeyPath
from policy.settings import Surface

FILES: KeyPath = ("mail", "general", "time_limited_max_files")
_STILL = 6
"""How many looks in a row must find nothing changed."""
SURFACES = {Surface.PC: PC, Surface.MOBILE: (*PC[:-1], "mobile")}


async def _page(stage: Stage) -> None:
    await stage.until(lambda: stage.screen.focused)
    await stage.press("f6")
    await stage.on(AdminScreen)


async def _edit(stage: Stage, path: KeyPath, *keys: str) -> None:
    """Open the control of a row, and press keys in it."""
    stage.screen.query_one(f"#{BY_PATH[path].id}", SettingRow).focus_row()
    await stage.press("enter", *keys)


async def _at_top(stage: Stage, path: KeyPath) -> None:
    """Scroll a changed row to the top, for where it stands by itself depends on what was drawn before."""
    row = stage.screen.query_one(f"#{BY_PATH[path].id}", SettingRow)
    await stage.until(lambda: row.is_changed)
    await _at_rest(stage)
    stage.screen.query_one("#admin-settings").scroll_to_widget(row, top=True, animate=False)
    await _at_rest(stage)


async def _at_rest(stage: Stage) -> None:
    """Wait until nothing on the page moves or grows any more."""
    area = stage.screen.query_one("#admin-settings")
    seen: list[object] = []
    while len(seen) < _STILL or any(state != seen[-1] for state in seen[-_STILL:]):
        seen.append((area.virtual_size, area.scroll_offset, area.size))
        await stage.pilot.pause()


async def _edited(stage: Stage) -> None:
    await _page(stage)
    await _edit(stage, APPLIED, "down")
    await _at_top(stage, APPLIED)


async def _faulty(stage: Stage) -> None:
    await _page(stage)
    await _edit(stage, FILES, "end", "ctrl+u", *"many")
    row = stage.screen.query_one(f"#{BY_PATH[FILES].id}", SettingRow)
    await stage.until(lambda: row.faults and row.text.endswith("many"))
    await _at_top(stage, FILES)


async def _review(stage: Stage) -> None:
    await _page(stage)
    await _edit(stage, IMPORT, "down", "enter")
    await _edit(stage, APPLIED, "down", "enter")
    await _at_top(stage, IMPORT)
    await stage.press("ctrl+s")
    await stage.on(ReviewScreen, "#answer-0")


async def _conflict(stage: Stage) -> None:
    await _review(stage)
    stage.world.policy.change({BACKUP: "off", TIME_LIMITED: "deny"})
    await stage.press("tab", "enter")
    await stage.on(ConflictScreen, "#answer-0")


async def _versions(stage: Stage) -> None:
    await stage.until(lambda: stage.screen.focused)
    stage.world.policy.change({BACKUP: "off"})
    stage.world.policy.change({TIME_LIMITED: "deny"})
    await _page(stage)
    await stage.press("f3")
    await stage.on(VersionsScreen, "#versions-list")
    await stage.until(lambda: isinstance(stage.screen, VersionsScreen) and stage.screen.is_told)


async def _list(stage: Stage) -> None:
    await _page(stage)
    await _at_rest(stage)
    row = stage.screen.query_one("#lists-1", SettingRow)
    row.focus_row()
    await stage.until(lambda: row.region and stage.screen.find_widget(row).visible_region == row.region)
    await stage.press("enter")
    await stage.on(ListScreen, "#list-address")


async def _help(stage: Stage) -> None:
    await _page(stage)
    await stage.press("f1")
    await stage.on(AdminHelpScreen)


async def _texts(stage: Stage, surface: Surface) -> None:
    await _page(stage)
    await _edit(stage, SURFACES[surface])
    await stage.on(TextSettingsScreen)


ADMIN: Mapping[str, Scene] = MappingProxyType(
    {
        "admin": Scene(_page),
        "admin-edited": Scene(_edited),
        "admin-faults": Scene(_faulty),
        "admin-review": Scene(_review),
        "admin-conflict": Scene(_conflict),
        "admin-versions": Scene(_versions),
        "admin-list": Scene(_list),
        "admin-help": Scene(_help),
        "texts-pc": Scene(partial(_texts, surface=Surface.PC)),
        "texts-mobile": Scene(partial(_texts, surface=Surface.MOBILE)),
    }
)
"""The scenes of the administrator's page by name."""
