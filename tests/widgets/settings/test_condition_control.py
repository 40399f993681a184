"""A choice with fields of its own: the arrows go into them and back, and change nothing on the way."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from composer.administration.setting import CONDITIONS
from composer.administration.settings import APPLIED, BY_PATH
from composer.widgets.fields.one_of import OneOf
from composer.widgets.settings.setting_control import SettingControl, control_for
from policy.settings import Apply

ALWAYS = Apply.ALWAYS.value
FIRST, SECOND, THIRD = (str(option.value) for option in CONDITIONS)
STEP, CONDITION = f"value-{BY_PATH[APPLIED].id}", f"condition-{BY_PATH[APPLIED].id}"


class Host(App[None]):
    """Shows the warning's condition and keeps what it says."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self._value = value
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield control_for(BY_PATH[APPLIED], self._value)

    def on_setting_control_changed(self, event: SettingControl.Changed) -> None:
        self.heard.append(event.value)


@pytest.mark.parametrize(
    ("value", "begins", "keys", "ends", "heard"),
    [
        (ALWAYS, STEP, ("down",), STEP, [FIRST]),
        (ALWAYS, STEP, ("down", "down"), CONDITION, [FIRST]),
        (ALWAYS, STEP, ("down", "down", "down"), CONDITION, [FIRST, SECOND]),
        (ALWAYS, STEP, ("right", "right"), STEP, [FIRST, ALWAYS]),
        (ALWAYS, STEP, ("up",), STEP, [FIRST]),
        (FIRST, STEP, ("down",), CONDITION, []),
        (SECOND, STEP, ("down",), CONDITION, []),
        (THIRD, STEP, ("down",), CONDITION, []),
        (SECOND, STEP, ("up",), STEP, [ALWAYS]),
        (SECOND, STEP, ("left",), STEP, [ALWAYS]),
        (SECOND, STEP, ("right",), STEP, [ALWAYS]),
        (SECOND, STEP, ("space",), STEP, [ALWAYS]),
        (SECOND, STEP, ("space", "down"), STEP, [ALWAYS, SECOND]),
        (FIRST, CONDITION, ("up",), STEP, []),
        (FIRST, CONDITION, ("up", "down"), CONDITION, []),
        (FIRST, CONDITION, ("left",), CONDITION, [THIRD]),
        (FIRST, CONDITION, ("down",), CONDITION, [SECOND]),
        (SECOND, CONDITION, ("up",), CONDITION, [FIRST]),
        (SECOND, CONDITION, ("up", "up"), STEP, [FIRST]),
        (THIRD, CONDITION, ("up", "up", "up", "up"), STEP, [SECOND, FIRST, ALWAYS]),
    ],
)
async def test_down_enters_the_conditions_and_up_leaves_them_without_a_change(
    value: str, begins: str, keys: tuple[str, ...], ends: str, heard: list[str]
) -> None:
    app = Host(value)
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(f"#{begins}", OneOf).focus()
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert app.focused is not None
        assert (app.focused.id, app.heard) == (ends, heard)
