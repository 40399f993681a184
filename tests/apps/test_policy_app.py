"""A look at the policy may come while a screen is being built or taken down: it is told when all of it is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from composer.apps.policy_app import PolicyApp
from composer.clock import FixedClock
from composer.drafting.policy_watch import PolicyEvent, PolicyNews
from composer.storage.policy.source import FilePolicySource
from composer.widgets.plain import Line
from tests.pilots import until
from tests.policy.support import NOW

NEWS = PolicyNews(PolicyEvent.CHANGED, NOW)


class Told(Screen[None]):
    """Looks at its own part whenever it hears of the policy; one look comes while it is built."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        app = self.app
        assert isinstance(app, PolicyApp)
        app.look_at_policy()
        app.announce(NEWS)
        yield Line("here", id="line")

    def policy_changed(self, news: PolicyNews) -> None:
        self.heard.append(f"{news.event.value}: {self.query_one('#line', Line).text}")

    def catch_up(self, policy_id: str) -> None:
        self.heard.append(f"looked: {self.query_one('#line', Line).text}")


def started(folder: Path) -> PolicyApp:
    """An app that has seen the policy in force."""
    path = folder / "policy.toml"
    path.write_text('schema = 1\ncompany.domains = ["hanbit.example"]\n')
    app = PolicyApp(FilePolicySource(path), FixedClock(NOW))
    app.policy_watch.look()
    return app


async def test_a_screen_that_is_being_built_hears_the_news_once_it_stands(tmp_path: Path) -> None:
    app, screen = started(tmp_path), Told()
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        await heard(pilot, screen, ["changed: here"])


async def test_a_screen_that_stands_catches_up_with_every_look(tmp_path: Path) -> None:
    app, screen = started(tmp_path), Told()
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        app.look_at_policy()
        await heard(pilot, screen, ["changed: here", "looked: here"])


async def test_a_screen_that_is_taken_down_hears_nothing(tmp_path: Path) -> None:
    app, screen = started(tmp_path), Told()
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        await heard(pilot, screen, ["changed: here"])
        await screen.query("*").remove()
        screen._pruning = True  # as an app's end marks everything before it takes it down
        app.look_at_policy()
        app.announce(NEWS)
        await pilot.pause()
    assert screen.heard == ["changed: here"]


async def heard(pilot: Pilot[Any], screen: Told, what: list[str]) -> None:
    """Wait until the screen has heard exactly this."""
    await until(pilot, lambda: screen.heard == what)
