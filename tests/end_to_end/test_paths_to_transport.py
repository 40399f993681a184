"""Every way to the transport, by keyboard and by mouse: nothing for the outside passes without the warning's Send."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events

from composer.administration.settings import APPLIED
from composer.message.composition import Composition
from composer.screens.compose.leave import LeaveScreen
from composer.screens.compose.screen import ComposeScreen
from composer.screens.dialogs.notice import NoticeScreen
from composer.screens.dialogs.palette import PaletteScreen
from composer.screens.drafts import DraftsScreen
from composer.screens.outbox import OutboxScreen
from composer.screens.sending.progress import SendingScreen
from composer.screens.sending.questions import QuestionScreen
from composer.screens.sending.warning import WarningScreen
from composer.services.drafts import SavedDraft
from composer.services.outbox import Job, JobState, RecipientState
from composer.widgets.footer import KeyFooter
from policy.settings import Apply
from tests.end_to_end.office import COLLEAGUE, NOW, OUTSIDE_MAIL, OUTSIDER, Office, open_office

Way = Callable[[Office], Awaitable[None]]


# Ways to ask for sending


async def ctrl_s(office: Office) -> None:
    await office.pilot.press("ctrl+s")


async def ctrl_s_from_the_body(office: Office) -> None:
    await office.tab_to("#body")
    await office.pilot.press("ctrl+s")


async def palette_by_keys(office: Office) -> None:
    await office.pilot.press("ctrl+p")
    await office.on(PaletteScreen)
    await office.pilot.press(*"send")
    await office.pilot.press("enter")


async def palette_by_mouse(office: Office) -> None:
    await office.pilot.press("ctrl+p")
    await office.on(PaletteScreen)
    await office.pilot.press(*"send")
    await office.pilot.click("#palette-entries", offset=(3, 0))


async def footer_by_mouse(office: Office) -> None:
    await office.pilot.click(KeyFooter, offset=(1, 0))


ASKING = [ctrl_s, ctrl_s_from_the_body, palette_by_keys, palette_by_mouse, footer_by_mouse]


# Ways out of the warning that do not send


async def enter_as_it_opens(office: Office) -> None:
    await office.pilot.press("enter")


async def escape(office: Office) -> None:
    await office.pilot.press("escape")


async def click_go_back(office: Office) -> None:
    await office.pilot.click("#warning-back")


LEAVING = [enter_as_it_opens, escape, click_go_back]


@pytest.mark.parametrize("leave", LEAVING)
@pytest.mark.parametrize("ask", ASKING)
async def test_every_way_to_send_meets_the_warning_and_going_back_sends_nothing(
    ask: Way, leave: Way, tmp_path: Path
) -> None:
    async with open_office(tmp_path) as office:
        await ask(office)
        await office.on(WarningScreen)
        assert office.nothing_left()
        await office.focused("#warning-back")
        await leave(office)
        await office.on(ComposeScreen)
        assert office.nothing_left()
        assert office.composer.read().to == OUTSIDER


async def send_by_keys(office: Office) -> None:
    await office.focused("#warning-back")
    await office.tab_to("#warning-send")
    assert office.nothing_left()
    await office.pilot.press("enter")


async def send_by_mouse(office: Office) -> None:
    await office.focused("#warning-back")
    assert office.nothing_left()
    await office.pilot.click("#warning-send")


@pytest.mark.parametrize("send", [send_by_keys, send_by_mouse])
async def test_only_send_in_the_warning_lets_the_message_out(send: Way, tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        await send(office)
        await office.on(SendingScreen)
        assert office.post.mails == []
        await office.pilot.click("#sending-now")
        await office.until(lambda: office.post.mails)
        assert office.post.mails == [(OUTSIDER,)]


async def test_ctrl_s_while_the_warning_is_open_opens_no_second_one_and_sends_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        await office.pilot.press("ctrl+s", "ctrl+s", "ctrl+p", "f5", "ctrl+n")
        assert [type(screen) for screen in office.app.screen_stack[-2:]] == [ComposeScreen, WarningScreen]
        await office.focused("#warning-back")
        await office.pilot.press("escape")
        await office.on(ComposeScreen)
        assert office.nothing_left()


async def test_keys_typed_before_the_warning_is_painted_answer_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.burst("ctrl+s", "enter", "tab", "enter", "enter", "space", "ctrl+s", "enter")
        await office.until(lambda: isinstance(office.screen, WarningScreen) or office.composer.is_current)
        assert office.nothing_left()
        assert not any(isinstance(screen, SendingScreen) for screen in office.app.screen_stack)


async def test_keys_typed_while_the_warning_comes_up_are_dropped(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        early = [events.Key(key, None) for key in ("escape", "enter", "tab", "tab", "enter", "escape")]
        office.composer.action_send()
        while not isinstance(office.screen, WarningScreen):  # noqa: ASYNC110 - turns of the loop; nothing has been painted yet
            await asyncio.sleep(0)  # the moment before the paint, which no event announces
        warning = office.screen
        assert warning.painted_at is None
        for event in early:
            office.app.post_message(event)
        await office.focused("#warning-back")
        for _turn in range(10):
            await office.pilot.pause()
        assert office.screen is warning
        assert office.screen.focused is warning.query_one("#warning-back")
        assert office.nothing_left()


async def test_a_click_made_before_the_warning_is_painted_answers_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        await office.focused("#warning-back")
        place = office.screen.query_one("#warning-send").region
        await office.pilot.press("escape")
        await office.on(ComposeScreen)
        early = [mouse(kind, place.x + 2, place.y) for kind in (events.MouseDown, events.MouseUp)]
        office.composer.action_send()
        await office.until(lambda: isinstance(office.screen, WarningScreen))
        for event in early:
            office.app.post_message(event)
        await office.focused("#warning-back")
        assert office.nothing_left()
        assert isinstance(office.screen, WarningScreen)


def mouse(kind: type[events.MouseEvent], x: int, y: int) -> events.MouseEvent:
    return kind(None, x, y, 0, 0, 1, False, False, False, x, y)


async def test_clicks_where_hidden_buttons_would_be_send_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        await office.focused("#warning-back")
        send = office.screen.query_one("#warning-send").region
        spots = [(x, y) for y in range(1, 24, 3) for x in (3, 25, 50) if not send.contains(x, y)]
        back = office.screen.query_one("#warning-back").region
        for x, y in spots:
            if not back.contains(x, y):
                await office.pilot.click(offset=(x, y))
        assert office.nothing_left()


async def test_a_question_answered_yes_does_not_answer_the_warning(tmp_path: Path) -> None:
    async with open_office(tmp_path, replace(OUTSIDE_MAIL, subject="")) as office:
        for answer in ("escape", "send"):
            await office.pilot.press("ctrl+s")
            await office.on(QuestionScreen)
            await office.focused("#answer-0")
            if answer == "escape":
                await office.pilot.press("escape")
                await office.on(ComposeScreen)
            else:
                await office.pilot.click("#answer-1")
            assert office.nothing_left()
        await office.on(WarningScreen)
        await office.focused("#warning-back")
        await office.pilot.press("enter")
        await office.on(ComposeScreen)
        assert office.nothing_left()


async def test_enter_held_down_through_a_question_stops_at_the_warning(tmp_path: Path) -> None:
    async with open_office(tmp_path, replace(OUTSIDE_MAIL, subject="")) as office:
        await office.pilot.press("ctrl+s")
        await office.on(QuestionScreen)
        await office.focused("#answer-0")
        await office.tab_to("#answer-1")
        await office.burst("enter", "enter", "enter", "enter")
        await office.until(lambda: not isinstance(office.screen, QuestionScreen))
        assert office.nothing_left()


async def accepted(office: Office) -> Job:
    """Send the message on the screen through the warning, up to the time to undo."""
    await office.pilot.press("ctrl+s")
    await office.on(WarningScreen)
    await send_by_mouse(office)
    await office.on(SendingScreen)
    return office.jobs[-1]


async def test_after_undo_the_warning_is_asked_again(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await accepted(office)
        await office.pilot.press("ctrl+z")
        await office.until(lambda: isinstance(office.screen, ComposeScreen) and office.composer.read().to == OUTSIDER)
        await office.focused("#body")
        assert office.post.mails == []
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        await office.focused("#warning-back")
        await office.pilot.press("escape")
        await office.on(ComposeScreen)
        assert office.post.mails == []
        assert all(job.state is JobState.CANCELLED for job in office.jobs)


async def test_a_draft_from_the_list_meets_the_warning(tmp_path: Path) -> None:
    async with open_office(tmp_path, Composition()) as office:
        kept = replace(OUTSIDE_MAIL, sender="Ann Smith <smith@hanbit.example>")
        office.world.services.drafts.save(SavedDraft("zz-newest", kept, NOW))
        await office.pilot.press("f3")
        await office.on(DraftsScreen)
        screen = office.screen
        assert isinstance(screen, DraftsScreen)
        await office.until(lambda: screen.shown)
        assert screen.shown[0].id == "zz-newest"
        await office.pilot.press("enter")
        await office.until(lambda: isinstance(office.screen, ComposeScreen) and office.composer.read().to == OUTSIDER)
        await office.focused("#body")
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        assert office.nothing_left()


async def test_a_draft_from_the_demonstration_meets_the_warning(tmp_path: Path) -> None:
    async with open_office(tmp_path, Composition()) as office:
        draft = office.world.ready("demo-1-always")
        assert draft is not None
        office.world.become(office.world.author_of(draft.composition))
        office.composer.use_member()
        office.composer.adopt(office.world.composition_of(draft))
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        assert office.nothing_left()


async def test_trying_again_from_the_outbox_sends_what_was_approved_and_nothing_else(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        office.post.state = RecipientState.TEMPORARY
        await accepted(office)
        await office.pilot.click("#sending-now")
        await office.until(lambda: office.post.mails)
        await office.until(lambda: office.screen.query_one("#sending-close").display)
        await office.pilot.press("escape")
        await office.on(ComposeScreen)
        office.post.state = RecipientState.ACCEPTED
        await office.pilot.press("f9")
        await office.on(OutboxScreen)
        screen = office.screen
        assert isinstance(screen, OutboxScreen)
        await office.until(lambda: screen.shown and not screen.is_busy)
        await office.pilot.press("ctrl+r")
        await office.until(lambda: len(office.post.mails) == 2 and not screen.is_busy)
        assert office.post.mails == [(OUTSIDER,), (OUTSIDER,)]


async def test_an_empty_outbox_has_nothing_to_try_again(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.pilot.press("f9")
        await office.on(OutboxScreen)
        await office.pilot.press("ctrl+r", "enter", "delete", "escape")
        await office.on(ComposeScreen)
        assert office.nothing_left()


async def test_going_on_in_the_background_sends_nothing_before_its_time(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await accepted(office)
        await office.pilot.click("#sending-leave")
        await office.on(ComposeScreen)
        office.world.services.outbox.flush(lambda _progress: None)
        assert office.post.mails == []


async def test_a_policy_that_changes_under_the_open_warning_asks_again(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.pilot.press("ctrl+s")
        await office.on(WarningScreen)
        first = office.screen
        await office.focused("#warning-back")
        office.world.policy.change({APPLIED: Apply.NOT_INDIVIDUALLY.value})
        await office.pilot.click("#warning-send")
        await office.until(lambda: isinstance(office.screen, WarningScreen) and office.screen is not first)
        assert office.nothing_left()


async def test_leaving_new_messages_and_files_never_send(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.pilot.press("ctrl+n")
        await office.until(lambda: office.composer.read().is_blank or not office.composer.read().to)
        assert office.nothing_left()
        await office.focused("#to")
        await office.pilot.press(*OUTSIDER, "ctrl+q")
        await office.on(LeaveScreen)
        await office.pilot.press("enter")
        assert office.nothing_left()


async def test_a_refused_message_never_comes_to_the_warning(tmp_path: Path) -> None:
    async with open_office(tmp_path, replace(OUTSIDE_MAIL, to=f"{OUTSIDER}, nobody@")) as office:
        await office.pilot.press("ctrl+s")
        await office.on(NoticeScreen)
        await office.pilot.press("enter")
        await office.on(ComposeScreen)
        assert office.nothing_left()


async def test_inside_mail_needs_no_warning_and_still_passes_the_outbox(tmp_path: Path) -> None:
    async with open_office(tmp_path, replace(OUTSIDE_MAIL, to=COLLEAGUE)) as office:
        await office.pilot.press("ctrl+s")
        await office.on(SendingScreen)
        await office.pilot.click("#sending-now")
        await office.until(lambda: office.post.mails)
        assert office.post.mails == [(COLLEAGUE,)]
