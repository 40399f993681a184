from __future__ import annotations

from datetime import timedelta

import pytest

from composer.clock import FixedClock
from composer.errors import StorageError
from composer.message.composition import Composition
from composer.reasons import Reason, ReasonCode
from composer.screens.sending.progress import Phase, SendingResult, SendingScreen
from composer.sentences.reasons import sentence
from composer.services.drafts import DraftNote, SavedDraft
from composer.services.outbox import Job, JobState, Progress, RecipientResult, RecipientState, Stage
from tests.pilots import until
from tests.screens.outbox_double import NOON, Host, ScriptedOutbox, held, job, text_of
from tests.screens.support import settled

WRITTEN = SavedDraft("d1", Composition(to="park@other.example", subject="Offer"), NOON, DraftNote.UNDONE)
HOSTILE = "550 [b]no[/b] \x1b]52;c;AAAA\x07[@click=app.quit]x[/] \u202eevil"


def opened(outbox: ScriptedOutbox, first: Job, clock: FixedClock | None = None) -> tuple[SendingScreen, Host]:
    screen = SendingScreen(outbox, first, clock or FixedClock(NOON))
    return screen, Host(screen)


async def test_a_held_message_is_not_delivered_before_its_time() -> None:
    outbox = ScriptedOutbox()
    clock = FixedClock(NOON)
    screen, app = opened(outbox, held(5), clock)
    async with app.run_test() as pilot:
        clock.moment = NOON + timedelta(seconds=4.9)
        screen.post_message(SendingScreen.Ticked())
        await settled(pilot)
        assert screen.phase is Phase.HOLDING
        assert outbox.asked == []
        assert "1 second" in text_of(app)


async def test_the_end_of_the_hold_delivers_once_however_often_the_clock_ticks() -> None:
    outbox = ScriptedOutbox()
    clock = FixedClock(NOON)
    screen, app = opened(outbox, held(5), clock)
    async with app.run_test() as pilot:
        clock.moment = NOON + timedelta(seconds=5)
        for _ in range(3):
            screen.post_message(SendingScreen.Ticked())
        await settled(pilot)
        assert outbox.asked == ["deliver j1"]
        assert screen.phase is Phase.ENDED


@pytest.mark.parametrize("by", [timedelta(hours=-1), timedelta(days=-40), timedelta(hours=1)])
async def test_a_clock_that_is_set_meanwhile_makes_the_hold_neither_longer_nor_shorter(by: timedelta) -> None:
    outbox = ScriptedOutbox()
    clock = FixedClock(NOON)
    screen, app = opened(outbox, held(5), clock)
    async with app.run_test() as pilot:
        clock.set(by)
        clock.moment += timedelta(seconds=3)
        screen.post_message(SendingScreen.Ticked())
        await settled(pilot)
        assert (screen.phase, "in 2 seconds" in text_of(app)) == (Phase.HOLDING, True)
        clock.moment += timedelta(seconds=2)
        screen.post_message(SendingScreen.Ticked())
        await settled(pilot)
        assert outbox.asked == ["deliver j1"]


async def test_waiting_for_another_message_is_said() -> None:
    outbox = ScriptedOutbox()
    outbox.gate.clear()
    outbox.steps = [Progress(Stage.WAITING)]
    screen, app = opened(outbox, job(JobState.QUEUED))
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Waiting for another message that is being sent." in text_of(app))
        assert screen.phase is Phase.DELIVERING
        outbox.gate.set()
        await settled(pilot)


@pytest.mark.parametrize("key", ["ctrl+z", "escape"])
async def test_undo_hands_the_message_back(key: str) -> None:
    outbox = ScriptedOutbox()
    outbox.taken_back = WRITTEN
    first = held()
    _, app = opened(outbox, first)
    async with app.run_test() as pilot:
        await pilot.press(key)
        await settled(pilot)
        assert app.results == [SendingResult(first, WRITTEN)]
        assert outbox.asked == ["undo j1"]


