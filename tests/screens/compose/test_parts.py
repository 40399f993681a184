from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from composer.message.composition import Composition
from composer.screens.compose.attach import AttachScreen
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.ask import AskScreen
from composer.screens.dialogs.help import HelpScreen
from composer.screens.dialogs.palette import PaletteScreen
from composer.screens.drafts import DraftsScreen
from composer.services.completion_kind import CompletionKind
from composer.services.drafts import SavedDraft
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.lists.offer_list import OfferList
from composer.widgets.plain import Line
from policy.draft import FileChoice
from policy.settings import Level
from tests.pilots import until
from tests.screens.support import NOW, World, composer, judged, picture, settled

HOSTILE = "[b]x[/b] [@click=app.quit]y[/] \x1b]0;t\x07\u202ez"


async def on(pilot: Pilot[Any], kind: type[Any]) -> Any:
    """Wait for a screen of this kind to be in front."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted)
    await pilot.pause()
    return pilot.app.screen


# Address fields


async def test_a_complete_address_is_never_turned_into_another_by_tab(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"park@other.example")
        await until(pilot, lambda: bool(composer(pilot).query_one("#to", AddressInput).offers))
        await pilot.press("tab")
        assert composer(pilot).read().to == "park@other.example"
        assert pilot.app.focused is composer(pilot).query_one("#subject")


async def test_arrows_choose_among_the_offers_and_enter_takes(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"par")
        field = composer(pilot).query_one("#to", AddressInput)
        await until(pilot, lambda: len(field.offers) == 2)
        await pilot.press("down", "enter")
        assert composer(pilot).read().to == "Parker <parker@hanbit.example>, "


async def test_an_offer_is_taken_by_mouse_and_the_field_keeps_the_focus(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"par")
        await until(pilot, lambda: bool(composer(pilot).query_one(OfferList).display))
        await pilot.pause()
        await pilot.click("#offers", offset=(5, 1))
        await pilot.pause()
        assert composer(pilot).read().to == "Parker <parker@hanbit.example>, "
        assert pilot.app.focused is composer(pilot).query_one("#to")


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        (Composition(), ["Lee Su-bin", "Parker"]),
        (Composition(cc="PARKER@hanbit.example"), ["Lee Su-bin"]),
        (Composition(bcc="Somebody <lee@hanbit.example>"), ["Parker"]),
        (Composition(to="Team: lee@hanbit.example, ", cc="parker@hanbit.example"), []),
        (Composition(to="lee@hanbit.example, ", cc="lee@, parker"), ["Parker"]),
        (Composition(to="x@hanbit.example; "), ["Lee Su-bin", "Parker"]),
    ],
)
async def test_nobody_is_offered_who_is_addressed_in_any_field(
    tmp_path: Path, given: Composition, offered: list[str]
) -> None:
    async with World(tmp_path).app(given).run_test() as pilot:
        await settled(pilot)
        field = composer(pilot).query_one("#to", AddressInput)
        field.focus()
        field.cursor_position = len(field.value)
        await pilot.press(*"hanbit")
        await settled(pilot)
        names = [offer.text.partition(" <")[0] for offer in field.offers if offer.kind is CompletionKind.CONTACT]
        assert names == offered


async def test_escape_closes_the_offers_and_ctrl_s_still_sends(tmp_path: Path) -> None:
    async with World(tmp_path).app(Composition(subject="s", body="b")).run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"par")
        await until(pilot, lambda: bool(composer(pilot).query_one(OfferList).display))
        await pilot.press("ctrl+s")
        dialog = await on(pilot, AskScreen)
        assert "par" in dialog.text
        await pilot.press("escape")
        await on(pilot, ComposeScreen)


async def test_a_pasted_column_of_ten_thousand_addresses_is_kept_whole(tmp_path: Path) -> None:
    column = "\r\n".join(f"person{n}@other.example," for n in range(10_000))
    async with World(tmp_path).app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#to").post_message(events.Paste(column))
        await pilot.pause()
        assert screen.read().to.count("@") == 10_000
        assert screen.read().to.endswith("person9999@other.example,")


async def test_a_paste_that_looks_like_a_path_but_is_none_stays_in_the_field(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#to").post_message(events.Paste("/no/such/file"))
        await settled(pilot)
        assert screen.read().to == "/no/such/file"


async def test_a_file_dropped_on_an_address_field_is_attached(tmp_path: Path) -> None:
    world = World(tmp_path)
    file = world.file("offer.pdf")
    async with world.app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#to").post_message(events.Paste(f"'{file}'"))
        await settled(pilot)
        assert [one.name for one in screen.read().files] == ["offer.pdf"]
        assert screen.read().to == ""
        assert "1 file was attached." in screen.query_one("#notice", Line).text


async def test_ctrl_backspace_deletes_the_word_to_the_left(tmp_path: Path) -> None:
    async with World(tmp_path).app(Composition(subject="one two three")).run_test() as pilot:
        screen = await judged(pilot)
        field = screen.query_one("#subject", OneLineInput)
        field.focus()
        field.cursor_position = len("one two")
        await pilot.press("ctrl+backspace")
        assert field.value == "one  three"


async def test_a_pasted_subject_is_one_line_without_controls(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#subject").post_message(events.Paste("a\r\nBcc: x@y.example\x1b[31m"))
        await pilot.pause()
        assert screen.read().subject == "a Bcc: x@y.example[31m"


# Sender


async def test_a_sender_the_member_may_not_use_is_kept_and_refused_by_name(tmp_path: Path) -> None:
    draft = SavedDraft("d1", Composition(sender="eve@hanbit.example", to="lee@hanbit.example", subject="s"), NOW)
    world = World(tmp_path)
    world.drafts.save(draft)
    async with world.app(draft).run_test() as pilot:
        screen = await judged(pilot)
        assert screen.read().sender == "eve@hanbit.example"
        assert "eve@hanbit.example" in screen.query_one("#quiet", Line).text


async def test_nothing_of_a_hostile_draft_is_markup_or_control(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.file("[@click=app.quit]x[b].pdf")
    opened = Composition(to=HOSTILE, cc=HOSTILE, subject=HOSTILE, body=HOSTILE)
    async with world.app(opened).run_test() as pilot:
        screen = await judged(pilot)
        screen.attaching.attach("*.pdf")
        screen.judging.now()
        screen.query_one("#body").focus()
        await settled(pilot)
        shown = picture(pilot.app)
        assert "[@click=app.quit]x[b].pdf" in shown
        assert "[b]x[/b] [@click=app.quit]y[/]" in shown
        assert not any(ord(character) < 32 and character != "\n" for character in shown)
        assert "\u202e" not in shown


# Attaching


async def test_files_are_attached_by_a_completed_path(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.file("offer one.pdf")
    async with world.app().run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+o")
        screen = await on(pilot, AttachScreen)
        await pilot.press(*"off")
        await pilot.press("tab")
        assert screen.query_one(Input).value == "offer one.pdf"
        await pilot.press("enter")
        await on(pilot, ComposeScreen)
        await settled(pilot)
        assert [one.name for one in composer(pilot).read().files] == ["offer one.pdf"]


async def test_a_path_that_is_wrong_is_named_and_can_be_corrected(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.file("a.txt")
    async with world.app().run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+o")
        screen = await on(pilot, AttachScreen)
        screen.query_one(Input).value = "a.txt missing.txt"
        await pilot.press("enter")
        assert "missing.txt" in screen.query_one("#attach-fault", Line).text
        assert screen.query_one(Input).value == "a.txt missing.txt"
        screen.query_one(Input).value = "*.txt"
        await pilot.press("enter")
        await on(pilot, ComposeScreen)
        await settled(pilot)
        assert [one.name for one in composer(pilot).read().files] == ["a.txt"]


async def test_a_file_attached_again_is_read_again_and_keeps_its_place(tmp_path: Path) -> None:
    world = World(tmp_path)
    first, _second = world.file("a.txt"), world.file("b.txt")
    async with world.app().run_test() as pilot:
        screen = await judged(pilot)
        screen.attaching.attach(str(tmp_path / "*.txt"))
        screen.form.keep(files=(replace(screen.form.files[0], choice=FileChoice.TIME_LIMITED), screen.form.files[1]))
        first.write_bytes(b"longer than before" * 100)
        screen.attaching.attach(str(first))
        await settled(pilot)
        assert [(one.name, one.size, one.choice) for one in screen.read().files] == [
            ("a.txt", 1_800, FileChoice.TIME_LIMITED),
            ("b.txt", 1_000, FileChoice.AUTOMATIC),
        ]


async def test_attaching_counts_what_was_taken_and_names_what_the_message_had_already(tmp_path: Path) -> None:
    world = World(tmp_path)
    for name in ("a.txt", "b.txt", "c.txt"):
        world.file(name)
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "sub").mkdir()
    async with world.app().run_test(size=(120, 30)) as pilot:
        screen = await judged(pilot)
        screen.attaching.attach(f"{tmp_path}/a.txt {tmp_path}/b.txt {tmp_path}/sub/../a.txt {tmp_path}/link.txt")
        notice = screen.query_one("#notice", Line)
        assert notice.text == (
            "2 files were attached. a.txt and link.txt: the same files are attached already, and were read again."
        )
        screen.attaching.attach(f"{tmp_path}/link.txt {tmp_path}/c.txt")
        assert notice.text == ("1 file was attached. link.txt: the same file is attached already, and was read again.")
        screen.attaching.attach(f"{tmp_path}/a.txt")
        assert notice.text == "a.txt: the same file is attached already, and was read again."
        await settled(pilot)
        assert [file.name for file in screen.read().files] == ["a.txt", "b.txt", "c.txt"]


async def test_what_was_said_of_attaching_goes_when_a_file_is_removed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.file("a.txt")
    world.file("b.txt")
    async with world.app().run_test() as pilot:
        screen = await judged(pilot)
        screen.attaching.attach(str(tmp_path / "*.txt"))
        screen.judging.now()
        assert screen.query_one("#notice", Line).text == "2 files were attached."
        screen.query_one("#files").focus()
        await pilot.press("delete")
        await settled(pilot)
        assert [file.name for file in screen.read().files] == ["b.txt"]
        assert not screen.query_one("#notice").display


async def test_a_file_that_does_not_fit_cannot_be_made_a_normal_one(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.file("big.bin", 20_000)
    async with world.app().run_test() as pilot:
        screen = await judged(pilot)
        screen.attaching.attach("big.bin")
        screen.judging.now()
        screen.query_one("#files").focus()
        await pilot.press("space")
        await pilot.pause()
        assert "no other way" in screen.query_one("#notice", Line).text
        assert screen.read().files[0].choice is FileChoice.AUTOMATIC


# Body


async def test_a_terminal_that_cannot_be_handed_over_says_so_and_keeps_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys; open(sys.argv[1], 'a').write('added\\n')")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    async with World(tmp_path).app(Composition(body="Hello\n-- \nme")).run_test() as pilot:
        screen = await judged(pilot)
        await pilot.press("ctrl+g")
        await on(pilot, AskScreen)
        assert screen.read().body == "Hello\n-- \nme"


async def test_opening_a_message_is_nothing_that_undo_takes_away(tmp_path: Path) -> None:
    async with World(tmp_path).app(Composition(body="Hello")).run_test() as pilot:
        screen = await judged(pilot)
        before = screen.read().body
        screen.form.body.focus()
        await pilot.press("ctrl+z", "ctrl+z")
        assert screen.read().body == before


# Palette, help, keys


async def test_every_named_action_is_in_the_palette_and_is_run_by_name(tmp_path: Path) -> None:
    async with World(tmp_path).app().run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        palette = await on(pilot, PaletteScreen)
        shown = picture(pilot.app)
        for name in ("Send", "Attach", "Level", "Editor", "Drafts", "Outbox", "Language", "New message", "Help"):
            assert name in shown, name
        await pilot.press(*"hel", "enter")
        await on(pilot, HelpScreen)
        assert palette not in pilot.app.screen_stack


async def test_help_says_which_policy_is_in_force_and_why(tmp_path: Path) -> None:
    async with World(tmp_path).app(Composition(to="park@other.example")).run_test() as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await on(pilot, HelpScreen)
        await settled(pilot)
        assert "/etc/presend/policy.toml" in picture(pilot.app)
        assert "park@other.example" in picture(pilot.app)


async def test_the_keymap_of_the_settings_counts(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.services.settings = replace(world.settings, keys={"compose.attach": "f6"})
    async with world.app().run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ComposeScreen)
        await pilot.press("f6")
        await on(pilot, AttachScreen)


# Drafts


async def test_a_killed_composers_draft_is_offered_and_resumed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drafts.save(SavedDraft("lost", Composition(to="lee@hanbit.example", subject="Lost"), NOW))
    (tmp_path / "drafts" / "lost.open").touch()
    async with world.app().run_test() as pilot:
        await on(pilot, DraftsScreen)
        await settled(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen))
        await settled(pilot)
        assert composer(pilot).read().subject == "Lost"
        assert composer(pilot).keeper.draft_id == "lost"


async def test_an_offer_that_is_declined_is_not_made_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drafts.save(SavedDraft("lost", Composition(subject="Lost"), NOW))
    (tmp_path / "drafts" / "lost.open").touch()
    async with world.app().run_test() as pilot:
        await on(pilot, DraftsScreen)
        await pilot.press("escape")
        await on(pilot, ComposeScreen)
    assert list(world.drafts.orphans()) == []
    assert [draft.id for draft in world.drafts.list()] == ["lost"]


async def test_another_draft_is_opened_and_the_present_one_is_kept(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drafts.save(SavedDraft("other", Composition(subject="Other"), NOW))
    async with world.app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#subject", Input).value = "First"
        await pilot.pause()
        await pilot.press("f3")
        drafts = await on(pilot, DraftsScreen)
        await until(pilot, lambda: bool(drafts.shown))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComposeScreen) and pilot.app.screen is not screen)
        await settled(pilot)
        assert composer(pilot).read().subject == "Other"
        assert {draft.composition.subject for draft in world.drafts.list()} == {"First", "Other"}


async def test_a_disk_that_is_full_is_said_in_the_title(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("in the way")
    async with World(tmp_path).app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#subject", Input).value = "Offer"
        await pilot.pause()
        screen.autosave.write()
        await settled(pilot)
        assert "NOT SAVED" in screen.query_one("#title", Line).text


async def test_throwing_away_deletes_the_draft(tmp_path: Path) -> None:
    world = World(tmp_path)
    async with world.app().run_test() as pilot:
        screen = await judged(pilot)
        screen.query_one("#subject", Input).value = "Offer"
        await pilot.pause()
        screen.autosave.write()
        await settled(pilot)
        await pilot.press("ctrl+q")
        dialog = await on(pilot, AskScreen)
        await until(pilot, lambda: dialog.focused is not None)
        await pilot.click("#answer-1")
        await until(pilot, lambda: not pilot.app.is_running)
    assert list(world.drafts.list()) == []


# Layout


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_every_field_is_reached_by_tab_and_is_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    world = World(tmp_path)
    world.file("a.txt")
    opened = Composition(cc="lee@hanbit.example", bcc="lee@hanbit.example", level=Level.GENERAL)
    async with world.app(opened).run_test(size=size) as pilot:
        screen = await judged(pilot)
        screen.attaching.attach("a.txt")
        screen.judging.now()
        screen.query_one("#from").focus()
        await pilot.pause()
        seen = []
        for _turn in range(9):
            assert screen.focused is not None
            seen.append(screen.focused.id)
            assert screen.focused.region.overlaps(screen.form.region), screen.focused
            await pilot.press("tab")
            await pilot.pause()
        assert seen == ["from", "to", "cc", "bcc", "subject", "body", "level", "individually", "files"]


async def test_at_eighty_by_twenty_four_nothing_is_cut(tmp_path: Path) -> None:
    world = World(tmp_path)
    for number in range(6):
        world.file(f"{number}.txt")
    opened = Composition(to="kim@hanbit.example", cc="lee@hanbit.example", bcc="lee@hanbit.example")
    async with world.app(opened).run_test(size=(80, 24)) as pilot:
        screen = await judged(pilot)
        screen.attaching.attach("*.txt")
        screen.judging.now()
        await settled(pilot)
        assert screen.query_one("#body").content_size.height >= 9
        assert screen.query_one("#files").size.height == 4
        assert screen.form.max_scroll_y == 0
