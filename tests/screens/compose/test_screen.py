"""The composer: what is typed is judged, saved, and never lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from composer import words
from composer.administration.settings import APPLIED, WARNING, of_level
from composer.clock import SystemClock
from composer.demo.app import DemoApp
from composer.demo.demonstration import Demonstration
from composer.message.composition import Composition
from composer.screens.compose.pasted import DroppedScreen, LongLineScreen
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.notice import NoticeScreen
from composer.sentences.quiet_line import cannot_be_sent
from composer.sentences.refusals import refusal_words
from composer.services.drafts import SavedDraft
from composer.widgets.fields.address_input import AddressInput
from composer.widgets.fields.body_area import LONGEST_LINE, BodyArea
from composer.widgets.fields.tick import Tick
from composer.widgets.lists.attachment_list import AttachmentList
from composer.widgets.plain import Line
from policy.refusal import Refusal, RefusalCode
from policy.settings import Apply, Expiry, Level
from policy.verdict import Outcome
from tests.golden import picture
from tests.pilots import until

OUT = "partner@other.example"


@asynccontextmanager
async def composing(
    folder: Path, opened: Composition | SavedDraft | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[int], ComposeScreen, Demonstration]]:
    """A running composer in a demonstration of its own."""
    words.use("en")
    demonstration = Demonstration(folder / "demonstration", SystemClock(), folder)
    demonstration.prepare()
    app = DemoApp(demonstration, opened or Composition())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ComposeScreen)
        yield pilot, screen, demonstration
        await app.workers.wait_for_complete()


def quiet(screen: ComposeScreen) -> str:
    return screen.query_one("#quiet", Line).text


async def typed(pilot: Pilot[int], screen: ComposeScreen, field: str, text: str) -> None:
    screen.query_one(f"#{field}", Input).value = text
    screen.judging.now()
    await pilot.pause()


async def test_the_quiet_line_says_at_once_what_send_will_do(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, demonstration):
        assert quiet(screen) == "Cannot be sent: There is no recipient. Fill in To, Cc or Bcc."
        await typed(pilot, screen, "subject", "Hello")
        await typed(pilot, screen, "to", OUT)
        assert quiet(screen) == "1 outside · a warning will be shown · the text is empty"
        screen.form.body.put_whole("See you.")
        screen.judging.now()
        assert quiet(screen) == "1 outside · a warning will be shown"
        assert screen.query_one("#counter", Line).text == "1 of 20 outside"
        demonstration.policy.change({WARNING: False})
        screen.judging.now()
        assert quiet(screen) == "1 outside · no warning: it is switched off"


@pytest.mark.parametrize("tag", ["en", "ko", "ja"])
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_an_empty_message_is_told_in_a_whole_sentence(tmp_path: Path, tag: str, size: tuple[int, int]) -> None:
    async with composing(tmp_path, size=size) as (pilot, screen, _demonstration):
        assert isinstance(pilot.app, DemoApp)
        pilot.app.switch_language(tag)
        await pilot.pause()
        told = quiet(screen)
        assert told == cannot_be_sent(refusal_words(Refusal(RefusalCode.NO_RECIPIENT)))
        assert "".join(told.split()) in "".join(picture(pilot.app).split())


@pytest.mark.parametrize(
    ("apply", "individually", "shown"),
    [(Apply.ALWAYS, False, True), (Apply.ATTACHMENTS, False, False), (Apply.NOT_INDIVIDUALLY, True, False)],
)
async def test_the_composer_follows_the_policy_and_the_tick(
    tmp_path: Path, apply: Apply, individually: bool, shown: bool
) -> None:
    async with composing(tmp_path, Composition(to=OUT, subject="s")) as (_pilot, screen, demonstration):
        demonstration.policy.change({APPLIED: apply.value})
        screen.query_one("#individually", Tick).value = individually
        screen.judging.now()
        assert screen.assessment is not None
        assert (screen.assessment.verdict.outcome is Outcome.WARN) is shown


async def test_each_fault_of_an_address_is_named_with_its_position_when_the_field_is_left(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, _):
        await typed(pilot, screen, "to", "lee@hanbit.example, kim@, bad")
        screen.query_one("#subject").focus()
        await pilot.pause()
        line = screen.query_one("#fault-to", Line)
        assert line.display
        assert line.text.splitlines() == [
            "! To, character 21: kim@: nothing stands after the @",
            "! To, character 27: bad: the @ is missing",
        ]
        await typed(pilot, screen, "to", "lee@hanbit.example")
        screen.query_one("#to").focus()
        await pilot.pause()
        screen.query_one("#subject").focus()
        await pilot.pause()
        assert not line.display


async def test_a_pasted_column_keeps_all_addresses(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, _):
        field = screen.query_one("#to", AddressInput)
        field.post_message(events.Paste("a@x.example\r\nb@x.example\n\nKim <c@x.example>\n"))
        await pilot.pause()
        assert field.value == "a@x.example, b@x.example, Kim <c@x.example>"


async def test_completion_is_taken_with_tab_and_the_next_tab_moves_on(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, _):
        await pilot.press(*"sale")
        await pilot.pause()
        field = screen.query_one("#to", AddressInput)
        assert [offer.member_count for offer in field.offers] == [3]
        await pilot.press("tab")
        assert field.value == "Sales and partners <sales@hanbit.example>, "
        await pilot.press("tab")
        assert screen.focused is screen.query_one("#subject")


async def test_cc_and_bcc_appear_when_asked_for_or_when_they_hold_something(tmp_path: Path) -> None:
    async with composing(tmp_path, Composition(bcc="lee@hanbit.example")) as (pilot, screen, _):
        assert not screen.query_one("#row-cc").display
        assert screen.query_one("#row-bcc").display
        await pilot.press("ctrl+r")
        assert screen.query_one("#row-cc").display


async def test_a_language_switch_keeps_text_undo_focus_and_scroll(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, _):
        body = screen.query_one("#body", BodyArea)
        body.put_whole("\n".join(f"line {number}" for number in range(60)))
        body.focus()
        body.move_cursor((50, 2))
        await pilot.press("x")
        await pilot.pause()
        before, scroll = body.text, body.scroll_offset
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert words.active() == "ko"
        assert (body.text, body.scroll_offset, screen.focused) == (before, scroll, body)
        assert "수신자" in quiet(screen)
        body.undo()
        assert "x" not in body.text.splitlines()[50]
        words.use("en")


async def test_a_draft_is_on_disk_within_a_second_of_a_change(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, demonstration):
        await pilot.press(*"lee")
        screen.autosave.write()
        await pilot.app.workers.wait_for_complete()
        drafts = demonstration.services.drafts
        assert screen.keeper.draft_id is not None
        assert drafts.load(screen.keeper.draft_id).composition.to == "lee"


async def test_an_untouched_message_leaves_no_draft_and_no_question(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, demonstration):
        before = len(demonstration.services.drafts.list())
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert pilot.app.return_code == 0
        assert screen.keeper.draft_id is None
        assert len(demonstration.services.drafts.list()) == before


async def test_leaving_asks_once_and_keeps_the_draft(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, demonstration):
        await typed(pilot, screen, "subject", "Kept")
        await pilot.press("ctrl+q")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "Kept" in [draft.composition.subject for draft in demonstration.services.drafts.list()]
        assert not demonstration.services.drafts.orphans()


async def test_a_draft_of_a_level_no_longer_in_use_opens_as_general_and_says_so(tmp_path: Path) -> None:
    base = Composition("kim@hanbit.example", "lee@hanbit.example", subject="s")
    draft = replace(base, level=Level.RESTRICTED, expires_after=Expiry.DAY)
    words.use("en")
    demonstration = Demonstration(tmp_path, SystemClock(), tmp_path)
    demonstration.prepare()
    demonstration.policy.change({of_level(Level.RESTRICTED, "use"): False})
    saved = SavedDraft("old", draft, demonstration.services.clock.now())
    demonstration.services.drafts.save(saved)
    app = DemoApp(demonstration, saved)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, NoticeScreen)
        assert "General" in app.screen.text
        (screen,) = app.composers()
        assert screen.read().level is Level.GENERAL
        await app.workers.wait_for_complete()


async def test_files_are_attached_listed_switched_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "report [final].pdf"
    file.write_bytes(b"x" * 1000)
    async with composing(tmp_path) as (pilot, screen, _):
        screen.attaching.attach(f"'{file}'")
        screen.judging.now()
        await pilot.pause()
        listed = screen.query_one("#files", AttachmentList)
        assert [row.text for row in listed.rows] == ["report [final].pdf  attached, 1 kB"]
        listed.focus()
        await pilot.press("space")
        screen.judging.now()
        assert "link with a time limit" in listed.rows[0].text
        assert "100 downloads" in listed.rows[0].text
        await pilot.press("delete")
        screen.judging.now()
        assert not listed.display
        assert screen.read().files == ()


async def test_a_path_that_cannot_be_attached_is_named_and_the_others_are_attached(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("x")
    async with composing(tmp_path) as (pilot, screen, _):
        screen.attaching.attach(f"{tmp_path}/good.txt {tmp_path}/missing.txt")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NoticeScreen)
        assert "missing.txt" in pilot.app.screen.text
        assert [file.name for file in screen.read().files] == ["good.txt"]


async def test_a_path_pasted_into_the_text_is_attached_or_inserted_as_the_member_says(tmp_path: Path) -> None:
    file = tmp_path / "dropped.txt"
    file.write_text("x")
    async with composing(tmp_path) as (pilot, screen, _):
        body = screen.query_one("#body", BodyArea)
        body.focus()
        for button in ("#answer-0", "#answer-1"):
            body.post_message(events.Paste(str(file)))
            await until(pilot, lambda: isinstance(pilot.app.screen, DroppedScreen) and pilot.app.focused is not None)
            await pilot.click(button)
            await until(pilot, lambda: pilot.app.screen is screen)
        body.post_message(events.Paste("/no/such/file is text"))
        await until(pilot, lambda: "/no/such/file is text" in body.text)
        assert [attached.name for attached in screen.read().files] == ["dropped.txt"]
        assert str(file) in body.text


async def test_refusals_are_named_and_the_focus_goes_to_the_first(tmp_path: Path) -> None:
    async with composing(tmp_path) as (pilot, screen, _):
        await typed(pilot, screen, "to", "lee@hanbit.example")
        await typed(pilot, screen, "cc", "kim@")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NoticeScreen)
        assert "kim@" in pilot.app.screen.text
        await pilot.press("escape")
        await pilot.pause()
        assert screen.focused is screen.query_one("#cc")


@pytest.mark.parametrize("size", [(80, 24), (40, 20), (120, 30)])
async def test_the_body_and_the_quiet_line_are_seen_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with composing(tmp_path, Composition(to=OUT, cc=OUT, bcc=OUT), size) as (_pilot, screen, _):
        wanted = 9 if size[0] >= 80 else 5
        assert screen.query_one("#body", BodyArea).content_size.height >= wanted
        assert screen.query_one("#quiet").region.bottom < size[1]


async def test_a_line_of_a_megabyte_goes_in_only_with_line_breaks_and_then_whole(tmp_path: Path) -> None:
    text = "가" * 1_000_000
    async with composing(tmp_path) as (pilot, screen, _):
        body = screen.query_one("#body", BodyArea)
        body.put_whole("")
        for button, length in (("#answer-0", 0), ("#answer-1", len(text))):
            body.post_message(events.Paste(text))
            await until(pilot, lambda: isinstance(pilot.app.screen, LongLineScreen) and pilot.app.focused is not None)
            await pilot.click(button)
            await until(pilot, lambda: pilot.app.screen is screen)
            await pilot.pause()
            assert len(body.text.replace("\n", "")) == length
        assert max(map(len, body.text.split("\n"))) <= LONGEST_LINE


async def test_a_crash_report_shows_no_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with composing(tmp_path) as (pilot, _screen, _):
        app = pilot.app
        secret = "hunter2"  # neither a local nor a message may be printed
        try:
            raise RuntimeError(f"broken by {secret}")
        except RuntimeError as error:
            app._exception = error
        app._fatal_error()
        app._exception = None
    capsys.readouterr()
    app._print_error_renderables()
    shown = capsys.readouterr().err
    assert "RuntimeError" in shown
    assert "test_a_crash_report_shows_no_values" in shown
    assert "hunter2" not in shown