async def test_undo_that_comes_too_late_says_so_and_goes_on() -> None:
    outbox = ScriptedOutbox()
    screen, app = opened(outbox, held())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert outbox.asked == ["undo j1", "deliver j1"]
        assert screen.phase is Phase.ENDED
        assert "too late to undo" in text_of(app)


async def test_undo_that_a_disk_refuses_can_be_tried_again() -> None:
    outbox = ScriptedOutbox()
    outbox.taken_back = StorageError("The disk is full.")
    screen, app = opened(outbox, held())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert screen.phase is Phase.HOLDING
        assert "The disk is full." in text_of(app)
        outbox.taken_back = WRITTEN
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert [result.undone for result in app.results] == [WRITTEN]


async def test_a_key_meant_for_the_dialog_before_neither_undoes_nor_sends() -> None:
    outbox = ScriptedOutbox()
    screen, app = opened(outbox, held())
    async with app.run_test() as pilot:
        await pilot.press("enter", "space", "ctrl+s")
        await settled(pilot)
        assert screen.phase is Phase.HOLDING
        assert outbox.asked == []


async def test_send_now_is_reached_by_tab_and_enter() -> None:
    outbox = ScriptedOutbox()
    screen, app = opened(outbox, held())
    async with app.run_test() as pilot:
        await pilot.press("tab", "tab", "enter", "enter")
        await settled(pilot)
        assert outbox.asked == ["deliver j1"]
        assert screen.phase is Phase.ENDED


async def test_the_buttons_work_with_the_mouse() -> None:
    outbox = ScriptedOutbox()
    outbox.taken_back = WRITTEN
    _, app = opened(outbox, held())
    async with app.run_test() as pilot:
        await pilot.click("#sending-undo")
        await settled(pilot)
        assert [result.undone for result in app.results] == [WRITTEN]


async def test_a_job_without_a_hold_is_delivered_at_once() -> None:
    outbox = ScriptedOutbox()
    screen, app = opened(outbox, job())
    async with app.run_test() as pilot:
        await settled(pilot)
        assert outbox.asked == ["deliver j1"]
        assert screen.job.state is JobState.SENT


async def test_progress_names_the_copy_and_the_bytes_and_draws_a_bar() -> None:
    outbox = ScriptedOutbox()
    outbox.gate.clear()
    outbox.steps = [Progress(Stage.CONNECTING), Progress(Stage.SENDING, 3, 4, 500, 1_000)]
    screen, app = opened(outbox, job(copies=4))
    async with app.run_test() as pilot:
        await until(pilot, lambda: "copy" in text_of(app))
        shown = text_of(app)
        assert "Sending copy 3 of 4." in shown
        assert "[##################............]" in shown
        outbox.gate.set()
        await settled(pilot)
        assert screen.phase is Phase.ENDED


async def test_leaving_during_the_delivery_returns_at_once_and_harms_nothing() -> None:
    outbox = ScriptedOutbox()
    outbox.gate.clear()
    first = job()
    screen, app = opened(outbox, first)
    async with app.run_test() as pilot:
        await until(pilot, lambda: screen.phase is Phase.DELIVERING)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.results == [SendingResult(first)]
        outbox.gate.set()
    assert outbox.asked == ["deliver j1"]


async def test_waiting_for_the_password_command_is_said_and_escape_stops_it() -> None:
    outbox = ScriptedOutbox()
    outbox.gate.clear()
    outbox.steps = [Progress(Stage.CONNECTING), Progress(Stage.SECRET)]
    outbox.outcome = job(JobState.QUEUED, reasons=(Reason(ReasonCode.BROKEN_OFF),))
    screen, app = opened(outbox, job())
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Waiting for the command that prints your password." in text_of(app))
        assert "[ Stop waiting ]" in text_of(app)
        await pilot.press("escape")
        assert outbox.abort is not None
        assert outbox.abort.is_set
        outbox.gate.set()
        await settled(pilot)
        assert "Sending was broken off." in text_of(app)
        assert (screen.phase, app.results) == (Phase.ENDED, [])


