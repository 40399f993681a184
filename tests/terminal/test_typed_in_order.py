"""What is typed has its effect in the order in which it was typed, however many keys arrive at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget

from composer.apps.safe_app import SafeApp
from composer.screens.compose.attach import AttachScreen
from composer.terminal.typed_in_order import MOST_QUEUE_ROUNDS, MOST_TICKS
from composer.widgets.fields.body_area import BodyArea
from composer.widgets.fields.lines_area import LinesArea
from composer.widgets.fields.one_line import OneLineInput
from policy.draft import Field
from tests.pilots import until
from tests.screens.support import World, composer

LETTERS = ("a", "b", "한", " ", "é", "1")
MOVES = ("left", "right", "home", "end")
DELETES = ("backspace", "delete", "ctrl+u", "ctrl+k")


@dataclass
class Model:
    """Three fields of one row as text and cursor, and which of them has the focus."""

    texts: list[str] = field(default_factory=lambda: ["", "", ""])
    cursors: list[int] = field(default_factory=lambda: [0, 0, 0])
    focus: int = 0

    def press(self, key: str) -> None:
        """What the key does by itself."""
        if key in ("tab", "shift+tab"):
            self.focus = (self.focus + (1 if key == "tab" else -1)) % len(self.texts)
            return
        text, at = self.texts[self.focus], self.cursors[self.focus]
        start, put, end = at, "", at
        match key:
            case "left" | "right" | "home" | "end":
                to = {"left": max(at - 1, 0), "right": min(at + 1, len(text)), "home": 0, "end": len(text)}[key]
                self.cursors[self.focus] = to
                return
            case "backspace":
                start = max(at - 1, 0)
            case "delete":
                end = min(at + 1, len(text))
            case "ctrl+u":
                start = 0
            case "ctrl+k":
                end = len(text)
            case _:
                put = key
        self.texts[self.focus] = text[:start] + put + text[end:]
        self.cursors[self.focus] = start + len(put)


class Fields(SafeApp):
    """Some fields below one another, and a key of the app's own."""

    BINDINGS = [Binding("ctrl+s", "note", show=False)]

    def __init__(self, *fields: Widget) -> None:
        super().__init__()
        self._fields = fields
        self.noted: list[list[str]] = []
        """What stood in the fields whenever Ctrl+S came."""

    def compose(self) -> ComposeResult:
        yield from self._fields

    @property
    def texts(self) -> list[str]:
        return [one.value if isinstance(one, OneLineInput) else one.text for one in self._texts()]

    def _texts(self) -> list[Any]:
        return list(self._fields)

    def action_note(self) -> None:
        self.noted.append(self.texts)


def key_event(key: str) -> events.Key:
    return events.Key(key, key if len(key) == 1 else None)


async def at_once(pilot: Pilot[Any], keys: Sequence[str]) -> None:
    """Every key is made before the first is handled."""
    for key in keys:
        pilot.app.post_message(key_event(key))
    await until(pilot, lambda: not pilot.app.message_queue_size)
    await pilot.pause()


async def _texts_after(keys: list[str], pieces: list[int]) -> tuple[list[str], list[list[str]]]:
    app = Fields(*(OneLineInput(id=f"f{number}") for number in range(3)))
    async with app.run_test() as pilot:
        await pilot.pause()
        left = list(keys)
        for size in [*pieces, len(keys)]:
            await at_once(pilot, left[:size])
            left = left[size:]
        await at_once(pilot, ["ctrl+s"])
        await until(pilot, lambda: bool(app.noted))
        return app.texts, app.noted


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([*LETTERS, *LETTERS, *MOVES, *DELETES, "tab", "shift+tab"]), min_size=2, max_size=24),
    st.lists(st.integers(min_value=1, max_value=12), max_size=3),
)
def test_keys_mean_the_same_in_pieces_of_any_size(keys: list[str], pieces: list[int]) -> None:
    model = Model()
    for key in keys:
        model.press(key)
    assert asyncio.run(_texts_after(keys, pieces)) == (model.texts, [model.texts])


AREAS = [
    pytest.param([*"abc", "left", "d"], "abdc", id="back and on"),
    pytest.param([*"abc", "home", "x", "end", "y"], "xabcy", id="to the ends of the line"),
    pytest.param([*"ab", "enter", *"cd", "up", "x"], "abx\ncd", id="a line up"),
    pytest.param([*"abc", "ctrl+u", *"de"], "de", id="the line taken out"),
    pytest.param([*"abc", "backspace", "backspace", "d"], "ad", id="letters taken out"),
]


@pytest.mark.parametrize("area", [BodyArea, LinesArea])
@pytest.mark.parametrize(("keys", "text"), AREAS)
async def test_a_text_of_several_lines_takes_keys_in_order(area: type[BodyArea], keys: list[str], text: str) -> None:
    app = Fields(area(id="area"))
    async with app.run_test() as pilot:
        await pilot.pause()
        await at_once(pilot, [*keys, "ctrl+s", "z"])
        await until(pilot, lambda: bool(app.noted))
        assert app.noted == [[text]]


async def test_a_paste_keeps_its_place_between_keys() -> None:
    app = Fields(OneLineInput(id="first"), BodyArea(id="second"))
    async with app.run_test() as pilot:
        await pilot.pause()
        typed = [key_event("a"), events.Paste("XY"), key_event("left"), key_event("b"), key_event("tab")]
        for event in [*typed, events.Paste("one\ntwo"), key_event("up"), key_event("home"), key_event("c")]:
            app.post_message(event)
        await at_once(pilot, ["ctrl+s"])
        await until(pilot, lambda: bool(app.noted))
        assert app.noted == [["aXbY", "cone\ntwo"]]


