"""The end may come while a screen is being built: it gets no widgets any more, and that is no fault."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from composer.apps.safe_app import SafeApp
from composer.widgets.plain import Line


class Inner(Widget):
    """Needs its own parts as soon as it is mounted, as most widgets do."""

    def compose(self) -> ComposeResult:
        yield Line(id="line")

    def on_mount(self) -> None:
        self.query_one("#line", Line).say("here")


class Late(Screen[None]):
    """Is opened in the moment in which the app ends."""

    def compose(self) -> ComposeResult:
        self.app.exit(143)
        yield Inner()

    def on_mount(self) -> None:
        self.query_one(Inner)


class Broken(Screen[None]):
    """Has a fault of its own."""

    def on_mount(self) -> None:
        self.query_one(Inner)


class Opening(SafeApp):
    """Opens one screen as soon as it runs."""

    def __init__(self, screen: Screen[None]) -> None:
        super().__init__()
        self._opening = screen

    def on_ready(self) -> None:
        self.push_screen(self._opening)


async def test_an_end_while_a_screen_is_built_is_no_fault(capfd: pytest.CaptureFixture[str]) -> None:
    assert await Opening(Late()).run_async(headless=True) == 143
    assert capfd.readouterr().err == ""


async def test_a_fault_while_a_screen_is_built_is_one(capfd: pytest.CaptureFixture[str]) -> None:
    assert await Opening(Broken()).run_async(headless=True) is None
    assert "fault of its own" in capfd.readouterr().err
