from __future__ import annotations

from textual.binding import Binding
from textual.screen import Screen

from composer.screens.dialogs.help import HelpScreen, not_protected
from tests.screens.outbox_double import Host, text_of
from tests.screens.support import settled

HOSTILE = "[b]park[/b]@other.example \x1b[31m [@click=app.quit]x[/]"


class Below(Screen[None]):
    """A screen with keys of its own."""

    BINDINGS = [Binding("f3", "drafts", "drafts"), Binding("f4", "hidden", "hidden", show=False)]


async def test_the_whole_explanation_can_be_scrolled_to_its_end() -> None:
    screen = HelpScreen([f"Reason number {n}." for n in range(100)])
    app = Host(screen)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "Reason number 0." in text_of(app)
        await pilot.press("end")
        await settled(pilot)
        assert "your account may read." in text_of(app)


async def test_the_keys_of_the_screen_below_are_listed() -> None:
    app = Host(Below())
    async with app.run_test() as pilot:
        await settled(pilot)
        app.push_screen(HelpScreen(["It would be sent."]))
        await settled(pilot)
        shown = text_of(app).lower()
        assert "f3 " in shown
        assert "f4 " not in shown


async def test_an_explanation_is_never_markup_nor_control() -> None:
    app = Host(HelpScreen([HOSTILE]))
    async with app.run_test() as pilot:
        await settled(pilot)
        shown = text_of(app)
        assert "[b]park[/b]@other.example" in shown
        assert "[@click=app.quit]x[/]" in shown
        assert "\x1b" not in shown


async def test_a_new_explanation_is_made_when_the_language_changes() -> None:
    sentences = ["First."]
    screen = HelpScreen(lambda: sentences)
    app = Host(screen)
    async with app.run_test() as pilot:
        await settled(pilot)
        sentences[:] = ["Second."]
        screen.retranslate()
        await settled(pilot)
        assert "Second." in text_of(app)
        assert "First." not in text_of(app)


async def test_f1_and_escape_and_the_button_close_once() -> None:
    for keys in (("f1", "f1"), ("escape", "escape"), ("tab", "enter", "enter")):
        app = Host(HelpScreen([]))
        async with app.run_test() as pilot:
            await settled(pilot)
            await pilot.press(*keys)
            await settled(pilot)
            assert app.results == [None], keys


def test_it_says_that_expiry_and_no_forwarding_are_requests_outside() -> None:
    assert any("requests" in sentence for sentence in not_protected())