async def test_a_completion_is_taken_by_the_tab_right_behind_what_was_typed(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        await pilot.pause()
        await at_once(pilot, [*"park", "tab", "tab", *"Offer", "home", "1"])
        screen = composer(pilot)
        await until(pilot, lambda: screen.query_one("#subject", OneLineInput).value == "1Offer")
        assert screen.form.address(Field.TO).value == "Park Ji-woo <park@other.example>, "


async def test_what_follows_a_key_that_opens_a_field_is_typed_into_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    path = world.file("a.txt")
    async with world.app().run_test() as pilot:
        await pilot.pause()
        await at_once(pilot, ["ctrl+o", *str(path), "enter", *"lee"])
        await until(pilot, lambda: not isinstance(pilot.app.screen, AttachScreen))
        screen = composer(pilot)
        await until(pilot, lambda: screen.form.address(Field.TO).value == "lee")
        assert [file.name for file in screen.form.files] == ["a.txt"]


class Deaf(Widget, can_focus=True):
    """Takes a letter and is not done with it until the test allows."""

    def __init__(self) -> None:
        super().__init__()
        self.has_one = asyncio.Event()
        self.done = asyncio.Event()

    async def on_key(self) -> None:
        self.has_one.set()
        await self.done.wait()


class SlowRow(Vertical):
    """A row around a field, which is not done with a key that climbs through it until the test allows."""

    def __init__(self, *inside: Widget) -> None:
        super().__init__(*inside)
        self.has_one = asyncio.Event()
        self.done = asyncio.Event()

    async def on_key(self) -> None:
        self.has_one.set()
        await self.done.wait()


LONG = 100 * MOST_TICKS
"""Many more looks than a widget that is stuck aside gets."""


async def looked(app: Fields, times: int = LONG) -> None:
    """As after so much time in which the one that is waited for was not reached; then the loop goes on a while."""
    for _ in range(times):
        app._typed._look(0)
    for _ in range(100 * MOST_QUEUE_ROUNDS):
        await asyncio.sleep(0)


async def test_a_slow_widget_is_waited_for_however_long_it_takes() -> None:
    field = OneLineInput(id="field")
    app = Fields(row := SlowRow(field))
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in [*"abc", "left", "d"]:
            app.post_message(key_event(key))
        await row.has_one.wait()
        await looked(app)
        before = field.value
        row.done.set()  # else the app would not end
        await looked(app, 0)
        assert (before, field.value) == ("abc", "abdc")


async def test_a_widget_that_never_answers_does_not_make_the_app_deaf() -> None:
    app = Fields(deaf := Deaf(), OneLineInput(id="field"))
    async with app.run_test() as pilot:
        await pilot.pause()
        deaf.focus()
        await pilot.pause()
        app.post_message(key_event("x"))
        await deaf.has_one.wait()
        app.query_one("#field").focus()
        app.post_message(key_event("y"))
        field = app.query_one("#field", OneLineInput)
        await looked(app)
        for _turn in range(100_000):  # the pilot would wait for the deaf one too
            if field.value:
                break
            await asyncio.sleep(0)
        deaf.done.set()  # else the app would not end
        assert field.value == "y"
        await pilot.pause()


class Asking(Deaf):
    """Opens a dialog with a key and waits in its handler until that is answered."""

    async def on_key(self) -> None:
        self.app.push_screen(Answering(self.done))
        await self.done.wait()


class Answering(ModalScreen[None]):
    """A dialog with one field, which is left with Enter."""

    def __init__(self, answered: asyncio.Event) -> None:
        super().__init__()
        self._answered = answered

    def compose(self) -> ComposeResult:
        yield OneLineInput(id="answer")

    def on_input_submitted(self) -> None:
        self._answered.set()


async def test_a_dialog_can_be_answered_though_a_handler_waits_for_its_answer() -> None:
    app = Fields(asking := Asking())
    async with app.run_test() as pilot:
        await pilot.pause()
        asking.focus()
        await pilot.pause()
        for key in ["x", *"ac", "left", "b", "enter"]:
            app.post_message(key_event(key))
        await looked(app, 0)
        await looked(app)
        is_answered = asking.done.is_set()
        asking.done.set()  # else the app would not end
        assert is_answered
        assert app.screen.query_one("#answer", OneLineInput).value == "abc"


class RestlessRow(Vertical):
    """Always has something left in its queue, as where somebody posts to it without end."""

    @property
    def message_queue_size(self) -> int:
        return 1


async def test_a_widget_that_never_rests_does_not_make_the_app_deaf() -> None:
    field = OneLineInput(id="field")
    app = Fields(RestlessRow(field))
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in [*"abc", "left", "d"]:
            app.post_message(key_event(key))
        await looked(app, 0)
        assert field.value == "abdc"


class Vanishing(Widget, can_focus=True):
    """Goes away with the first key."""

    def on_key(self) -> None:
        self.remove()


async def test_a_widget_that_goes_away_with_its_key_does_not_keep_the_next_one() -> None:
    app = Fields(Vanishing(), OneLineInput(id="field"))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.query_one(Vanishing).focus()
        await pilot.pause()
        await at_once(pilot, ["x", "y", "left", "z"])
        await until(pilot, lambda: app.query_one("#field", OneLineInput).value == "zy")