async def test_after_the_password_command_the_server_is_waited_for_in_the_background_again() -> None:
    outbox = ScriptedOutbox()
    outbox.gate.clear()
    outbox.steps = [Progress(Stage.SECRET), Progress(Stage.CONNECTING)]
    screen, app = opened(outbox, job())
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Connecting to the server." in text_of(app))
        assert "Stop waiting" not in text_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.results == [SendingResult(screen.job)]
        outbox.gate.set()


ENDS = [
    (job(JobState.SENT), "The message is sent."),
    (job(JobState.SENT_NOT_FILED), "sent, but not filed"),
    (job(JobState.QUEUED, not_before=NOON + timedelta(minutes=5)), "The next attempt is at"),
    (job(JobState.FAILED, reasons=(sentence("550 no such user"),)), "550 no such user"),
    (job(JobState.UNKNOWN), "Nobody can tell"),
    (job(JobState.PARTIAL), "some recipients, but not all"),
]


@pytest.mark.parametrize(("end", "words"), ENDS, ids=[end.state.value for end, _words in ENDS])
async def test_each_end_is_said_plainly(end: Job, words: str) -> None:
    outbox = ScriptedOutbox()
    outbox.outcome = end
    _, app = opened(outbox, job())
    async with app.run_test() as pilot:
        await settled(pilot)
        assert words in text_of(app)


async def test_only_a_clean_success_is_closed_by_the_next_enter() -> None:
    for state, closed in ((JobState.SENT, 1), (JobState.FAILED, 0)):
        outbox = ScriptedOutbox()
        outbox.outcome = job(state)
        _, app = opened(outbox, job())
        async with app.run_test() as pilot:
            await settled(pilot)
            await pilot.press("enter", "enter")
            await pilot.pause()
            assert len(app.results) == closed, state


async def test_a_partial_result_names_each_recipient_the_refused_first() -> None:
    outbox = ScriptedOutbox()
    good = [RecipientResult(f"r{n}@other.example", RecipientState.ACCEPTED) for n in range(40)]
    bad = RecipientResult("lost@other.example", RecipientState.PERMANENT, "550 5.1.1 no such user")
    outbox.outcome = job(JobState.PARTIAL, *good, bad)
    screen, app = opened(outbox, job())
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "lost@other.example: refused. 550 5.1.1 no such user" in text_of(app)
        report = screen.query_one("#sending-report")
        await pilot.press("end")
        await pilot.pause()
        assert "r39@other.example: sent" in text_of(app)
        assert report.max_scroll_y > 0


async def test_a_server_reply_is_never_markup_nor_control() -> None:
    outbox = ScriptedOutbox()
    outbox.outcome = job(
        JobState.FAILED,
        RecipientResult("[b]@other.example", RecipientState.PERMANENT, HOSTILE),
        reasons=(Reason(ReasonCode.OTHER, {"words": HOSTILE}),),
        subject=HOSTILE,
    )
    _, app = opened(outbox, job(subject=HOSTILE))
    async with app.run_test() as pilot:
        await settled(pilot)
        shown = text_of(app)
        assert shown.count("550 [b]no[/b]") == 3
        assert "[@click=app.quit]x[/]" in shown
        assert not any(character in shown for character in "\x1b\x07\u202e")


async def test_a_delivery_that_a_disk_refuses_ends_with_its_words() -> None:
    outbox = ScriptedOutbox()
    outbox.outcome = StorageError("The journal cannot be written.")
    screen, app = opened(outbox, job())
    async with app.run_test() as pilot:
        await settled(pilot)
        assert screen.phase is Phase.ENDED
        assert "The journal cannot be written." in text_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.results) == 1


async def test_everything_is_in_sight_in_a_small_terminal() -> None:
    outbox = ScriptedOutbox()
    _, app = opened(outbox, held())
    async with app.run_test(size=(40, 20)) as pilot:
        await settled(pilot)
        shown = text_of(app)
        for words in ("5 seconds", "Undo", "Send now", "Continue in the background"):
            assert words in shown
