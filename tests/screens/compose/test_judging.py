"""When a message is judged: at once, soon after a change, and later where it takes long."""

from __future__ import annotations

import pytest

from composer.drafting.judging import MANY, Assessment
from composer.errors import PolicyFaultsError
from composer.message.composition import Composition
from composer.screens.compose.judging import AFTER, MANY_AFTER, Judging
from composer.sentences.reasons import reason_words
from tests.screens.dialog_support import Assessor, message
from tests.screens.quiet_screen import quiet_form, quiet_screen

CROWD = ", ".join(f"r{number}@other.example" for number in range(MANY + 1))


class Desk:
    """A composer that notes each answer it shows."""

    def __init__(self, composition: Composition) -> None:
        self.faults: tuple[str, ...] = ()
        self.shown: list[Assessment | None] = []
        self._assessor = Assessor()
        self.screen = quiet_screen()
        self.form = quiet_form(composition)
        self.judging = Judging(self.screen, self.form, self._assess, self._show)

    def _assess(self, composition: Composition) -> Assessment:
        if self.faults:
            raise PolicyFaultsError("policy.toml", self.faults)
        return self._assessor(composition)

    def _show(self) -> None:
        self.shown.append(self.judging.assessment)


@pytest.mark.parametrize(
    ("to", "timers"),
    [
        ("park@other.example", [(AFTER, False)]),
        (CROWD, [(MANY_AFTER, True), (MANY_AFTER, True), (MANY_AFTER, False)]),
    ],
)
def test_many_addresses_are_judged_when_the_keys_pause_and_few_soon(to: str, timers: list[tuple[float, bool]]) -> None:
    desk = Desk(message(to=to))
    desk.judging.now()
    for _key in range(3):
        desk.judging.soon()
    assert [(timer.seconds, timer.is_stopped) for timer in desk.screen.timers] == timers


def test_an_answer_is_shown_and_told_and_takes_the_place_of_one_that_was_planned() -> None:
    desk = Desk(message())
    desk.judging.soon()
    desk.judging.now()
    assert desk.screen.timers[0].is_stopped
    (assessment,) = desk.shown
    assert assessment is not None
    assert assessment.composition == message()
    assert [told.assessment for told in desk.screen.posted] == [assessment]


def test_under_a_broken_policy_there_is_no_answer_but_what_is_wrong() -> None:
    desk = Desk(message())
    desk.judging.now()
    desk.faults = ("line 3: no such key.", "line 4: no such key.")
    desk.judging.now()
    assert desk.shown[-1] is None
    assert desk.judging.fault is not None
    assert reason_words(desk.judging.fault) == "line 3: no such key."
    assert desk.screen.posted[-1].assessment is None
