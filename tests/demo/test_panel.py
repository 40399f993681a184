"""The panel beside the composer: closed by a key, and never over what Send will do."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer import words
from composer.clock import FixedClock
from composer.demo.app import DemoApp
from composer.demo.demonstration import Demonstration
from composer.demo.drafts import ready_drafts
from composer.message.composition import Composition
from composer.screens.drafts import DraftsScreen
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.choice_list import ChoiceList
from composer.widgets.footer import KeyFooter
from tests.golden import picture
from tests.pilots import until

CLOCK = FixedClock(datetime(2026, 11, 24, 11, 0, tzinfo=UTC))
SIZES = [(160, 50), (120, 30), (80, 24), (60, 24), (50, 20), (40, 20)]


@pytest.fixture
def demonstration(tmp_path: Path) -> Demonstration:
    words.use("en")
    made = Demonstration(tmp_path, CLOCK, tmp_path)
    made.prepare()
    return made


@pytest.mark.parametrize("key", ["f2", "escape"])
@pytest.mark.parametrize("place", ["#demo-member", "#demo-close", "#to", "#subject", "#body", "#level"])
async def test_escape_closes_the_panel_as_f2_does_wherever_the_cursor_is(
    demonstration: Demonstration, key: str, place: str
) -> None:
    app = DemoApp(demonstration, Composition(to="partner@other.example", subject="s"))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: app.panel is not None and app.panel.has_focus_within)
        app.screen.query_one(place).focus()
        await pilot.pause()
        await pilot.press(key)
        await until(pilot, lambda: app.panel is None)
        await pilot.pause()
        field = "#body" if place.startswith("#demo") else place
        assert app.screen.focused is app.composers()[-1].query_one(field)
        assert "DEMONSTRATION: nothing leaves" not in picture(app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", ["#to", "#subject", "#body"])
async def test_closed_it_gives_the_focus_back_to_the_field_where_it_was(
    demonstration: Demonstration, place: str, size: tuple[int, int]
) -> None:
    app = DemoApp(demonstration, Composition(to="partner@other.example", subject="s"))
    async with app.run_test(size=size) as pilot:
        field = app.screen.query_one(place).focus()
        await pilot.press("f2")
        await until(pilot, lambda: app.panel is not None and app.panel.has_focus_within)
        await pilot.press("escape")
        await until(pilot, lambda: app.panel is None)
        await pilot.pause()
        assert app.screen.focused is field


async def test_escape_closes_an_open_list_before_the_panel(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition(to="partner@other.example", subject="s"))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: app.panel is not None and app.panel.has_focus_within)
        app.screen.query_one("#demo-member", Choice).focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceList))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ChoiceList))
        assert app.panel is not None


async def test_escape_leaves_what_lies_over_the_composer_first(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition(to="partner@other.example", subject="s"))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: app.panel is not None)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, DraftsScreen))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, DraftsScreen))
        assert app.panel is not None


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("draft_id", ["demo-4-both", "demo-9-too-large"])
async def test_the_panel_leaves_every_line_of_the_composer_in_sight(
    demonstration: Demonstration, draft_id: str, size: tuple[int, int], language: str
) -> None:
    words.use(language)
    draft = demonstration.services.drafts.load(draft_id)
    app = DemoApp(demonstration, draft)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: app.panel is not None and app.panel.has_focus_within)
        await pilot.pause()
        panel = app.panel
        assert panel is not None
        assert panel.region.height > 0
        lines = [*app.screen.query("#title, #notice, #waiting, #quiet").results(), app.screen.query_one(KeyFooter)]
        shown = [line for line in lines if line.display]
        assert app.screen.query_one("#quiet") in shown
        assert not any(panel.region.overlaps(line.region) for line in shown)
        first = str(app.screen.query_one("#quiet").render()).split()[0]
        assert first in picture(app).splitlines()[app.screen.query_one("#quiet").region.y]


async def test_a_line_that_appears_beside_an_open_panel_takes_its_row(demonstration: Demonstration) -> None:
    app = DemoApp(demonstration, Composition(to="partner@other.example", subject="s"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: app.panel is not None and app.panel.has_focus_within)
        await pilot.pause()
        assert app.panel is not None
        before = app.panel.region.height
        app.composers()[-1].say(lambda: "One\nTwo")
        await pilot.pause()
        assert app.panel.region.height == before - 2
        app.composers()[-1].say(str)
        await pilot.pause()
        assert app.panel.region.height == before


@pytest.mark.parametrize("draft_id", [draft.id for draft in ready_drafts()])
async def test_a_ready_draft_of_the_panel_says_who_writes_it_where_that_is_somebody_else(
    demonstration: Demonstration, draft_id: str
) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        before = demonstration.member
        await pilot.press("f2")
        await until(pilot, lambda: app.panel is not None and app.panel.has_focus_within)
        app.screen.query_one("#demo-drafts", Choice).focus()
        place = 1 + [draft.id for draft in ready_drafts()].index(draft_id)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceList))
        await pilot.press(*["down"] * place, "enter")
        draft = demonstration.ready(draft_id)
        assert draft is not None
        await until(pilot, lambda: app.composers()[-1].read().subject == draft.composition.subject)
        await pilot.pause()
        is_said = "who may send this message" in picture(app)
        assert is_said is (demonstration.member != before)


async def test_a_ready_draft_of_the_panel_leaves_what_was_written_among_the_drafts(
    demonstration: Demonstration,
) -> None:
    app = DemoApp(demonstration, Composition())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.composers()[-1].focused is not None)
        await pilot.press(*"lee@hanbit.example", "tab", *"Mine", "tab", *"a whole paragraph", "f2")
        await until(pilot, lambda: app.panel is not None and app.panel.has_focus_within)
        written = app.composers()[-1].read()
        assert (written.subject, "a whole paragraph" in written.body) == ("Mine", True)
        app.screen.query_one("#demo-drafts", Choice).focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceList))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.composers()[-1].read().subject != "Mine")
        await pilot.press("escape")
        await until(pilot, lambda: app.panel is None)
        app.composers()[-1].form.body.focus()
        await pilot.press("x")
        await until(pilot, app.composers()[-1].exits.save)
        kept = [draft.composition for draft in demonstration.services.drafts.list()]
        assert written in kept
