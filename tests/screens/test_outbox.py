from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from textual.screen import Screen

from composer.clock import FixedClock
from composer.errors import StorageError
from composer.message.composition import Composition
from composer.reasons import Reason, ReasonCode
from composer.screens.outbox import OutboxScreen
from composer.screens.sending.settle import SettleScreen
from composer.services.drafts import DraftNote, SavedDraft
from composer.services.outbox import JobState, RecipientResult, RecipientState
from composer.widgets.dialogs.push_button import PushButton
from tests.screens.outbox_double import NOON, Host, ScriptedOutbox, job, text_of
from tests.screens.support import settled

WRITTEN = SavedDraft("d1", Composition(to="park@other.example", subject="Offer"), NOON, DraftNote.UNDONE)


def opened(outbox: ScriptedOutbox) -> tuple[OutboxScreen, Host]:
    screen = OutboxScreen(outbox, FixedClock(NOON))
    return screen, Host(screen)


async def test_jobs_are_listed_newest_first_with_their_state() -> None:
    old = job(JobState.SENT, id="j0", subject="Old")
    outbox = ScriptedOutbox(old, job(JobState.QUEUED, created_at=NOON + timedelta(hours=1)))
    screen, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert [each.id for each in screen.shown] == ["j1", "j0"]
        assert "waiting" in text_of(app)
        assert "Old" in text_of(app)


async def test_trying_again_delivers_and_shows_what_it_came_to() -> None:
    outbox = ScriptedOutbox(job(JobState.FAILED))
    screen, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+r", "ctrl+r")
        await settled(pilot)
        assert outbox.asked == ["retry j1", "deliver j1"]
        assert screen.shown[0].state is JobState.SENT


async def test_what_may_have_arrived_is_sent_again_only_when_asked_twice() -> None:
    outbox = ScriptedOutbox(job(JobState.UNKNOWN))
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert outbox.asked == []
        assert "may have arrived already" in text_of(app)
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert outbox.asked == ["retry j1 with unknown", "deliver j1"]


async def test_looking_at_another_job_withdraws_the_question() -> None:
    outbox = ScriptedOutbox(job(JobState.FAILED, id="j0"), job(JobState.UNKNOWN))
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+r", "down", "up", "ctrl+r")
        await settled(pilot)
        assert outbox.asked == []


async def test_taking_back_hands_the_message_to_the_composer() -> None:
    outbox = ScriptedOutbox(job(JobState.QUEUED))
    outbox.taken_back = WRITTEN
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("delete", "delete")
        await settled(pilot)
        assert outbox.asked == ["undo j1"]
        assert app.results == [WRITTEN]


async def test_what_another_window_took_back_is_said_to_be_taken_back() -> None:
    outbox = ScriptedOutbox(job(JobState.QUEUED))
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        outbox.kept["j1"] = job(JobState.CANCELLED)
        await pilot.press("delete")
        await settled(pilot)
        assert "taken back before it was sent" in text_of(app)
        assert app.results == []


async def test_taking_back_too_late_says_so() -> None:
    outbox = ScriptedOutbox(job(JobState.QUEUED))
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("delete")
        await settled(pilot)
        assert "It is too late" in text_of(app)
        assert app.results == []


async def test_a_sent_message_can_be_neither_retried_nor_taken_back() -> None:
    outbox = ScriptedOutbox(job(JobState.SENT))
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+r", "delete")
        await settled(pilot)
        assert outbox.asked == []
        assert "Try again" not in text_of(app)


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.PARTIAL])
async def test_what_has_expired_is_not_offered_to_be_tried_again(state: JobState) -> None:
    reached = RecipientResult("lee@hanbit.example", RecipientState.ACCEPTED)
    results = [RecipientResult("kim@hanbit.example", RecipientState.EXPIRED)]
    outbox = ScriptedOutbox(job(state, *([reached, *results] if state is JobState.PARTIAL else results)))
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert outbox.asked == []
        assert "has expired" in text_of(app)
        assert "Try again" not in text_of(app)


async def test_a_copy_that_was_not_filed_can_be_tried_again() -> None:
    outbox = ScriptedOutbox(
        job(JobState.SENT_NOT_FILED, RecipientResult("kim@hanbit.example", RecipientState.ACCEPTED))
    )
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert outbox.asked == ["retry j1", "deliver j1"]


async def test_in_a_narrow_window_every_button_is_in_sight_whatever_is_chosen() -> None:
    jobs = job(JobState.SENT, id="j0"), job(JobState.FAILED, attempts=1)
    screen, app = opened(ScriptedOutbox(*jobs))
    async with app.run_test(size=(40, 20)) as pilot:
        await settled(pilot)
        assert labels_in_sight(screen) == ["Try again", "Decide", "Take back", "Close"]
        await pilot.press("down")
        await settled(pilot)
        assert labels_in_sight(screen) == ["Close"]


async def test_in_a_narrow_window_every_decision_is_in_sight_whoever_is_chosen() -> None:
    refused = [RecipientResult(f"{name}@other.example", RecipientState.PERMANENT) for name in ("park", "choi")]
    screen = SettleScreen(job(JobState.FAILED, *refused))
    async with Host(screen).run_test(size=(40, 20)) as pilot:
        await settled(pilot)
        assert labels_in_sight(screen) == ["It arrived", "Give up", "Close"]
        await pilot.press("down")
        await settled(pilot)
        assert labels_in_sight(screen) == ["It arrived", "Correct the address", "Give up", "Close"]


def labels_in_sight(screen: Screen[Any]) -> list[str]:
    """Of the buttons that are shown whole."""
    whole = screen.region
    return [
        one.label
        for one in screen.query(PushButton)
        if one.display and one.region and whole.contains_region(one.region)
    ]


async def test_a_disk_that_says_no_is_heard() -> None:
    outbox = ScriptedOutbox(job(JobState.QUEUED))
    outbox.taken_back = StorageError("The disk is full.")
    screen, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("delete")
        await settled(pilot)
        assert "The disk is full." in text_of(app)
        assert not screen.is_busy


async def test_an_empty_outbox_says_so_and_enter_closes_it() -> None:
    screen, app = opened(ScriptedOutbox())
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "The outbox is empty." in text_of(app)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is not screen


async def test_hostile_words_of_a_server_are_shown_without_markup_or_controls() -> None:
    hostile = "550 [b]no[/b] \x1b[2J [@click=app.quit]x[/]"
    result = RecipientResult("park@other.example", RecipientState.PERMANENT, hostile)
    outbox = ScriptedOutbox(
        replace(job(JobState.FAILED, result), subject=hostile, reasons=(Reason(ReasonCode.OTHER, {"words": hostile}),))
    )
    _, app = opened(outbox)
    async with app.run_test() as pilot:
        await settled(pilot)
        shown = text_of(app)
        assert shown.count("550 [b]no[/b]") == 3
        assert "\x1b" not in shown
