"""F1 says of every key what it does: those of the screen beneath, and those of the fields one types into."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from composer import words
from composer.message.composition import Composition
from composer.screens.dialogs.help import HelpScreen
from composer.widgets.key_help import explain, explain_editing
from composer.widgets.key_names import key_name
from composer.widgets.keys import describe
from composer.widgets.lists.key_lines import KeyLines
from tests.screens.support import World, judged, picture

SCROLLING = ("scroll_", "page_")
"""The stock fields take these from their own base classes; the fields of presend have nothing to scroll by them."""
NAMES = [
    ("ctrl+s", "Ctrl+S"),
    ("f1", "F1"),
    ("f12", "F12"),
    ("shift+tab", "Shift+Tab"),
    ("ctrl+shift+left", "Ctrl+Shift+Left"),
    ("alt+backspace", "Alt+Backspace"),
    ("pageup", "Page Up"),
    ("f", "F"),
]


@pytest.mark.parametrize(("key", "name"), NAMES)
def test_the_name_of_a_key(key: str, name: str) -> None:
    assert key_name(key) == name


async def help_of(pilot: Pilot[int]) -> dict[str, dict[str, str]]:
    """The rows of keys on the help, by section."""
    await judged(pilot)
    await pilot.press("f1")
    await pilot.pause()
    assert isinstance(pilot.app.screen, HelpScreen)
    return {lines.id or "": dict(lines.rows) for lines in pilot.app.screen.query(KeyLines)}


async def test_every_key_of_the_composer_is_explained_and_not_only_named(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        offered = {active.binding.action for active in screen.active_bindings.values() if active.binding.show}
        assert {action for action in offered if describe(action)} <= {action for action in offered if explain(action)}
        shown = (await help_of(pilot))["help-keys"]
        assert shown["Ctrl+S"] == (
            "Send. Says once more what is open or wrong, asks what has to be asked, and sends the message."
        )
        assert shown["Ctrl+Q"] == "Quit. Ends presend, and asks before what you wrote is thrown away."
        assert shown["Tab"] == "Goes to the next field. In a list of addresses it takes the marked one."
        assert "Ctrl+F5, Alt+L" in shown
        assert "Delete" not in shown


EDITING = [
    ("help-area-keys", "Move by one word.", "Ctrl+Left, Ctrl+Right"),
    ("help-area-keys", "Take back the last change of the text.", "Ctrl+Z"),
    ("help-area-keys", "Make again the change that was taken back.", "Ctrl+Y"),
    ("help-area-keys", "Delete the word before the cursor.", "Ctrl+W, Ctrl+Backspace, Alt+Backspace"),
    ("help-area-keys", "Delete the word behind the cursor.", "Alt+Delete"),
    ("help-area-keys", "Select everything.", "F7"),
    ("help-area-keys", "Move to the beginning or the end of the text.", "Ctrl+Home, Ctrl+End"),
    ("help-line-keys", "Move by one word.", "Ctrl+Left, Ctrl+Right"),
    ("help-line-keys", "Delete the word before the cursor.", "Ctrl+W, Ctrl+Backspace, Alt+Backspace"),
    (
        "help-line-keys",
        "Move to the beginning or the end of the line.",
        "Home, End, Ctrl+A, Ctrl+E, Ctrl+Home, Ctrl+End",
    ),
    ("help-line-keys", "Choose among the addresses on offer.", "Up, Down"),
]


@pytest.mark.parametrize(("section", "does", "keys"), EDITING)
async def test_the_editing_keys_are_those_of_the_fields_beneath(
    tmp_path: Path, section: str, does: str, keys: str
) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        rows = (await help_of(pilot))[section]
        assert {words: keys for keys, words in rows.items()}[does] == keys


async def test_no_key_of_a_field_is_left_out(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        for field in (*screen.query(Input), *screen.query(TextArea)):
            for bindings in field._bindings.key_to_bindings.values():
                editing = [one.action for one in bindings if not one.action.startswith(SCROLLING)]
                assert all(map(explain_editing, editing)), editing


async def test_another_keymap_and_another_focus_are_told_as_they_are(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.file("a.txt")
    world.services.settings = replace(world.settings, keys={"compose.attach": "f6"})
    async with world.app(Composition()).run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        screen.attaching.attach("a.txt")
        shown = (await help_of(pilot))["help-keys"]
        assert shown["F6"] == "Attach. Adds files to the message."
        assert "Ctrl+O" not in shown
        assert shown["Delete"] == "Remove. Takes the marked file out of the message."


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_all_of_it_comes_in_sight_by_scrolling(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    app = World(tmp_path).app()
    async with app.run_test(size=size) as pilot:
        app.switch_language(language)
        await help_of(pilot)
        seen = [picture(app)]
        while len(seen) < 2 or seen[-1] != seen[-2]:
            await pilot.press("pagedown")
            seen.append(picture(app))
        for lines in app.screen.query(KeyLines):
            for row in str(lines.render()).splitlines():
                assert any(row.strip() in page for page in seen), row
        words.use("en")


async def test_in_a_terminal_of_ascii_the_keys_are_ascii(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test(size=(80, 24)) as pilot:
        for rows in (await help_of(pilot)).values():
            assert all((keys + does).isascii() for keys, does in rows.items())
