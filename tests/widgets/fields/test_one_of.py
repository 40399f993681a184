"""One of a few values: chosen with arrows, space and clicks; beside one another or below, and told without colour."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult

from composer.widgets.fields.one_of import OneOf

TWO = [("Allow", True), ("Do not allow", False)]
LONG = [("Required - Block image/link in the mail of all members", 1), ("Optional - Give options to each member", 2)]


class Host(App[None]):
    """Shows one and keeps what it says."""

    def __init__(self, options: Sequence[tuple[str, object]], value: object) -> None:
        super().__init__()
        self._options, self._value = options, value
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield OneOf(lambda: self._options, self._value, id="one")

    def on_one_of_changed(self, event: OneOf.Changed) -> None:
        self.heard.append(event.value)

    def on_one_of_submitted(self) -> None:
        self.heard.append("submitted")


@pytest.mark.parametrize(
    ("keys", "value", "heard"),
    [
        (("down",), False, [False]),
        (("right",), False, [False]),
        (("space",), False, [False]),
        (("up",), False, [False]),
        (("left",), False, [False]),
        (("down", "down"), True, [False, True]),
        (("enter",), True, ["submitted"]),
    ],
)
async def test_keys_choose_and_enter_submits(keys: tuple[str, ...], value: object, heard: list[object]) -> None:
    app = Host(TWO, True)
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("tab", *keys)
        await pilot.pause()
        assert (app.query_one(OneOf).value, app.heard) == (value, heard)


async def test_the_chosen_one_carries_a_star_and_the_focus_a_mark() -> None:
    app = Host(TWO, True)
    async with app.run_test(size=(60, 5)) as pilot:
        one = app.query_one(OneOf)
        app.set_focus(None)
        await pilot.pause()
        assert one.render().plain.rstrip() == " (*) Allow   ( ) Do not allow"
        one.focus()
        await pilot.pause()
        assert one.render().plain.rstrip() == ">(*) Allow   ( ) Do not allow"


@pytest.mark.parametrize(("width", "rows"), [(110, 1), (70, 2), (40, 4)])
async def test_what_does_not_fit_beside_one_another_stands_below_and_is_wrapped(width: int, rows: int) -> None:
    app = Host(LONG, 1)
    async with app.run_test(size=(width, 10)) as pilot:
        await pilot.pause()
        assert app.query_one(OneOf).size.height == rows


@pytest.mark.parametrize(("width", "offset"), [(60, (14, 0)), (25, (8, 1))])
async def test_a_click_chooses_what_it_hits(width: int, offset: tuple[int, int]) -> None:
    app = Host(TWO, True)
    async with app.run_test(size=(width, 5)) as pilot:
        await pilot.click("#one", offset=offset)
        await pilot.pause()
        assert app.query_one(OneOf).value is False


async def test_a_click_beside_the_options_chooses_nothing() -> None:
    app = Host(TWO, True)
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.click("#one", offset=(50, 0))
        await pilot.pause()
        assert app.heard == []


async def test_labels_are_only_text() -> None:
    app = Host([("[b]x[/b]", 1), ("\x1b[31mred", 2)], 1)
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        shown = app.query_one(OneOf).render().plain
        assert "[b]x[/b]" in shown
        assert "\x1b" not in shown
