"""What is still being typed is not called faulty; what is finished is, with the reason, and is no more once mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from composer import words
from composer.message.composition import Composition
from tests.screens.support import World, judged, line

LEE = "lee@hanbit.example"
NO_DOMAIN = "nothing stands after the @"


def fault(pilot: Pilot[int]) -> str:
    """What stands under To."""
    found = [one for one in pilot.app.screen.query("#fault-to") if one.display]
    return "".join(str(getattr(one, "text")) for one in found)  # noqa: B009 - a line of words


TYPED = [
    ("s", "Not complete yet: s", ""),
    ("kim@", "Not complete yet: kim@", ""),
    ("kim@ ", "Not complete yet: kim@", ""),
    (f"{LEE}, kim@", "Not complete yet: kim@", ""),
    ("kim@,", f"Cannot be sent: kim@: {NO_DOMAIN}. Correct or remove it.", NO_DOMAIN),
    ("kim@;", f"Cannot be sent: kim@: {NO_DOMAIN}. Correct or remove it.", NO_DOMAIN),
    ("kim@, ", f"Cannot be sent: kim@: {NO_DOMAIN}. Correct or remove it.", NO_DOMAIN),
    ("kim@, l", f"Cannot be sent: kim@: {NO_DOMAIN}. Correct or remove it.", NO_DOMAIN),
    ("kim@, @x, l", "Cannot be sent: kim@ and @x: not a valid address.", NO_DOMAIN),
    (LEE, "everybody is inside, sent without a warning · the subject is empty · the text i…", ""),
]


@pytest.mark.parametrize(("typed", "said", "below"), TYPED)
async def test_while_one_types(tmp_path: Path, typed: str, said: str, below: str) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        await pilot.press(*typed)
        await judged(pilot)
        assert line(pilot, "#quiet") == said
        assert (below in fault(pilot)) if below else fault(pilot) == ""


async def test_when_the_field_is_left_it_is_named(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"kim@")
        await judged(pilot)
        await pilot.press("escape", "tab")
        await pilot.pause()
        assert line(pilot, "#quiet") == f"Cannot be sent: kim@: {NO_DOMAIN}. Correct or remove it."
        assert fault(pilot) == f"! To, character 1: kim@: {NO_DOMAIN}"


async def test_a_fault_that_is_mended_goes_at_once(tmp_path: Path) -> None:
    async with World(tmp_path).app(Composition(to="kim@")).run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        assert fault(pilot)
        screen.query_one("#to").focus()
        await pilot.press("end", *"hanbit.example")
        await judged(pilot)
        assert fault(pilot) == ""


async def test_sending_while_one_types_tells_what_is_wrong(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        await pilot.press(*"kim@")
        await judged(pilot)
        await pilot.press("ctrl+s")
        await pilot.pause()
        shown = " ".join(str(getattr(one, "text", "")) for one in pilot.app.screen.query("*"))
        assert NO_DOMAIN in shown


@pytest.mark.parametrize(
    ("member", "language", "width", "said"),
    [
        ("en", "en", 80, "presend · policy: Hanbit Trading · English"),
        ("ko", "ko", 80, "presend · 정책: Hanbit Trading · 한국어"),
        ("ko", "en", 120, "presend · policy: Hanbit Trading · your language: 한국어, screen: English"),
        ("ko", "en", 40, "presend · policy: Hanbit Trading · you: ko, screen: en"),
        ("de", "en", 120, "presend · policy: Hanbit Trading · your language: de, screen: English"),
        (None, "en", 80, "presend · policy: Hanbit Trading · your language: not set"),
    ],
)
async def test_the_title_names_the_languages(
    tmp_path: Path, member: str | None, language: str, width: int, said: str
) -> None:
    app = World(tmp_path).app()
    app.assessor.language = member
    async with app.run_test(size=(width, 24)) as pilot:
        app.switch_language(language)
        await judged(pilot)
        assert line(pilot, "#title") == said
        words.use("en")
