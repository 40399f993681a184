"""The level of the message on the screen is one that is in use, whatever the policy does meanwhile."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from composer.drafting.opening import level_gone_words
from composer.screens.compose.level import LevelChoice, LevelScreen
from composer.screens.compose.message_level import MessageLevel
from policy.settings import Expiry, Level, LevelSettings
from tests.screens.dialog_support import CLOCK, Assessor, message, policy
from tests.screens.quiet_screen import Said, quiet_form, quiet_screen

IN_USE = LevelSettings(True, "", Expiry.MONTH, True)
RESTRICTED = LevelChoice(Level.RESTRICTED, Expiry.WEEK, True)
NO_LEVELS = "No security level is in use here. Every message is General."
GONE = "The policy changed meanwhile: this security level is no longer in use."


class Desk:
    """A composer whose message has a level; the policy may be broken, or change behind an open dialog."""

    def __init__(
        self, level: Level, *, has_levels: bool = True, is_broken: bool = False, answer: object = None
    ) -> None:
        self.screen, self.form = quiet_screen(answer), quiet_form(message(level=level))
        self.said, self.told = Said(), Said()
        self.judged = 0
        self._is_broken = is_broken
        self._assess = Assessor(policy(restricted=IN_USE if has_levels else None))
        judging: Any = SimpleNamespace(assessment=self._answer(), now=self._judge)
        self.judging = judging
        self.level = MessageLevel(self.screen, self.form, self.judging, CLOCK, self.said, self.told)

    def _answer(self) -> object:
        return None if self._is_broken else self._assess(self.form.read())

    def _judge(self) -> None:
        self.judged += 1

    @property
    def picked(self) -> LevelChoice:
        """What the message has now."""
        now = self.form.read()
        return LevelChoice(now.level, now.expires_after, now.forwarding_prohibited)


@pytest.mark.parametrize(
    ("level", "has_levels", "is_broken", "is_given_up"),
    [
        (Level.RESTRICTED, True, False, False),
        (Level.RESTRICTED, False, False, True),
        (Level.RESTRICTED, False, True, False),
        (Level.GENERAL, True, False, False),
        (Level.GENERAL, False, False, False),
    ],
)
def test_a_level_that_is_known_to_be_out_of_use_becomes_general(
    level: Level, has_levels: bool, is_broken: bool, is_given_up: bool
) -> None:
    desk = Desk(level, has_levels=has_levels, is_broken=is_broken)
    desk.level.give_up()
    assert desk.form.read().level is (Level.GENERAL if is_given_up else level)
    assert (desk.told.words, desk.judged) == (([level_gone_words()], 1) if is_given_up else ([], 0))


@pytest.mark.parametrize(
    ("is_broken", "has_levels", "answer", "picked", "asked", "said"),
    [
        (False, True, RESTRICTED, Level.RESTRICTED, [LevelScreen], []),
        (False, True, None, Level.GENERAL, [LevelScreen], []),
        (False, False, RESTRICTED, Level.GENERAL, [], [NO_LEVELS]),
        (True, True, RESTRICTED, Level.GENERAL, [], []),
    ],
)
async def test_a_level_is_picked_where_there_is_one_to_pick(
    is_broken: bool, has_levels: bool, answer: object, picked: Level, asked: list[type[Any]], said: list[str]
) -> None:
    desk = Desk(Level.GENERAL, has_levels=has_levels, is_broken=is_broken, answer=answer)
    await desk.level.pick()
    assert desk.form.read().level is picked
    assert ([type(screen) for screen in desk.screen.opened], desk.said.words) == (asked, said)


async def test_what_was_picked_is_kept_whole() -> None:
    desk = Desk(Level.GENERAL, answer=RESTRICTED)
    await desk.level.pick()
    assert desk.picked == RESTRICTED


async def test_a_level_that_went_out_of_use_behind_the_dialog_is_not_taken() -> None:
    desk = Desk(Level.GENERAL, answer=RESTRICTED)
    without = Assessor(policy())(message())

    async def meanwhile(_screen: object) -> object:
        desk.judging.assessment = without
        return RESTRICTED

    desk.screen.push_screen_wait = meanwhile
    await desk.level.pick()
    assert (desk.form.read().level, desk.said.words) == (Level.GENERAL, [GONE])


@pytest.mark.parametrize(
    ("level", "is_broken", "words"),
    [(Level.GENERAL, False, "General"), (Level.RESTRICTED, False, "Restricted"), (Level.RESTRICTED, True, "Level")],
)
def test_the_button_says_the_level(level: Level, is_broken: bool, words: str) -> None:
    assert words in Desk(level, is_broken=is_broken).level.label(80)
