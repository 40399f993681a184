"""What came by argument, pipe or link is the member's: kept and asked about like what was typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from composer.message.composition import AttachedFile, Composition
from composer.message.mailto import parse
from composer.screens.compose.leave import LeaveScreen
from tests.pilots import until
from tests.screens.support import World, composer, settled

GIVEN: list[Callable[[AttachedFile], Composition]] = [
    lambda _file: Composition(to="lee@hanbit.example"),
    lambda _file: Composition(subject="Offer"),
    lambda _file: Composition(body="piped\n"),
    lambda file: Composition(files=(file,)),
    lambda _file: Composition(cc="lee@hanbit.example", body="linked"),
]
given = pytest.mark.parametrize("make", GIVEN, ids=["to", "subject", "body", "file", "link"])


def opened(world: World, make: Callable[[AttachedFile], Composition]) -> Composition:
    return make(world.services.files.attach(world.file("a.txt")))


def kept(world: World) -> list[Composition]:
    return [draft.composition for draft in world.drafts.list()]


@given
async def test_leaving_asks_and_keeps_it(tmp_path: Path, make: Callable[[AttachedFile], Composition]) -> None:
    world = World(tmp_path)
    app = world.app(opened(world, make))
    async with app.run_test() as pilot:
        await settled(pilot)
        expected = composer(pilot).read()
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, LeaveScreen) and app.screen.painted_at is not None)
        await pilot.press("enter")
        await until(pilot, lambda: app._exit)
    assert kept(world) == [expected]


@given
async def test_it_is_a_draft_before_anything_is_typed(
    tmp_path: Path, make: Callable[[AttachedFile], Composition]
) -> None:
    world = World(tmp_path)
    async with world.app(opened(world, make)).run_test() as pilot:
        await until(pilot, lambda: bool(kept(world)))
        assert kept(world) == [composer(pilot).read()]


@given
async def test_a_closed_terminal_keeps_it(tmp_path: Path, make: Callable[[AttachedFile], Composition]) -> None:
    world = World(tmp_path)
    app = world.app(opened(world, make))
    async with app.run_test() as pilot:
        await pilot.pause()
        expected = composer(pilot).read()
        app.save_everything()
        assert kept(world) == [expected]


async def test_going_back_to_its_beginning_leaves_a_new_message_as_untouched_as_an_empty_one(tmp_path: Path) -> None:
    world = World(tmp_path)
    app = world.app(Composition(to="lee@hanbit.example", subject="Offer"))
    async with app.run_test() as pilot:
        await settled(pilot)
        composer(pilot).adopt(replace(composer(pilot).read(), to="", subject=""))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
    assert kept(world) == []


async def test_what_a_link_answers_stays_whatever_is_typed_and_is_kept(tmp_path: Path) -> None:
    world = World(tmp_path)
    app = world.app(parse("mailto:list@other.example?subject=Re:%20Plan&in-reply-to=<1@x>&references=<0@x><1@x>"))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("x")
        app.save_everything()
    (draft,) = kept(world)
    assert draft.body.startswith("x")
    assert (draft.in_reply_to, draft.references) == (("<1@x>",), ("<0@x>", "<1@x>"))


async def test_an_empty_start_is_left_without_a_question(tmp_path: Path) -> None:
    world = World(tmp_path)
    app = world.app()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
    assert kept(world) == []
