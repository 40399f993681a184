"""A screen is left once, with what was answered first."""

from __future__ import annotations

from textual.screen import Screen

from composer.widgets.dialogs.first_answer import FirstAnswer
from tests.pilots import until
from tests.screens.dialog_support import DialogApp


class Asking(Screen[str]):
    """Nothing but a screen."""

    def __init__(self) -> None:
        super().__init__()
        self.first = FirstAnswer[str](self)


async def test_what_is_answered_behind_the_first_answer_is_dropped() -> None:
    asking = Asking()
    app: DialogApp[str] = DialogApp(lambda: asking)
    async with app.run_test() as pilot:
        given = []
        for answer in ("first", "second"):
            given.append(asking.first.is_given)
            asking.first.give(answer)
        assert given == [False, True]
        await until(pilot, lambda: app.answers)
        assert app.answers == ["first"]
