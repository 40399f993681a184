"""Nobody sends blind: Send works only while heading, somebody outside and both buttons are on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from composer import words
from composer.apps.gate_app import GateApp
from composer.drafting.warning_session import WarningAnswer
from composer.screens.sending.warning import WarningScreen
from composer.sentences import warning
from composer.widgets.dialogs.dialog_parts import Hint
from composer.widgets.dialogs.push_button import PushButton
from tests.apps.test_gate_app import Office, asking, ended
from tests.golden import assert_golden, picture
from tests.pilots import until
from tests.screens.dialog_support import WARNING_TEXT, DialogApp, attached, policy
from tests.screens.sending.warning_support import dialog

SIZES = [(80, 24), (80, 12), (40, 12), (40, 20), (30, 8), (30, 24), (120, 16), (20, 5)]
FRAME = str.maketrans("", "", " \n║╔╗╚╝═^v")
MANY = ", ".join(f"person{number}@other.example" for number in range(60))
LONG = ("a" * 60 + ".") * 3 + "example"
MESSAGES: dict[str, dict[str, Any]] = {
    "short": {"to": "partner@other.example"},
    "files": {"to": "partner@other.example", "files": tuple(attached(f"{n}-{'long ' * 20}.pdf") for n in range(40))},
    "people": {"to": MANY},
    "domain": {"to": f"partner@{LONG}"},
}


@pytest.fixture(params=["en", "ko", "ja"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    words.use(request.param)
    yield request.param
    words.use("en")


def shown(pilot: Pilot[Any]) -> str:
    """All characters on the screen, without frame and spaces."""
    return picture(pilot.app).translate(FRAME)


def is_on_screen(pilot: Pilot[Any], to: str) -> bool:
    """Whether a person sees there what must be seen."""
    screen = screen_of(pilot)
    buttons = [screen.query_one(f"#warning-{name}", PushButton).label for name in ("back", "send")]
    title = warning.title(screen.session.assessment.verdict.outcome)
    somebody = to.partition("@")[0].removesuffix("0")
    return all(text.translate(FRAME) in shown(pilot) for text in (title, *buttons, somebody))


def screen_of(pilot: Pilot[Any]) -> WarningScreen:
    screen = pilot.app.screen
    assert isinstance(screen, WarningScreen)
    return screen


async def drawn(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: bool(getattr(pilot.app.screen, "painted_at", None)))
    await pilot.pause()
    await pilot.pause()


async def press_send(pilot: Pilot[Any]) -> None:
    """By whatever way a press may come."""
    screen_of(pilot).query_one("#warning-send", PushButton).action_press()
    await pilot.pause()


@pytest.mark.parametrize("text", [WARNING_TEXT, "A long text of the administrator. " * 60], ids=["text", "long-text"])
@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
async def test_send_works_exactly_where_it_is_seen_what_it_does(message: dict[str, Any], text: str) -> None:
    for size in SIZES:
        app: DialogApp[WarningAnswer] = dialog(policy(text=text), **message)
        async with app.run_test(size=size) as pilot:
            await drawn(pilot)
            screen_of(pilot).query_one("#warning-send").focus()
            await pilot.pause()
            sees = is_on_screen(pilot, message["to"])
            await press_send(pilot)
            assert [answer.send for answer in app.answers if answer] == [True] * sees, size


async def test_a_small_window_says_one_sentence_and_goes_back(language: str) -> None:
    for size in [(80, 12), (40, 12), (30, 8)]:
        app = dialog()
        async with app.run_test(size=size) as pilot:
            await drawn(pilot)
            said = warning.cramped() + f"[>{screen_of(pilot).query_one('#warning-back', PushButton).label}<]"
            assert shown(pilot).removeprefix("below") == said.translate(FRAME), size
            await pilot.press("tab", "shift+tab", "enter")
            assert [answer.send for answer in app.answers if answer] == [False], size


async def test_every_language_can_be_decided_where_there_is_room(language: str) -> None:
    for size in [(80, 24), (40, 20)]:
        app = dialog()
        async with app.run_test(size=size) as pilot:
            await drawn(pilot)
            assert is_on_screen(pilot, "partner@other.example"), size
            await press_send(pilot)
            assert [answer.send for answer in app.answers if answer] == [True], size


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (40, 20)])
async def test_the_hint_on_going_back_is_whole(language: str, size: tuple[int, int]) -> None:
    async with dialog().run_test(size=size) as pilot:
        await drawn(pilot)
        hint = screen_of(pilot).query_one("#warning-hint", Hint)
        assert hint.line_count(hint.text_width) <= hint.content_size.height


SIX_LINES = "\n".join(f"Line {number} of the text." for number in range(1, 7))


@pytest.mark.parametrize("first", [None, (80, 24), (40, 12)])
@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ({"to": "partner@other.example"}, 6),
        ({"to": "partner@other.example, b@other.example"}, 5),
        ({"to": "partner@other.example, b@other.example, c@d.example"}, 3),
        ({"to": MANY}, 3),
        ({"to": "partner@other.example", "files": (attached("a.pdf"),)}, 6),
    ],
)
async def test_in_a_low_window_the_text_has_the_rows_that_the_lists_do_not_need(
    message: dict[str, Any], seen: int, first: tuple[int, int] | None
) -> None:
    app = dialog(policy(text=SIX_LINES), **message)
    async with app.run_test(size=first or (40, 20)) as pilot:
        await drawn(pilot)
        await pilot.resize_terminal(40, 20)
        await drawn(pilot)
        assert [line in picture(app) for line in SIX_LINES.split("\n")] == [True] * seen + [False] * (6 - seen)
        assert is_on_screen(pilot, message["to"])
        assert all(file.name in picture(app) for file in message.get("files", ()))


@pytest.mark.parametrize("size", [(80, 12), (40, 12), (30, 8)])
async def test_a_window_made_small_takes_send_away_and_made_large_gives_it_back(size: tuple[int, int]) -> None:
    app = dialog()
    async with app.run_test(size=(80, 24)) as pilot:
        await drawn(pilot)
        screen_of(pilot).query_one("#warning-send").focus()
        await pilot.resize_terminal(*size)
        await drawn(pilot)
        await press_send(pilot)
        assert app.answers == []
        assert screen_of(pilot).focused is screen_of(pilot).query_one("#warning-back")
        await pilot.resize_terminal(80, 24)
        await drawn(pilot)
        assert is_on_screen(pilot, "partner@other.example")
        assert screen_of(pilot).focused is screen_of(pilot).query_one("#warning-back")
        await press_send(pilot)
        assert [answer.send for answer in app.answers if answer] == [True]


async def test_an_enter_behind_the_change_of_size_does_not_send() -> None:
    app = dialog()
    async with app.run_test(size=(80, 24)) as pilot:
        await drawn(pilot)
        screen_of(pilot).query_one("#warning-send").focus()
        await pilot.pause()
        app._driver._size = (80, 12)  # type: ignore[union-attr]  # what the window is now
        await pilot.resize_terminal(80, 12)
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.answers) or screen_of(pilot).query_one("#warning").has_class("-cramped"))
        assert not any(answer and answer.send for answer in app.answers)


async def test_who_was_scrolled_out_of_sight_is_shown_before_anything_is_sent() -> None:
    app = dialog(to=MANY, files=tuple(attached(f"{number}.pdf") for number in range(9)))
    async with app.run_test(size=(60, 17)) as pilot:
        await drawn(pilot)
        screen = screen_of(pilot)
        screen.query_one("#warning-send").focus()
        await pilot.pause()
        screen.query_one("#warning-middle").scroll_end(animate=False)
        await until(pilot, lambda: "person0" not in picture(app))
        await press_send(pilot)
        assert app.answers == []
        await until(pilot, lambda: "person0" in picture(app))
        assert warning.unseen_hint()[:20] in picture(app)
        await press_send(pilot)
        assert [answer.send for answer in app.answers if answer] == [True]


async def test_a_small_window_looks_as_agreed() -> None:
    async with dialog().run_test(size=(80, 12)) as pilot:
        await drawn(pilot)
        await assert_golden(pilot, "warning-cramped-80x12")


@pytest.mark.parametrize("size", [(80, 12), (40, 12), (30, 8)])
async def test_another_clients_message_is_not_sent_blind_either(size: tuple[int, int]) -> None:
    async with asking(Office(), size=size) as pilot:
        await drawn(pilot)
        assert warning.cramped().translate(FRAME) in shown(pilot)
        await press_send(pilot)
        await pilot.resize_terminal(80, 24)
        await drawn(pilot)
        assert isinstance(pilot.app, GateApp)
        assert not pilot.app._exit
        await pilot.resize_terminal(*size)
        await drawn(pilot)
        await press_send(pilot)
        await pilot.press("tab", "enter")
        assert not (await ended(pilot)).answer.send
