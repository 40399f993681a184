"""Every screen looks as it did, its cursor in its place; PRESEND_GOLDEN=write takes the pictures anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from composer import words
from composer.widgets.footer import KeyFooter
from composer.widgets.plain import Line
from composer.workbench.gallery.cell_picture import svg
from composer.workbench.gallery.cells import cells_of
from composer.workbench.gallery.flaws import flaws
from composer.workbench.gallery.screens import SCREENS
from composer.workbench.gallery.stage import LANGUAGES, VIEWS, View, staged
from tests.apps.drawn_cursor import assert_in_focus
from tests.gallery.drawn_cells import drawn, expected
from tests.golden import FOLDER

GOLDENS = FOLDER / "gallery"
OPENED = ("composer", "composer-filled", "composer-faults")
"""The scenes in which nothing stands over the composer."""
EVERYWHERE = frozenset({
    "composer-filled", "composer-faults", "warning", "level", "individually", "drafts", "outbox", "first-run",
    "demonstration", "admin", "admin-edited",
})  # fmt: skip
"""The scenes whose pictures are kept in every language at every width."""
EIGHTHS = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇"), " ")
"""With them the ends of a scroll bar are drawn."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
async def test_every_screen_looks_as_it_did_and_has_no_flaw(name: str, language: str, tmp_path: Path) -> None:
    """Played once in each language; then the terminal is made smaller."""
    views = [view for view in VIEWS if view.language == language]
    async with staged(SCREENS[name], views[0], tmp_path) as stage:
        for view in views:
            seen = await stage.show_in(view)
            if SCREENS[name].make is None:
                assert_in_focus(stage.app)
            assert len(seen.splitlines()) == view.rows
            assert max(map(cell_len, seen.splitlines())) <= view.columns
            cells = cells_of(stage.app)
            assert drawn(svg(cells, name)) == expected(cells)
            assert flaws(stage.app) == [], f"{name}-{view.name}:\n{seen}"
            if is_kept(name, view):
                compare(seen, GOLDENS / f"{name}-{view.name}.txt")


def is_kept(name: str, view: View) -> bool:
    """Whether there is a golden: of every screen at 80 columns and in English at 40, of some in all views."""
    return name in EVERYWHERE or view.columns == 80 or (view.language, view.columns) == ("en", 40)


def compare(seen: str, path: Path) -> None:
    """The picture is that of the file; with PRESEND_GOLDEN=write the file becomes the picture."""
    if os.environ.get("PRESEND_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(seen, encoding="utf-8")
    assert path.exists(), f"there is no {path.name}; write it with PRESEND_GOLDEN=write and look at it:\n{seen}"
    expected = path.read_text(encoding="utf-8")
    assert without_eighths(seen) == without_eighths(expected), f"{path.name} was\n{expected}\nand is now\n{seen}"


def without_eighths(text: str) -> list[str]:
    """The rows without the ends of scroll bars: they depend on the height of what is out of sight."""
    return [row.translate(EIGHTHS).rstrip() for row in text.splitlines()]


@pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])
@pytest.mark.parametrize("name", OPENED)
async def test_title_quiet_line_and_keys_are_never_cut(name: str, view: View, tmp_path: Path) -> None:
    async with staged(SCREENS[name], view, tmp_path) as stage:
        for widget in (*stage.screen.query("#title, #quiet").results(Line), stage.screen.query_one(KeyFooter)):
            place = stage.screen.find_widget(widget)
            assert place.region
            assert place.visible_region == place.region
        title = stage.screen.query_one("#title", Line)
        assert cell_len(title.text) <= title.size.area


async def test_the_pictures_leave_the_ui_language_as_it_was(tmp_path: Path) -> None:
    before = words.active()
    async with staged(SCREENS["composer"], View("ko", 80, 24), tmp_path):
        assert words.active() == "ko"
    assert words.active() == before


def test_there_is_no_golden_without_a_screen() -> None:
    names = {f"{name}-{view.name}" for name in SCREENS for view in VIEWS if is_kept(name, view)}
    assert {path.stem for path in GOLDENS.glob("*.txt")} <= names
