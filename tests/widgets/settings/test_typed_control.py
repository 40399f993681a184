"""What is typed into a setting stays as typed, whoever shows values there meanwhile and however fast the keys come."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import ComposeResult

from composer.administration.setting import Kind
from composer.administration.settings import BY_PATH, SETTINGS
from composer.apps.safe_app import SafeApp
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.settings.setting_control import SettingControl, control_for
from policy.errors import KeyPath
from tests.pilots import until
from tests.terminal.test_typed_in_order import at_once

TYPED = [setting.path for setting in SETTINGS if setting.kind in (Kind.TEXT, Kind.NUMBER, Kind.SEVERAL)]
DOMAINS = ("company", "domains")


class Page(SafeApp):
    """Shows every change in the control again, as a page does that draws all of its rows anew."""

    def __init__(self, path: KeyPath, value: Any) -> None:
        super().__init__()
        self._path, self._value = path, value
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield control_for(BY_PATH[self._path], self._value)

    @property
    def control(self) -> SettingControl:
        return self.query_one(SettingControl)

    @property
    def text(self) -> str:
        return self.query_one(OneLineInput).value

    def on_setting_control_changed(self, event: SettingControl.Changed) -> None:
        self.heard.append(event.value)
        self.control.show(event.value)


@pytest.mark.parametrize("path", TYPED, ids="-".join)
async def test_keys_that_come_at_once_are_all_taken(path: KeyPath) -> None:
    app = Page(path, "")
    typed = "hanbit.example, x.example, 20,"
    async with app.run_test() as pilot:
        app.control.focus_first()
        await pilot.pause()
        await at_once(pilot, typed)
        await until(pilot, lambda: bool(app.heard) and app.heard[-1] == app.control.value)
        assert app.text == typed


async def test_another_value_is_shown_once_what_was_typed_is_reported() -> None:
    app = Page(DOMAINS, ["a.example"])
    seen: list[str] = []

    def type_and_show() -> None:
        app.query_one(OneLineInput).put("x")
        app.control.show(["a.example"])
        seen.append(app.text)

    async with app.run_test() as pilot:
        app.control.focus_first()
        await pilot.pause()
        app.call_later(type_and_show)
        await until(pilot, lambda: app.heard == [["a.examplex"]])
        assert seen == ["a.examplex"]
        app.call_later(app.control.show, ["b.example", "c.example"])
        await until(pilot, lambda: app.text == "b.example, c.example")
        await pilot.pause()
        assert app.heard == [["a.examplex"]]
