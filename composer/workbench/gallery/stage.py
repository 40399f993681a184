"""Plays a scene in the demonstration, with a fixed clock and a folder of its own, and takes its picture."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from composer import words
from composer.clock import FixedClock
from composer.demo.app import DemoApp
from composer.demo.demonstration import Demonstration
from composer.message.composition import Composition
from composer.screens.compose.screen import ComposeScreen
from composer.widgets.plain import Line
from composer.workbench.gallery.cell_picture import svg
from composer.workbench.gallery.cells import cells_of
from composer.workbench.gallery.flaws import flaws

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=ZoneInfo("Asia/Seoul"))
PATIENCE = 30.0
"""Seconds that a screen is waited for."""
BETWEEN_LOOKS = 0.005
"""Seconds in which the machine is left to others."""


@dataclass(frozen=True, slots=True)
class View:
    """A UI language, which is the member's too, and a size of the terminal."""

    language: str
    columns: int
    rows: int

    @property
    def name(self) -> str:
        """The view in the names of files (``ko-80x24``)."""
        return f"{self.language}-{self.columns}x{self.rows}"


LANGUAGES = ("en", "ko", "ja")
SIZES = ((80, 24), (60, 20), (40, 20))
"""Columns and rows; a scene is played in the first, and then the terminal is made smaller."""
VIEWS = tuple(View(language, columns, rows) for language in LANGUAGES for columns, rows in SIZES)
STILL = 3
"""How many looks in a row must find nothing changed."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen, as text and as a picture."""

    text: str
    """A line for each row of the terminal, without spaces at its end."""
    svg: str
    """The screen as SVG, with colours; it names no font that would have to be fetched."""
    flaws: tuple[str, ...]
    """What is wrong with it."""


class Stage:
    """The running app of a scene, and what a scene does with it."""

    def __init__(self, pilot: Pilot[Any], world: Demonstration) -> None:
        self.pilot = pilot
        self.world = world

    @property
    def app(self) -> App[Any]:
        """The app that is photographed, running."""
        return self.pilot.app

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top of the app's stack."""
        return self.app.screen

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    async def until(self, holds: Callable[[], object]) -> None:
        """Handle messages until a condition holds; raises TimeoutError after ``PATIENCE`` seconds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(f"it never came to that, on {self.screen}")
            await asyncio.sleep(BETWEEN_LOOKS)
            await self.pilot.pause()

    async def show_in(self, view: View) -> str:
        """Give the terminal the size of a view; returns what is seen once nothing changes any more."""
        if self.app.size != (view.columns, view.rows):
            await self.pilot.resize_terminal(view.columns, view.rows)
        seen: list[str] = []
        while len(seen) < STILL or len(set(seen[-STILL:])) > 1:
            await self.pilot.pause()
            seen.append(text_of(self.app))
        return seen[-1]

    def is_saved(self) -> bool:
        """Whether the composer's title says that the draft is saved, which happens at its own time."""
        words = self.screen.autosave.words() if isinstance(self.screen, ComposeScreen) else ""
        return bool(words) and self.screen.query_one("#title", Line).text.endswith(words)

    async def on(self, screen: type[Screen[Any]], focused: str = "") -> None:
        """Wait until a screen is topmost and something on it has the focus."""
        await self.until(lambda: isinstance(self.screen, screen) and self.screen.focused is not None)
        if focused:
            await self.until(lambda: self.screen.query(f"{focused}:focus"))

    async def tab_to(self, selector: str) -> None:
        """Press Tab until a widget has the focus; raises LookupError after 20 times."""
        for _step in range(20):
            if self.screen.focused is self.screen.query_one(selector):
                return
            await self.press("tab")
        raise LookupError(selector)


Way = Callable[[Stage], Awaitable[None]]


async def _stay(_stage: Stage) -> None:
    """Do nothing, since the app opens on the screen."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen of the gallery and the way to it."""

    way: Way = _stay
    opened: Composition = field(default_factory=Composition)
    files: tuple[str, ...] = ()
    """The names of the demonstration's files that are attached."""
    make: Callable[[], App[Any]] | None = None
    """Makes an app other than the demonstration's; None = the demonstration's."""


@asynccontextmanager
async def staged(scene: Scene, view: View, folder: Path) -> AsyncIterator[Stage]:
    """Run the app up to the scene's screen; the UI language is restored at the end."""
    before = words.active()
    words.use(view.language)
    try:
        world = Demonstration(folder, FixedClock(NOON), folder / "files")
        world.prepare()
        attached = tuple(world.services.files.attach(folder / "files" / name) for name in scene.files)
        opened = replace(scene.opened, files=attached)
        app = scene.make() if scene.make else DemoApp(world, opened)
        async with app.run_test(size=(view.columns, view.rows)) as pilot:
            stage = Stage(pilot, world)
            await stage.until(lambda: stage.screen.focused)
            if not opened.is_blank and scene.make is None:
                await stage.until(stage.is_saved)  # the title says so in every picture
            await scene.way(stage)
            await pilot.pause()
            yield stage
    finally:
        words.use(before)


async def pictures(scene: Scene, views: Sequence[View], folder: Path) -> dict[View, Picture]:
    """Play a scene once in a folder that is the scene's own, and take its picture in views of one language."""
    async with staged(scene, views[0], folder) as stage:
        return {view: Picture(await stage.show_in(view), svg_of(stage.app), tuple(flaws(stage.app))) for view in views}


def text_of(app: App[Any]) -> str:
    """The rows of the terminal as text, with the screens that are seen below the topmost."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    rows = update.strips if isinstance(update, LayoutUpdate) else []
    return "".join("".join(segment.text for strip in row for segment in strip).rstrip() + "\n" for row in rows)


def svg_of(app: App[Any]) -> str:
    """The terminal as an SVG that fetches nothing."""
    return svg(cells_of(app), "presend")
