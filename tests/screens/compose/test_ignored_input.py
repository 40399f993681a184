"""Text that comes to no field is told; a key that does something here is none, unless it goes on behind a letter."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from textual import events

from composer.screens.compose.ignored_input import IgnoredInput
from composer.screens.compose.notice_line import NoticeLine
from tests.screens.quiet_screen import quiet_screen

LETTERS = {"space": " ", "plus": "+"}


def typed(ignored: IgnoredInput, *keys: str) -> list[bool]:
    """Which of the keys are text."""
    return [ignored.is_text(events.Key(key, LETTERS.get(key, key if len(key) == 1 else None))) for key in keys]


def desk(*bound: str, focused: str | None = "files") -> tuple[IgnoredInput, NoticeLine]:
    """A composer in which some keys do something."""
    screen = quiet_screen()
    screen.active_bindings = dict.fromkeys(bound)
    screen.focused = None if focused is None else SimpleNamespace(id=focused)
    notice = NoticeLine()
    return IgnoredInput(screen, notice), notice


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["a"], [True]),
        (["plus"], [False]),
        (["space"], [False]),
        (["enter"], [False]),
        (["down"], [False]),
        (["a", "space", "enter", "b"], [True, True, True, True]),
        (["a", "down", "space"], [True, False, False]),
        (["a", "plus", "space"], [True, False, False]),
    ],
)
def test_what_is_text(keys: list[str], text: list[bool]) -> None:
    ignored, notice = desk("space", "enter", "plus")
    assert typed(ignored, *keys) == text
    assert bool(notice.text) == any(text)


@pytest.mark.parametrize(("focused", "place"), [("files", "on Files"), ("level", "on Level"), (None, "in no field")])
def test_the_notice_says_where_the_cursor_is(focused: str | None, place: str) -> None:
    ignored, notice = desk(focused=focused)
    ignored.tell()
    assert place in notice.text


def test_in_another_place_space_presses_again_and_the_notice_is_old() -> None:
    ignored, notice = desk("space")
    typed(ignored, "a")
    ignored.forget()
    assert (notice.text, notice.display) == ("", False)
    assert typed(ignored, "space") == [False]


def test_what_else_was_said_stays_when_the_cursor_moves() -> None:
    ignored, notice = desk()
    typed(ignored, "a")
    notice.show(lambda: "1 file was attached.")
    ignored.forget()
    assert (notice.text, notice.display) == ("1 file was attached.", True)
