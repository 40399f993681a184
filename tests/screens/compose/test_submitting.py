"""One attempt to send at a time; the level stays as it is meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from composer.drafting.draft_keeper import DraftKeeper
from composer.drafting.judging import Assessment
from composer.message.composition import Composition
from composer.screens.compose.submitting import Submitting
from composer.screens.sending.questions import QuestionScreen
from tests.screens.dialog_support import Assessor, message
from tests.screens.quiet_screen import QuietScreen
from tests.screens.support import World

NAMELESS = message(to="lee@hanbit.example", subject="", files=())


class Host(QuietScreen):
    """A composer whose question is answered when the test says so."""

    def __init__(self, folder: Path, written: Composition = NAMELESS) -> None:
        super().__init__()
        world = World(folder)
        self.keeper = DraftKeeper(world.drafts, world.clock)
        self.written = written
        self.assess = Assessor()
        self.refused: list[Assessment] = []
        self.answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.asked = asyncio.Event()
        self.given_up = 0
        as_itself: Any = self
        unused: Any = None
        level: Any = SimpleNamespace(give_up=self._give_up)
        self.submitting = Submitting(as_itself, world.services, self.keeper, unused, level)

    def read(self) -> Composition:
        return self.written

    def refuse(self, assessment: Assessment) -> None:
        self.refused.append(assessment)

    def _give_up(self) -> None:
        self.given_up += 1

    async def push_screen_wait(self, screen: Any) -> bool:
        self.opened.append(screen)
        self.asked.set()
        return await self.answer


async def test_a_second_attempt_is_none_while_the_first_one_asks_and_the_level_waits_for_its_end(
    tmp_path: Path,
) -> None:
    host = Host(tmp_path)
    first = asyncio.create_task(host.submitting.run())
    await host.asked.wait()
    await host.submitting.run()
    host.submitting.give_up_level()
    assert ([type(screen) for screen in host.opened], host.given_up) == ([QuestionScreen], 0)
    host.answer.set_result(False)
    await first
    assert host.given_up == 1


async def test_after_an_attempt_there_may_be_another(tmp_path: Path) -> None:
    host = Host(tmp_path, message(to=""))
    for _attempt in range(2):
        await host.submitting.run()
    assert len(host.refused) == 2


@pytest.mark.parametrize(("is_open", "given_up"), [(True, 1), (False, 0)])
async def test_a_message_that_has_gone_keeps_its_level(tmp_path: Path, is_open: bool, given_up: int) -> None:
    host = Host(tmp_path, message(to=""))
    if not is_open:
        host.keeper.close()
    await host.submitting.run()
    assert host.given_up == given_up
