"""A key lands where the member means it: the cursor begins in what is empty, and the text follows the subject."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from composer import words
from composer.message.composition import Composition
from composer.services.drafts import SavedDraft
from composer.widgets.fields.tick import Tick
from tests.pilots import until
from tests.screens.support import NOW, World, composer, judged, line, settled

LEE, KIM = "lee@hanbit.example", "Kim Min-ji <kim@hanbit.example>"


@pytest.mark.parametrize("key", ["tab", "enter"])
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_what_is_typed_behind_the_subject_is_text(tmp_path: Path, key: str, size: tuple[int, int]) -> None:
    async with World(tmp_path).app().run_test(size=size) as pilot:
        await settled(pilot)
        composer(pilot).query_one("#subject").focus()
        await pilot.press(*"Offer", key, *"Hello all")
        message = composer(pilot).read()
        assert (message.subject, message.body.splitlines()[0]) == ("Offer", "Hello all")
        assert not message.individually


async def test_the_way_back_is_the_same(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        await settled(pilot)
        composer(pilot).form.body.focus()
        await pilot.press("shift+tab")
        assert pilot.app.focused is composer(pilot).query_one("#subject")


async def test_enter_goes_from_field_to_field_and_into_the_text(tmp_path: Path) -> None:
    async with World(tmp_path).app(Composition(cc=LEE, bcc=LEE)).run_test() as pilot:
        await settled(pilot)
        seen = []
        for _turn in range(4):
            await pilot.press("enter")
            assert pilot.app.focused is not None
            seen.append(pilot.app.focused.id)
        assert seen == ["cc", "bcc", "subject", "body"]


PLACES = [
    ("from", "From"),
    ("level", "Level"),
    ("individually", "Individually"),
    ("preview", "Preview"),
    ("files", "Files"),
]


@pytest.mark.parametrize(("place", "name"), PLACES)
async def test_a_letter_that_no_field_takes_is_told_with_the_place_of_the_cursor(
    tmp_path: Path, place: str, name: str
) -> None:
    world = World(tmp_path)
    world.file("a.txt")
    async with world.app(Composition(individually=True)).run_test() as pilot:
        screen = await judged(pilot)
        screen.attaching.attach("a.txt")
        screen.judging.now()
        await pilot.pause()
        before = screen.read()
        screen.query_one(f"#{place}").focus()
        await pilot.press("H")
        assert line(pilot, "#notice") == (
            f"Not typed: the cursor is on {name}, which takes no text. Tab and Shift+Tab move it."
        )
        assert screen.query_one("#notice").display
        assert screen.read() == before


async def test_where_the_cursor_was_is_not_said_any_more_when_it_has_moved(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#individually").focus()
        await pilot.press("H")
        assert "Individually" in line(pilot, "#notice")
        await pilot.press("shift+tab")
        assert not screen.query_one("#notice").display
        assert line(pilot, "#notice") == ""


async def test_a_letter_while_nothing_has_the_cursor_is_told_too(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        screen = await judged(pilot)
        screen.set_focus(None)
        await pilot.press("H")
        assert line(pilot, "#notice") == "Not typed: the cursor is in no field. Tab moves it to one."


async def test_the_place_is_told_in_the_language_of_the_screen(tmp_path: Path) -> None:
    app = World(tmp_path).app()
    async with app.run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#individually").focus()
        await pilot.press("H")
        for language, word in (("ko", "“개별 발송”"), ("ja", "「個別送信」"), ("en", "on Individually")):
            app.switch_language(language)
            await pilot.pause()
            assert word in line(pilot, "#notice")
        words.use("en")


async def test_a_letter_in_a_field_and_a_key_with_a_meaning_say_nothing(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        screen = await judged(pilot)
        await pilot.press("H")
        screen.query_one("#subject").focus()  # what may be offered below the field is hidden, and the tick in sight
        await until(pilot, lambda: screen.query_one("#individually").visible)
        screen.query_one("#individually").focus()
        await pilot.press("space")
        assert screen.query_one("#individually", Tick).value
        await pilot.press("enter")
        assert not screen.query_one("#individually", Tick).value
        assert line(pilot, "#notice") == ""


@pytest.mark.parametrize("typed", ["Hello all", "a  b c", "Dear Lee,\nthanks"])
@pytest.mark.parametrize(("place", "_name"), PLACES)
async def test_a_sentence_typed_where_no_field_takes_it_changes_nothing(
    tmp_path: Path, place: str, _name: str, typed: str
) -> None:
    world = World(tmp_path)
    world.file("a.txt")
    async with world.app(Composition(individually=True)).run_test() as pilot:
        screen = await judged(pilot)
        screen.attaching.attach("a.txt")
        screen.judging.now()
        await pilot.pause()
        before = screen.read()
        screen.query_one(f"#{place}").focus()
        await pilot.press(*("enter" if letter == "\n" else letter for letter in typed))
        assert screen.read() == before
        assert pilot.app.screen is screen
        assert "Not typed" in line(pilot, "#notice")


async def test_space_means_the_tick_again_after_the_cursor_has_moved(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#individually").focus()
        await pilot.press("H", "shift+tab", "tab", "space")
        assert screen.query_one("#individually", Tick).value


async def test_a_paste_where_no_field_takes_it_is_told_and_files_are_attached(tmp_path: Path) -> None:
    world = World(tmp_path)
    path = world.file("a.txt")
    async with world.app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#individually").focus()
        await pilot.pause()
        pilot.app.post_message(events.Paste("Hello all"))
        await until(pilot, lambda: "Not typed" in line(pilot, "#notice"))
        pilot.app.post_message(events.Paste(str(path)))
        await until(pilot, lambda: [file.name for file in screen.form.files] == ["a.txt"])


OPENED = [
    (Composition(), "to"),
    (Composition(cc=LEE), "to"),
    (Composition(subject="Offer", body="Hello"), "to"),
    (Composition(to=LEE), "subject"),
    (Composition(to=LEE, body="Hello"), "subject"),
    (Composition(to=LEE, subject="Offer"), "body"),
    (Composition(to=LEE, subject="Offer", body="Hello"), "body"),
]


@pytest.mark.parametrize("as_draft", [False, True])
@pytest.mark.parametrize(("opened", "place"), OPENED)
async def test_the_cursor_begins_in_the_first_that_is_empty(
    tmp_path: Path, opened: Composition, place: str, as_draft: bool
) -> None:
    world = World(tmp_path)
    draft = SavedDraft("d1", opened, NOW)
    world.drafts.save(draft)
    async with world.app(draft if as_draft else opened).run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"Hi")
        message = composer(pilot).read()
        written = {"to": message.to, "subject": message.subject, "body": message.body}
        for name, text in written.items():
            if name == place:
                assert text.startswith("Hi")
            else:
                assert text.startswith(getattr(opened, name))
                assert "Hi" not in text
